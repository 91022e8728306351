import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pathsFor } from '../files/paths'
import { editSetting } from './settings-edit'

function home() {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return pathsFor({ KIMI_PROXY_HOME: join(folder, 'home') })
}

async function edited(before: string | null, key: string, value: unknown): Promise<string> {
  const paths = home()
  if (before !== null) {
    await editSetting(paths, 'port', 1)
    writeFileSync(paths.settingsFile, before)
  }
  await editSetting(paths, key, value)
  return readFileSync(paths.settingsFile, 'utf8')
}

test.each<[string | null, string, unknown, string]>([
  [null, 'port', 2, '{\n  "port": 2\n}\n'],
  ['{\n\t"a": 1,\n\t"port": 1,\n\t"b": {}\n}', 'port', 2, '{\n\t"a": 1,\n\t"port": 2,\n\t"b": {}\n}'],
  ['{"port":1}\n', 'metrics', true, '{\n  "port": 1,\n  "metrics": true\n}\n'],
  ['\ufeff{\r\n    "port": 1\r\n}\r\n', 'port', 2, '\ufeff{\r\n    "port": 2\r\n}\r\n'],
  ['{\n  "x": 1,\n  "port": 1\n}\n', 'port', undefined, '{\n  "x": 1\n}\n'],
  ['{\n  "x": 1\n}\n', 'port', undefined, '{\n  "x": 1\n}\n'],
  ['{"a":1}', 'a', 1, '{"a":1}'],
])('%j with %s: %j becomes %j', async (before, key, value, after) => {
  expect(await edited(before, key, value)).toBe(after)
})

test.each(['{,}', '[]', '"x"', 'null'])(
  'a file that makes no sense is refused and stays: %s',
  async (text) => {
    const paths = home()
    await editSetting(paths, 'port', 1)
    writeFileSync(paths.settingsFile, text)
    await expect(editSetting(paths, 'port', 2)).rejects.toMatchObject({ code: 'SETTING_INVALID' })
    expect(readFileSync(paths.settingsFile, 'utf8')).toBe(text)
  },
)

test('many changes at once are all kept', async () => {
  const paths = home()
  const keys = ['a', 'b', 'c', 'd', 'e', 'f']
  await Promise.all(keys.map((key) => editSetting(paths, key, 1)))
  expect(Object.keys(JSON.parse(readFileSync(paths.settingsFile, 'utf8'))).sort()).toEqual(keys)
})
