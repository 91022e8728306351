import { describe, expect, test } from 'vitest'
import { APP_PAGE } from './app-scheme'
import { accentStyle, looksOf, pageFor, surfaceOptions } from './looks'

const THEME = { shouldUseDarkColors: false, prefersReducedTransparency: false, inForcedColorsMode: false }

describe('the surface of the window', () => {
  test.each([
    ['darwin', '25.1.0', { vibrancy: 'window' }],
    ['win32', '10.0.22631', { backgroundMaterial: 'mica' }],
    ['win32', '10.0.22000', { backgroundColor: '#f5f5f7' }],
    ['win32', '10.0.19045', { backgroundColor: '#f5f5f7' }],
    ['linux', '6.1.0', { backgroundColor: '#f5f5f7' }],
  ] as const)('on %s %s is the system’s own, where it gives one', (platform, release, options) => {
    const looks = looksOf(THEME, platform, release)
    expect(surfaceOptions(looks)).toEqual(options)
    expect(pageFor(looks)).toBe('backgroundColor' in options ? APP_PAGE : `${APP_PAGE}#material`)
  })

  test.each([{ prefersReducedTransparency: true }, { inForcedColorsMode: true }])(
    'is plain for a person who wants it so: %o',
    (wish) => {
      for (const platform of ['darwin', 'win32'] as const) {
        const looks = looksOf({ ...THEME, ...wish, shouldUseDarkColors: true }, platform, '10.0.22631')
        expect(surfaceOptions(looks)).toEqual({ backgroundColor: '#1e1e1e' })
      }
    },
  )
})

test('the accent of the system reaches the page, and nothing else does', () => {
  expect(accentStyle('0a84ffff')).toBe('html:root { --system-accent: #0a84ff }')
  expect(['', 'none', '#0a84ff', '}*{display:none'].map(accentStyle)).toEqual([null, null, null, null])
})
