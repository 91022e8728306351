/** What standard output can show. */
import type { Environment } from '../../core/settings/launch-env'

export interface Look {
  /** False in pipes and files, on dumb terminals, and where NO_COLOR is set (no-color.org). */
  readonly hasColour: boolean
  /** The width in characters; null for what is no terminal. */
  readonly columns: number | null
}

const USUAL_COLUMNS = 80

export function lookOf(
  env: Environment,
  { isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout,
): Look {
  const isTerminal = isTTY === true
  const hasColour = isTerminal && env['TERM'] !== 'dumb' && (env['NO_COLOR'] ?? '') === ''
  // None, or 0, where nobody has said how wide it is.
  return { hasColour, columns: isTerminal ? columns || USUAL_COLUMNS : null }
}

const CODES = { bold: 1, good: 32, warn: 33, bad: 31, dim: 2 } as const

export function painted({ hasColour }: Look, as: keyof typeof CODES, text: string): string {
  return hasColour ? `\u001b[${CODES[as]}m${text}\u001b[0m` : text
}
