import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reason } from '../../core/words/reason'
import { changesAnything, keepAside, readSettingsFile } from './settings-file'

const NOW_MS = Date.UTC(2026, 4, 6, 7, 8, 9, 123)

let root: string
let path: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-settings-'))
  path = join(root, 'settings.json')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the settings file', () => {
  test('that is not there is no mistake', () => {
    expect(readSettingsFile(path)).toBeUndefined()
    expect(readdirSync(root)).toEqual([])
  })

  test.each<[string, unknown]>([
    ['{"port": 20000}', { port: 20_000 }],
    ['\uFEFF{"port": 20000}\r\n', { port: 20_000 }],
    ['[]', []],
    ['null', null],
  ])('is read as it is: %j', (text, expected) => {
    writeFileSync(path, text)
    expect(readSettingsFile(path)).toEqual(expected)
  })

  test.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['\uFEFF{\n  "port": 20000,\n}', 3, 1],
    ['port = 20000', 1, 1],
    ['\0\0\0\0', 1, 1],
  ])('that is no JSON is named, with the place: %j', (text, line, column) => {
    writeFileSync(path, text)
    expect(() => readSettingsFile(path)).toThrow(
      expect.objectContaining({
        code: 'SETTING_INVALID',
        variant: 'noJsonAt',
        values: { path, line, column },
      }),
    )
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('that cannot be read is named with the reason of the system', () => {
    mkdirSync(path)
    expect(() => readSettingsFile(path)).toThrow(
      expect.objectContaining({
        code: 'SETTING_INVALID',
        variant: 'unreadable',
        values: { path, reason: reason('notAFile') },
      }),
    )
  })
})

describe('a file kept aside', () => {
  test('is a copy beside it, named by the time, as private as the file and to the byte', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x7b, 0x0a])
    writeFileSync(path, bytes, { mode: 0o600 })
    const aside = keepAside(path, NOW_MS)
    expect(aside).toBe(`${path}.bad-20260506T070809`)
    expect(readFileSync(aside)).toEqual(bytes)
    expect(readFileSync(path)).toEqual(bytes)
    expect(statSync(aside).mode & 0o777).toBe(0o600)
  })

  test('does not take the place of an earlier one', () => {
    writeFileSync(path, 'first')
    const first = keepAside(path, NOW_MS)
    writeFileSync(path, 'second')
    const second = keepAside(path, NOW_MS + 1_000)
    expect([readFileSync(first, 'utf8'), readFileSync(second, 'utf8')]).toEqual(['first', 'second'])
  })

  test('that cannot be made is an error, and leaves nothing', () => {
    expect(() => keepAside(path, NOW_MS)).toThrow('ENOENT')
    expect(readdirSync(root)).toEqual([])
  })
})

test('values that are stored already change nothing', () => {
  const file = { port: 1, allowedOrigins: ['a'] }
  expect(changesAnything(file, { port: 1, allowedOrigins: ['a'], language: undefined })).toBe(false)
  expect(changesAnything(file, {})).toBe(false)
  for (const changes of [{ port: 2 }, { port: undefined }, { allowedOrigins: [] }, { language: null }]) {
    expect(changesAnything(file, changes)).toBe(true)
  }
})
