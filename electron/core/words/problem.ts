/** Makes problems. The compiler wants a sentence of the table and every value that it puts in. */

import type { Problem, WordValues } from '../../contract/problem'
import { ERROR_CODES, type ErrorCode } from '../../contract/problem'
import type { ProblemArgs } from './problem-table'

export function problem(...[name, values]: ProblemArgs): Problem {
  return named(name, values)
}

/** `name`: a code, or `CODE.variant`. */
export function named(name: string, values: WordValues): Problem {
  const [code = '', variant] = name.split('.')
  return variant === undefined ? { code: codeOf(code), values } : { code: codeOf(code), variant, values }
}

/** An unknown code, of another version of ours, counts as INTERNAL. */
export function codeOf(name: string): ErrorCode {
  return ERROR_CODES.find((known) => known === name) ?? 'INTERNAL'
}
