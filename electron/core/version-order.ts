/** Versions and which of two is newer: Semantic Versioning 2.0, items 9 to 11. Pure. */

const LONGEST = 64
const NUMBER = '(0|[1-9]\\d{0,8})'
const FORM = new RegExp(
  `^v?${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?$`,
)

export interface Version {
  readonly numbers: readonly number[]
  /** Empty for a release. */
  readonly preRelease: readonly string[]
}

/** `1.2.3`, `v1.2.3-rc.1`; null for anything else. */
export function parseVersion(text: string): Version | null {
  if (text.length > LONGEST) return null
  const match = FORM.exec(text)
  if (match === null) return null
  const [, major, minor, patch, preRelease] = match
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    preRelease: preRelease === undefined ? [] : preRelease.split('.'),
  }
}

/** What is no version is never newer, and nothing is newer than it. */
export function isNewer(candidate: string, present: string): boolean {
  const one = parseVersion(candidate)
  const other = parseVersion(present)
  return one !== null && other !== null && compare(one, other) > 0
}

function compare(one: Version, other: Version): number {
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  return comparePreReleases(one.preRelease, other.preRelease)
}

/** A release comes after its pre-releases; of those that begin alike the longer one is later. */
function comparePreReleases(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length
  for (const [index, identifier] of one.entries()) {
    const counterpart = other[index]
    if (counterpart === undefined) return 1
    const difference = compareIdentifiers(identifier, counterpart)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

/** Numbers by their value, before words; words by their ASCII order. */
function compareIdentifiers(one: string, other: string): number {
  const [isNumber, otherIsNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)]
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1
  // Of any length, so not as a number of ours.
  if (isNumber && one.length !== other.length) return one.length - other.length
  return one === other ? 0 : one < other ? -1 : 1
}
