import { describe, expect, test } from 'vitest'
import type { AppState, CommandLink, LoginItem, Platform } from '../../../contract/app'
import type { FieldName } from '../../../contract/settings'
import { appState, PHASE_STATES } from '../../../testing/app-states'
import { FACE_STATES } from '../../../testing/face-states'
import { PREFERENCE_KEYS } from '../../settings/preferences'
import { EDITED_KEYS } from '../../settings/table'
import { sayIn } from '../../words/say'
import { judgeDraft, type Objection, objectionWords } from './draft'
import { settingsView } from './settings'

const view = (changes: Partial<AppState>) => settingsView(appState(changes), sayIn('en'))
const launch = (loginItem: LoginItem, platform: Platform = 'darwin') =>
  view({ loginItem, platform }).switches.find(({ name }) => name === 'launchAtLogin')

describe('the Settings face', () => {
  test('shows the system’s answer about launch at login', () => {
    expect(launch({ kind: 'on' })).toMatchObject({ on: true, enabled: true, hint: null, remedy: null })
    expect(launch({ kind: 'off' })).toMatchObject({ on: false, enabled: true, hint: null, remedy: null })
    expect(launch({ kind: 'needsApproval' })).toMatchObject({
      on: false,
      hint: 'The system doesn’t allow this yet.',
      remedy: { label: 'Allow in System Settings…', command: { kind: 'openLoginItemSettings' } },
    })
    expect(launch({ kind: 'needsApproval' }, 'win32')).toMatchObject({
      label: 'Start with Windows',
      hint: 'Turned off in Windows Settings.',
      remedy: { label: 'Allow in Windows Settings…' },
    })
    expect(launch({ kind: 'unavailable', reason: 'development' })).toMatchObject({
      enabled: false,
      hint: 'Only in the installed app.',
    })
    expect(launch({ kind: 'unavailable', reason: 'translocated' })?.hint).toMatch(/Applications/)
    expect(launch({ kind: 'failed' })).toMatchObject({ on: false, enabled: true, remedy: null })
  })

  test('shows whether the command line tool is on the disk', () => {
    const path = '/home/lin/.local/bin/kimi-proxy'
    const command = (commandLink: CommandLink) =>
      view({ commandLink }).switches.find(({ name }) => name === 'commandLink')
    expect(command({ kind: 'absent', path })).toMatchObject({
      on: false,
      enabled: true,
      toggle: { kind: 'installCommand' },
    })
    expect(command({ kind: 'installed', path })).toMatchObject({
      on: true,
      hint: 'The command kimi-proxy is in ~/.local/bin.',
      toggle: { kind: 'removeCommand' },
      remedy: null,
    })
    expect(command({ kind: 'outdated', path })).toMatchObject({
      on: true,
      toggle: { kind: 'removeCommand' },
      remedy: { label: 'Install Again', command: { kind: 'installCommand' } },
    })
    expect(command({ kind: 'foreign', path, target: '/x', stamp: '' })).toMatchObject({
      on: false,
      hint: 'Another kimi-proxy is in ~/.local/bin. You are asked before it is replaced.',
      toggle: { kind: 'installCommand' },
    })
    expect(command({ kind: 'blocked', path })?.hint).toBe(
      'A folder named ~/.local/bin/kimi-proxy is in the way.',
    )
    for (const reason of ['development', 'translocated'] as const) {
      expect(command({ kind: 'unavailable', reason })).toMatchObject({ on: false, enabled: false })
    }
  })

  test('offers a text beside the icon only where a menu bar can show it', () => {
    const names = (platform: Platform) => view({ platform }).choices.map(({ name }) => name)
    expect(names('darwin')).toContain('menuBarTitle')
    expect(names('linux')).not.toContain('menuBarTitle')
    expect(names('win32')).not.toContain('menuBarTitle')
    const choice = view({ platform: 'darwin' }).choices.find(({ name }) => name === 'menuBarTitle')
    expect(choice?.options.map(({ label, command }) => [label, command])).toEqual([
      ['None', { kind: 'setPreferences', changes: { menuBarTitle: 'off' } }],
      ['Time left of the token', { kind: 'setPreferences', changes: { menuBarTitle: 'token' } }],
      ['5-hour limit', { kind: 'setPreferences', changes: { menuBarTitle: 'fiveHours' } }],
    ])
  })

  test('offers the logins that were found, and the one that is chosen', () => {
    const choice = (state: AppState) =>
      settingsView(state, sayIn('en')).choices.find(({ name }) => name === 'login')
    expect(choice(FACE_STATES.logins)).toMatchObject({
      value: 'kimi-code',
      locked: null,
      options: [
        { label: 'Automatic', command: { kind: 'useLogin', pick: 'auto' } },
        { label: 'Separate sign-in', command: { kind: 'useLogin', pick: 'own' } },
        { label: 'Shared with Kimi Code', command: { kind: 'useLogin', pick: 'kimi-code' } },
      ],
    })
    const credentials = { value: '/x.json', lockedBy: 'KIMI_PROXY_CREDENTIALS' }
    const named = appState({ settings: { ...FACE_STATES.settings.settings, credentials } })
    expect(choice(named)?.locked).toBe('Set by KIMI_PROXY_CREDENTIALS')
  })

  test('names what overrides a setting', () => {
    const { fields } = settingsView(FACE_STATES.settingsFull, sayIn('en')).advanced
    expect(fields.map(({ locked }) => locked)).toEqual([null, 'Set by HTTPS_PROXY', null, null])
    expect(fields[0]?.warning).toMatch(/20000/)
  })
})

