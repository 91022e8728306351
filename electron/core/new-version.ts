/** What follows from what is known about a newer version. Pure. */
import type { DesktopState } from '../contract/desktop'
import type { NewVersion, Release } from '../contract/new-version'

const DAY_MS = 86_400_000
/** An app that starts with the computer may look before there is a network, and be closed before the day is over. */
const AGAIN_MS = 3_600_000

/** `sinceMs`: time passed since the last look. */
export function isNewLookDue(newVersion: NewVersion, sinceMs: number): boolean {
  switch (newVersion.kind) {
    case 'off':
    case 'looking':
      return false
    case 'unasked':
      return true
    case 'newest':
    case 'available':
      return sinceMs >= DAY_MS
    case 'failed':
      return sinceMs >= (newVersion.problem.code === 'FEED_UNREACHABLE' ? AGAIN_MS : DAY_MS)
  }
}

/** A newer one that was found, even if a later look failed. */
export function knownRelease(newVersion: NewVersion): Release | null {
  switch (newVersion.kind) {
    case 'off':
    case 'unasked':
    case 'newest':
      return null
    case 'available':
      return newVersion.release
    case 'looking':
    case 'failed':
      return newVersion.known
  }
}

/** What its note tells of; null where there is none, or it was put away. */
export function notedRelease({ newVersion, dismissedVersion }: DesktopState): Release | null {
  const release = knownRelease(newVersion)
  return release === null || release.version === dismissedVersion ? null : release
}
