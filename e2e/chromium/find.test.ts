import { describe, expect, test } from 'vitest'
import { canShowWindows, chromiumPath, findChromium, findWithWindows, type Machine } from './find'

const PLAYWRIGHTS = '/cache/chromium-1/chrome'
const PACKAGED = '/tmp/unpacked/headless-shell'

interface Wish {
  readonly there?: readonly string[]
  /** Paths that exist and cannot be started. */
  readonly broken?: readonly string[]
  readonly variable?: string
  readonly platform?: NodeJS.Platform
}

function machine({ there = [], broken = [], variable, platform = 'linux' }: Wish) {
  const asked: string[] = []
  const made: Machine = {
    env: {
      PATH: '/usr/local/bin:/usr/bin',
      HOME: '/home/me',
      PROGRAMFILES: 'C:\\Program Files',
      ...(variable === undefined ? {} : { KIMI_PROXY_CHROMIUM: variable }),
    },
    platform,
    exists: (path) => there.includes(path) || broken.includes(path),
    starts: (path) => !broken.includes(path),
    playwrights: async () => {
      asked.push('playwright')
      return PLAYWRIGHTS
    },
    packaged: async () => {
      asked.push('package')
      return there.includes(PACKAGED) ? PACKAGED : null
    },
  }
  return { ...made, asked }
}

describe('the Chromium that is used', () => {
  const there = ['/mine', '/usr/bin/google-chrome', '/usr/bin/chromium', PLAYWRIGHTS, PACKAGED]

  test.each([
    ['the one that is named', '/mine', there, '/mine'],
    ['the system’s Chromium', undefined, there, '/usr/bin/chromium'],
    ['the system’s Chrome', '', there.toSpliced(2, 1), '/usr/bin/google-chrome'],
    ['Playwright’s own', undefined, [PLAYWRIGHTS, PACKAGED], PLAYWRIGHTS],
    ['the one of the package', undefined, [PACKAGED], PACKAGED],
    ['none', undefined, [], null],
    ['none, when that is wanted', 'none', there, null],
  ])('is %s', async (_, variable, places, path) => {
    const wish = variable === undefined ? { there: places } : { there: places, variable }
    expect(await findChromium(machine(wish))).toBe(path)
  })

  test.each([
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', '/home/me/Applications/Chromium.app/Contents/MacOS/Chromium'],
    ['win32', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
  ] as const)('is on %s also looked for in %s', async (platform, path) => {
    expect(await findChromium(machine({ platform, there: [path] }))).toBe(path)
  })

  test('is never one that cannot be started', async () => {
    const stub = { broken: ['/usr/bin/chromium', PLAYWRIGHTS], there: [PACKAGED] }
    expect(await findChromium(machine(stub))).toBe(PACKAGED)
  })

  test('is found without unpacking anything where the system has one', async () => {
    const made = machine({ there })
    await findChromium(made)
    expect(made.asked).toEqual([])
  })

  test.each([
    ['the one of the package', there, PACKAGED],
    ['the system’s where the package has none', there.toSpliced(4, 1), '/usr/bin/chromium'],
  ])('is for the suite %s', async (_, places, path) => {
    expect(await findChromium(machine({ there: places }), 'headless')).toBe(path)
  })

  test('is for tests that look at windows one that shows them, and the others keep theirs', async () => {
    const made = machine({ there })
    expect(await findWithWindows(made)).toBe('/usr/bin/chromium')
    expect(await findChromium(made, 'headless')).toBe(PACKAGED)
    expect(await findWithWindows(machine({ there: [PACKAGED] }))).toBeNull()
  })

  test.each([
    ['what was found', [PLAYWRIGHTS], PLAYWRIGHTS],
    ['that there is none', [], 'none'],
  ])('is searched for once: child processes get %s', async (_, places, value) => {
    const made = machine({ there: places })
    const first = await findChromium(made)
    expect(made.env['KIMI_PROXY_CHROMIUM']).toBe(value)
    const before = made.asked.length
    expect(await findChromium(made)).toBe(first)
    expect(made.asked).toHaveLength(before)
  })

  test('is an error when the variable names a path that does not exist', async () => {
    await expect(findChromium(machine({ there, variable: '/gone' }))).rejects.toThrow(
      'KIMI_PROXY_CHROMIUM names /gone, but nothing is there.',
    )
  })

  test('is an error that says how to get one, for callers that need one', async () => {
    await expect(chromiumPath(machine({}))).rejects.toThrow('npx playwright install chromium')
  })

  test('shows no windows where it is a headless shell', () => {
    const paths = [PACKAGED, '/cache/chromium_headless_shell-1/chrome', '/usr/bin/chromium']
    expect(paths.map(canShowWindows)).toEqual([false, false, true])
  })
})
