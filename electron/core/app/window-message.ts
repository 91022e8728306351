/**
 * Readers for what a message of the window holds: exactly that, or it is refused, whoever sent it. Only known fields are
 * taken over. Which command holds what stands in `shell/app/intents.ts`. Pure.
 */
import type { Face, Note } from '../../contract/app'

export function isFace(value: unknown): value is Face {
  return value === 'status' || value === 'doctor' || value === 'settings'
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
