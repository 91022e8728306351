import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { claudeSettings, modelPicker } from '../settings/launch-env'
import { copiedSettings } from './copied-settings'

const PICKER = modelPicker()
const settings = { ...claudeSettings(18462, {}), NO_PROXY: `it's "odd" $HOME \\ 127.0.0.1` }

test('a shell that runs the copied lines sets exactly the copied values, whatever characters they hold', () => {
  const names = Object.keys(settings)
  const script = `${copiedSettings(settings, 'shell', 'linux', PICKER)}\nprintf '%s\\n' ${names.map((name) => `"$${name}"`).join(' ')}`
  const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} })
  expect(printed.trimEnd().split('\n')).toEqual(Object.values(settings))
})

test('PowerShell gets its own form', () => {
  expect(copiedSettings({ A: `it's` }, 'shell', 'win32', PICKER)).toBe("$env:A = 'it''s'\n")
})

test('settings.json gets text values under env, and each of Kimi’s models once for /model', () => {
  expect(JSON.parse(copiedSettings(settings, 'json', 'darwin', PICKER))).toEqual({
    env: { ...PICKER.variables, ...settings },
    modelPicker: PICKER.modelPicker,
  })
})
