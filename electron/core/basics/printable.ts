/** Foreign text on one line of ours: nothing that could move a cursor, and not too much of it. ASCII alone, as in headers and logs. */
export function printable(text: string, longest = 100): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, longest)
}

/** The same for what the person has written: letters of every language stay, what moves a cursor or turns a line round does not. */
export function oneLine(text: string, longest = 100): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?').slice(0, longest)
}
