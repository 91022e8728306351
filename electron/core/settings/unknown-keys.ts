/** Keys of a settings file that nobody reads: most are known ones misspelt. Pure. */

import { isRecord } from '../basics/json'
import { printable } from '../basics/printable'
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
    .map((key) => ({ key: printable(key), nearest: nearestTo(key) }))
}

function nearestTo(key: string): string | null {
  const wanted = plain(key)
  const [best] = KNOWN.map((known) => ({ known, away: distance(wanted, plain(known)) })).sort(
    (one, other) => one.away - other.away,
  )
  if (best === undefined) return null
  return best.away <= Math.max(2, Math.floor(best.known.length / 3)) && best.away < wanted.length
    ? best.known
    : null
}

/** `allowed_hosts` and `Allowed-Hosts` are `allowedHosts`. */
function plain(key: string): string {
  return key
    .slice(0, 64)
    .toLowerCase()
    .replace(/[_\-. ]/g, '')
}

/** How many letters have to be changed, put in, taken out or swapped (Damerau, optimal string alignment). */
function distance(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1]
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = last
    last = row
  }
  return last[other.length] ?? 0
}
