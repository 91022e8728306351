import { describe, expect, test } from 'vitest'
import type { AppState, CommandLink, LoginItem, Platform } from '../../../contract/app'
import { appState } from '../../../testing/app-states'
import { FACE_STATES } from '../../../testing/face-states'
import { sayIn } from '../../words/say'
import { fieldComplaint, judgeDraft } from './draft'
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
      hint: 'Allow this in System Settings.',
      remedy: { label: 'Open System Settings', command: { kind: 'openLoginItemSettings' } },
    })
    expect(launch({ kind: 'needsApproval' }, 'win32')).toMatchObject({
      label: 'Start with Windows',
      hint: 'Allow this in Windows Settings.',
      remedy: { label: 'Open Windows Settings' },
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

  test('offers minutes beside the icon only where a menu bar can show them', () => {
    const names = (platform: Platform) => view({ platform }).switches.map(({ name }) => name)
    expect(names('darwin')).toContain('titleCountdown')
    expect(names('linux')).not.toContain('titleCountdown')
    expect(names('win32')).not.toContain('titleCountdown')
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
    const fields = settingsView(FACE_STATES.settingsFull, sayIn('en')).fields
    expect(fields.map(({ locked }) => locked)).toEqual([null, 'Set by HTTPS_PROXY', null, null])
    expect(fields[0]?.warning).toMatch(/20000/)
  })
})

describe('the text typed into Settings', () => {
  const state = appState()

  test('is nothing to save while it equals the setting', () => {
    expect(judgeDraft(state, {})).toEqual({ kind: 'unchanged' })
    expect(judgeDraft(state, { port: ' 18462 ', proxy: '  ', allowedOrigins: '\n \n' })).toEqual({
      kind: 'unchanged',
    })
  })

  test('is saved only where it differs', () => {
    expect(judgeDraft(state, { port: '20000', proxy: '' })).toEqual({
      kind: 'changed',
      changes: { port: 20000 },
    })
    const typed = { allowedOrigins: ' http://a \r\n\nhttp://b\n', extraCaFile: ' /ca.pem ' }
    expect(judgeDraft(state, typed)).toEqual({
      kind: 'changed',
      changes: { allowedOrigins: ['http://a', 'http://b'], extraCaFile: '/ca.pem' },
    })
  })

  test('can empty a list', () => {
    expect(judgeDraft(FACE_STATES.settingsFull, { allowedOrigins: '' })).toEqual({
      kind: 'changed',
      changes: { allowedOrigins: [] },
    })
  })

  test.each(['', '0', '65536', '-1', '80a', '1e3', '8 0'])('"%s" is refused as a port', (port) => {
    expect(judgeDraft(state, { port })).toEqual({
      kind: 'invalid',
      complaint: { field: 'port', text: 'Enter a whole number from 1 to 65535.' },
    })
  })

  test('is not saved where something overrides the setting', () => {
    expect(judgeDraft(FACE_STATES.settingsFull, { proxy: 'http://other' })).toEqual({ kind: 'unchanged' })
  })

  test('is not saved while it holds the word that hides a password', () => {
    const proxy = { value: 'http://[redacted]@proxy:8080', lockedBy: null }
    const hidden = appState({ settings: { ...state.settings, proxy } })
    expect(judgeDraft(hidden, { proxy: 'http://[redacted]@proxy:9090' }).kind).toBe('invalid')
    expect(judgeDraft(hidden, { proxy: 'http://lin:pw@proxy:9090' }).kind).toBe('changed')
  })

  test('is explained at its field where the app refuses it', () => {
    const problem = { code: 'SETTING_INVALID', values: {} } as const
    expect(fieldComplaint(state, 'proxy', problem).text).toBe(
      'Enter an address such as http://127.0.0.1:7890.',
    )
    const taken = {
      code: 'PORT_TAKEN',
      variant: 'program',
      values: { port: 18462, program: 'python3', pid: 812 },
    } as const
    expect(fieldComplaint(state, 'port', taken).text).toMatch(/^Port 18462 is used by python3 \(PID 812\)\. /)
  })
})
