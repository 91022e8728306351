/** A variable as it was meant: without the blanks and the pair of quotes that a file of variables leaves around it. Pure. */
export function tidied(text: string): string {
  const trimmed = text.trim()
  return /^(["']).*\1$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1).trim() : trimmed
}
