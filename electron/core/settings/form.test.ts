import { describe, expect, test } from 'vitest'
import { reason } from '../words/reason'
import { checkChanges, editableSettings, salvage } from './form'
import { parseAppMemory } from './preferences'
import { parseSettings } from './schema'

const FILE = '/home/a/settings.json'
const input = { filePath: FILE, homeDir: '/home/a' }

function shown(file: object = {}, env: Record<string, string> = {}, port?: number) {
  return editableSettings(parseSettings({ ...input, file, env, port }), FILE)
}

describe('the settings as they are edited', () => {
  test('name the variable or option that wins', () => {
    const settings = shown({ port: 5, proxy: 'http://a:1' }, { HTTPS_PROXY: 'http://b:2' }, 7)
    expect(settings.proxy).toEqual({ value: 'http://b:2', lockedBy: 'HTTPS_PROXY' })
    expect(settings.port).toEqual({ value: 7, lockedBy: '--port' })
  })

  test('are free where the file or nothing sets them', () => {
    expect(shown({ port: 5 }).port).toEqual({ value: 5, lockedBy: null })
    expect(shown().extraCaFile).toEqual({ value: '', lockedBy: null })
  })

  test('never hold a password, and one that is sent back hidden stays what it was', () => {
    const settings = shown({ proxy: 'http://me:geheim@proxy:3128' })
    expect(JSON.stringify(settings)).not.toContain('geheim')
    const back = checkChanges({ proxy: settings.proxy.value, port: 9 }, settings, input)
    expect(back).toEqual({ kind: 'accepted', patch: { port: 9 } })
    const halfEdited = checkChanges({ proxy: 'http://[redacted]@other:3128' }, settings, input)
    expect(halfEdited).toMatchObject({ kind: 'refused', field: 'proxy' })
  })
})

describe('changes', () => {
  test('that change nothing come to nothing', () => {
    expect(checkChanges({ port: 18462, proxy: '' }, shown(), input)).toEqual({ kind: 'accepted', patch: {} })
  })

  test('that empty a field take it out of the file', () => {
    const settings = shown({ proxy: 'http://a:1', allowedOrigins: ['http://b'] })
    expect(checkChanges({ proxy: '', allowedOrigins: [] }, settings, input)).toEqual({
      kind: 'accepted',
      patch: { proxy: undefined, allowedOrigins: undefined },
    })
  })

  test.each([
    ['port', { port: 0 }],
    ['port', { port: 70_000 }],
    ['port', { port: 1.5 }],
    ['proxy', { proxy: 'ftp://x' }],
    ['allowedOrigins', { allowedOrigins: ['http://a/path'] }],
  ] as const)('of the %s that make no sense are refused where they were made', (field, changes) => {
    expect(checkChanges(changes, shown(), input)).toMatchObject({
      kind: 'refused',
      field,
      error: { code: 'SETTING_INVALID' },
    })
  })
})

describe('of a file that makes no sense', () => {
  test('every key is kept that does', () => {
    const file = {
      port: 99_999,
      proxy: 'http://a:1',
      language: 'fr',
      notifications: false,
      unknown: { a: 1 },
    }
    const kept = salvage(file, (part) => {
      parseSettings({ ...input, file: part, env: {} })
      parseAppMemory(part, FILE)
    })
    expect(kept).toEqual({ proxy: 'http://a:1', notifications: false, unknown: { a: 1 } })
  })
})

describe('what the app remembers', () => {
  test.each([
    [{ titleCountdown: true }, 'token'],
    [{ titleCountdown: false }, 'off'],
    [{ titleCountdown: false, menuBarTitle: 'fiveHours' }, 'fiveHours'],
  ])('of %o becomes the text "%s" beside the icon', (file, expected) => {
    expect(parseAppMemory(file, FILE).preferences.menuBarTitle).toBe(expected)
  })

  test('has defaults', () => {
    expect(parseAppMemory(undefined, FILE)).toEqual({
      preferences: { language: 'system', menuBarTitle: 'token', notifications: true, trayIcon: 'auto' },
      stoppedByPerson: false,
      copiedPort: null,
      windowPlace: null,
      windowZoom: 100,
      setUpOver: false,
    })
  })

  test.each([
    [{ language: 'fr' }],
    [{ notifications: 1 }],
    [{ stoppedByPerson: 'no' }],
    [{ copiedPort: 'x' }],
  ])('%o is refused by name', (file) => {
    const [key = ''] = Object.keys(file)
    expect(() => parseAppMemory(file, FILE)).toThrow(
      expect.objectContaining({
        values: expect.objectContaining({ place: reason('inFile', { key, path: FILE }) }),
      }),
    )
  })
})
