import { describe, expect, test } from 'vitest'
import { isNewer, parseVersion } from './version-order'

/** Semantic Versioning 2.0, item 11, in its own order, with a few more. */
const IN_ORDER = [
  '0.0.0-dev',
  '0.1.0',
  '0.1.9',
  '0.1.10',
  '0.2.0',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0-rc.99999999999999999999',
  '1.0.0-rc.100000000000000000000',
  '1.0.0',
  '2.0.0',
  '2.1.0',
  '2.1.1',
  '10.0.0',
]

describe('of two versions', () => {
  test('the later one is newer, and never the other way round', () => {
    for (const [at, one] of IN_ORDER.entries()) {
      for (const [otherAt, other] of IN_ORDER.entries()) {
        expect(isNewer(one, other), `${one} after ${other}`).toBe(at > otherAt)
      }
    }
  })

  test('a leading v and what was built with it make no difference', () => {
    expect(isNewer('v0.2.0', '0.1.0')).toBe(true)
    expect(isNewer('v0.1.0', '0.1.0')).toBe(false)
    expect(isNewer('0.1.0+build.9', '0.1.0')).toBe(false)
  })

  test('one that is no version is neither newer nor older', () => {
    expect(isNewer('latest', '0.1.0')).toBe(false)
    expect(isNewer('0.2.0', 'unknown')).toBe(false)
  })
})

test.each([
  '',
  '1',
  '1.2',
  '1.2.3.4',
  'V1.2.3',
  'vv1.2.3',
  ' 1.2.3',
  '1.2.3\n',
  '01.2.3',
  '1.-2.3',
  '1.2.3-',
  '1.2.3-a..b',
  '1.2.3-ä',
  '1.2.1e3',
  '1.2.9999999999',
  'release-1.2.3',
  `1.2.3-${'a'.repeat(80)}`,
  '１.2.3',
])('"%s" is no version', (text) => {
  expect(parseVersion(text)).toBeNull()
})