describe('Advanced', () => {
  const advanced = (state: AppState) => settingsView(state, sayIn('en')).advanced

  test('is wanted only where something in it has to be mended', () => {
    const wanted = Object.entries(PHASE_STATES).filter(([, state]) => advanced(state).isWanted)
    expect(wanted.map(([name]) => name)).toEqual(['portTaken', 'cannotStart'])
    const fields = advanced(PHASE_STATES.portTaken).fields.filter(({ isWanted }) => isWanted)
    expect(fields.map(({ name }) => name)).toEqual(['port'])
  })
})

test('every setting that can be undone is named', () => {
  const names = [...EDITED_KEYS, ...PREFERENCE_KEYS]
  for (const language of ['en', 'zh-CN'] as const) {
    for (const saved of names) {
      const { text, undo } = settingsView(appState({ saved }), sayIn(language)).saved
      expect(text).toMatch(/^(?:Saved: |已保存：)./)
      expect(undo?.command).toEqual({ kind: 'undoSetting' })
    }
  }
  expect(view({}).saved).toEqual({ text: 'Changes are saved right away.', undo: null })
})

describe('the text typed into Settings', () => {
  const { settings } = appState()
  const full = FACE_STATES.settingsFull.settings

  test.each([
    ['port', ' 18462 '],
    ['proxy', '  '],
    ['allowedOrigins', '\n \n'],
  ] as const)('is nothing to save while it equals the setting %s', (name, typed) => {
    expect(judgeDraft(settings, name, typed)).toEqual({ kind: 'unchanged' })
  })

  test('is tidied', () => {
    const changes = (name: FieldName, typed: string) => judgeDraft(settings, name, typed)
    expect(changes('port', '20000')).toEqual({ kind: 'changed', changes: { port: 20000 } })
    expect(changes('extraCaFile', ' /ca.pem ')).toMatchObject({ changes: { extraCaFile: '/ca.pem' } })
    expect(changes('allowedOrigins', ' http://a \r\n\nhttp://b\n')).toEqual({
      kind: 'changed',
      changes: { allowedOrigins: ['http://a', 'http://b'] },
    })
  })

  test('can empty a list', () => {
    expect(judgeDraft(full, 'allowedOrigins', '')).toEqual({
      kind: 'changed',
      changes: { allowedOrigins: [] },
    })
  })

  test.each(['', '0', '65536', '-1', '80a', '1e3', '8 0'])('"%s" is refused as a port', (port) => {
    expect(judgeDraft(settings, 'port', port)).toEqual({ kind: 'invalid' })
  })

  test('is not saved where something overrides the setting', () => {
    expect(judgeDraft(full, 'proxy', 'http://other')).toEqual({ kind: 'unchanged' })
  })

  test('is not saved while it holds the word that hides a password', () => {
    const proxy = { value: 'http://[redacted]@proxy:8080', lockedBy: null }
    const hidden = { ...settings, proxy }
    expect(judgeDraft(hidden, 'proxy', 'http://[redacted]@proxy:9090').kind).toBe('hiddenPassword')
    expect(judgeDraft(hidden, 'proxy', 'http://lin:pw@proxy:9090').kind).toBe('changed')
  })

  test('is explained at its field where it is wrong or the app refuses it', () => {
    const words = (field: FieldName, objection: Objection) => objectionWords(appState(), field, objection)
    const problem = { code: 'SETTING_INVALID', values: {} } as const
    expect(words('port', { kind: 'invalid' })).toBe('Enter a whole number from 1 to 65535.')
    expect(words('proxy', { kind: 'hiddenPassword' })).toMatch(/password/)
    expect(words('port', { kind: 'declined' })).toMatch(/^Not saved/)
    expect(words('proxy', { kind: 'refused', problem })).toBe(
      'Enter an address such as http://127.0.0.1:7890.',
    )
    const taken = {
      code: 'PORT_TAKEN',
      variant: 'program',
      values: { port: 18462, program: 'python3', pid: 812 },
    } as const
    expect(words('port', { kind: 'refused', problem: taken })).toMatch(
      /^Port 18462 is used by python3 \(PID 812\)\. /,
    )
  })
})
