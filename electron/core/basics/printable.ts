/** Foreign text on one line of ours: nothing that could move a cursor, and not too much of it. */
export function printable(text: string, longest = 100): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, longest)
}
