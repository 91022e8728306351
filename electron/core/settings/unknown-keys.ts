/** Keys of a settings file that nobody reads: most are known ones misspelt. Pure. */

import { isRecord } from '../basics/json'
import { nearest } from '../basics/nearest'
import { oneLine } from '../basics/printable'
import { APP_MEMORY_KEYS } from '../settings/preferences'
import { SETTING_KEYS } from '../settings/table'

export interface UnknownKey {
  readonly key: string
  /** The known one that is most like it; null where none is. */
  readonly nearest: string | null
}

const KNOWN: readonly string[] = [...SETTING_KEYS, ...APP_MEMORY_KEYS]
const MOST_KEYS = 10

/** None for what is no JSON object: other words tell of that. At most ten. */
export function unknownKeys(file: unknown): readonly UnknownKey[] {
  if (!isRecord(file)) return []
  return Object.keys(file)
    .filter((key) => !KNOWN.includes(key))
    .slice(0, MOST_KEYS)
    .map((key) => ({ key: oneLine(key), nearest: nearest(key, KNOWN) }))
}
