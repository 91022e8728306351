import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../contract/errors'
import type { NewVersion, Release } from '../contract/new-version'
import { desktopState } from '../testing/desktop-states'
import { updateDesktop } from './desktop'
import { isNewLookDue, knownRelease, notedRelease } from './new-version'

const HOUR_MS = 3_600_000
const RELEASE: Release = { version: '0.2.0', page: 'https://github.com/o/r', notes: '' }
const failed = (code: ErrorCode, known: Release | null = null): NewVersion => ({
  kind: 'failed',
  problem: { code, message: '', recovery: '' },
  known,
  atMs: 0,
})

describe('the next look is due', () => {
  test.each<[string, NewVersion, number, boolean]>([
    ['never without a feed', { kind: 'off' }, 1_000 * HOUR_MS, false],
    ['not while one is under way', { kind: 'looking', known: null }, 1_000 * HOUR_MS, false],
    ['at once before the first', { kind: 'unasked' }, 0, true],
    ['not within a day', { kind: 'newest', atMs: 0 }, 24 * HOUR_MS - 1, false],
    ['after a day', { kind: 'newest', atMs: 0 }, 24 * HOUR_MS, true],
    ['after a day, whatever was found', { kind: 'available', release: RELEASE, atMs: 0 }, 24 * HOUR_MS, true],
    ['an hour after nobody answered', failed('FEED_UNREACHABLE'), HOUR_MS, true],
    ['not sooner', failed('FEED_UNREACHABLE'), HOUR_MS - 1, false],
    ['a day after an answer of no use', failed('FEED_UNUSABLE'), 23 * HOUR_MS, false],
  ])('%s', (_when, newVersion, sinceMs, due) => {
    expect(isNewLookDue(newVersion, sinceMs)).toBe(due)
  })
})

describe('a version that was found', () => {
  test('stays known while another look is under way, and when that one fails', () => {
    expect(knownRelease({ kind: 'looking', known: RELEASE })).toBe(RELEASE)
    expect(knownRelease(failed('FEED_UNREACHABLE', RELEASE))).toBe(RELEASE)
    expect(knownRelease({ kind: 'newest', atMs: 0 })).toBeNull()
  })

  test('has a note until that is put away, and the next version has one again', () => {
    const found = desktopState({ newVersion: { kind: 'available', release: RELEASE, atMs: 0 } })
    expect(notedRelease(found)).toBe(RELEASE)
    const dismissed = updateDesktop(found, { kind: 'newVersionDismissed', version: '0.2.0' }, 0).state
    expect(notedRelease(dismissed)).toBeNull()
    expect(knownRelease(dismissed.newVersion)).toBe(RELEASE)
    const release = { ...RELEASE, version: '0.3.0' }
    const next = updateDesktop(
      dismissed,
      { kind: 'newVersion', newVersion: { kind: 'available', release, atMs: 0 } },
      0,
    )
    expect(notedRelease(next.state)).toBe(release)
  })

  test('is forgotten with its feed, and tells nobody by a notice', () => {
    const { settings } = desktopState()
    const withFeed = (value: string) => ({ ...settings, updateFeed: { value, lockedBy: null } })
    const found = desktopState({
      settings: withFeed('https://a/latest'),
      newVersion: { kind: 'available', release: RELEASE, atMs: 0 },
    })
    const feedSetTo = (value: string) =>
      updateDesktop(found, { kind: 'settings', settings: withFeed(value) }, 0)
    expect(feedSetTo('https://a/latest').state.newVersion).toBe(found.newVersion)
    expect(feedSetTo('https://b/latest').state.newVersion).toEqual({ kind: 'unasked' })
    expect(feedSetTo('')).toMatchObject({ state: { newVersion: { kind: 'off' } }, announce: null })
    expect(
      updateDesktop(desktopState(), { kind: 'newVersion', newVersion: found.newVersion }, 0).announce,
    ).toBeNull()
  })
})
