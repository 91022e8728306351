import { expect, test } from 'vitest'
import { claudeSources } from './claude-settings'
import { policyTexts } from './policy-stores'

const ELSEWHERE = '{"env":{"ANTHROPIC_BASE_URL":"https://corp.example"}}'

test('the registry is read below both roots, that of the computer last', async () => {
  const asked: string[] = []
  const found = await policyTexts('win32', { SystemRoot: '/w' }, async (program, args) => {
    asked.push(`${program} ${args.join(' ')}`)
    const key = args[1]?.startsWith('HKLM') ? 'HKEY_LOCAL_MACHINE' : null
    return key === null
      ? null
      : `\r\n${key}\\SOFTWARE\\Policies\\ClaudeCode\r\n    Settings    REG_SZ    ${ELSEWHERE}\r\n\r\n`
  })
  expect(asked.map((line) => line.replace(/.*reg\.exe/, 'reg'))).toEqual([
    'reg query HKCU\\SOFTWARE\\Policies\\ClaudeCode /v Settings',
    'reg query HKLM\\SOFTWARE\\Policies\\ClaudeCode /v Settings',
  ])
  expect(found).toEqual([{ path: 'HKLM\\SOFTWARE\\Policies\\ClaudeCode', text: ELSEWHERE }])
})

test('the managed preferences of macOS are asked for as JSON, and Linux has no such store', async () => {
  const run = async (_program: string, args: readonly string[]) =>
    args.at(-1)?.split('/').length === 4 ? '{}' : null
  expect(await policyTexts('darwin', {}, run)).toEqual([
    { path: '/Library/Managed Preferences/com.anthropic.claudecode.plist', text: '{}' },
  ])
  expect(await policyTexts('linux', {}, run)).toEqual([])
})

test('what a policy says counts as an organization’s and wins, also where it is no JSON', async () => {
  const at = (text: string) =>
    claudeSources(
      {
        env: {},
        homeDir: '/nowhere',
        platform: 'darwin',
        projectFolder: null,
        managedFolder: '/nowhere',
        runTool: async (_program, args) => (args.at(-1)?.split('/').length === 4 ? text : null),
      },
      (path) => path,
    )
  expect((await at(ELSEWHERE)).at(-1)).toMatchObject({ source: 'managed', base: { host: 'corp.example' } })
  expect((await at('no')).at(-1)).toMatchObject({ source: 'managed', unusable: { reason: 'notJson' } })
})
