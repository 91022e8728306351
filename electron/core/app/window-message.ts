/**
 * Readers for the values in a message of the window. Pure.
 *
 * - A message that is not exactly as expected is refused, whoever sent it. Only known fields are copied.
 * - The fields of each command stand in `shell/app/intents.ts`.
 */
import type { Face, Note } from '../../contract/app'

const FACES: readonly string[] = ['status', 'requests', 'claude', 'doctor', 'settings'] satisfies Face[]

export function isFace(value: unknown): value is Face {
  return typeof value === 'string' && FACES.includes(value)
}

export function isNoteKind(value: unknown): value is Note['kind'] {
  return (
    value === 'settingsKeptAside' ||
    value === 'settingsUnreadable' ||
    value === 'unexpectedError' ||
    value === 'relaunched' ||
    value === 'commandInstalled' ||
    value === 'commandRemoved'
  )
}

/** The number of a request, or 0. */
export function isRequestNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
