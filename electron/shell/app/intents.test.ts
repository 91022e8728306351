import { describe, expect, test } from 'vitest'
import { readWindowCommand } from './intents'

describe('a message of the window', () => {
  test.each([
    [{ kind: 'start' }],
    [{ kind: 'stop', atOnce: true }],
    [{ kind: 'refresh' }],
    [{ kind: 'retry' }],
    [{ kind: 'stopOther' }],
    [{ kind: 'takeOver' }],
    [{ kind: 'openWindow', face: 'settings' }],
    [{ kind: 'closeWindow' }],
    [{ kind: 'copySettings', form: 'json' }],
    [{ kind: 'copyBaseUrl' }],
    [{ kind: 'connectClaude' }],
    [{ kind: 'disconnectClaude' }],
    [{ kind: 'copySignInCommand' }],
    [{ kind: 'openWindow', face: 'doctor' }],
    [{ kind: 'runDoctor' }],
    [{ kind: 'copyReport' }],
    [{ kind: 'signIn' }],
    [{ kind: 'signInByPhone' }],
    [{ kind: 'finishSetUp' }],
    [{ kind: 'openWindow', face: 'claude' }],
    [{ kind: 'cancelSignIn' }],
    [{ kind: 'copySignInCode' }],
    [{ kind: 'openSignInPage' }],
    [{ kind: 'signOut' }],
    [{ kind: 'openTerminal' }],
    [{ kind: 'openLog' }],
    [{ kind: 'openKimi' }],
    [{ kind: 'openLoginItemSettings' }],
    [{ kind: 'openReleases' }],
    [{ kind: 'installCommand' }],
    [{ kind: 'removeCommand' }],
    [{ kind: 'dismissNote', note: 'commandInstalled' }],
    [{ kind: 'dismissNote', note: 'commandRemoved' }],
    [{ kind: 'setLaunchAtLogin', on: false }],
    [{ kind: 'useLogin', pick: 'kimi-code' }],
    [{ kind: 'saveSettings', changes: { region: 'global' } }],
    [{ kind: 'saveSettings', changes: { region: 'auto' } }],
    [{ kind: 'dismissNote', note: 'relaunched' }],
    [{ kind: 'undoSetting' }],
    [{ kind: 'setPreferences', changes: { language: 'zh-CN', notifications: false } }],
    [{ kind: 'saveSettings', changes: { port: 1, proxy: '', allowedOrigins: ['http://a'] } }],
  ])('%o is a command', (message) => {
    expect(readWindowCommand(message)).toEqual(message)
  })

  test.each([
    [undefined],
    [null],
    ['start'],
    [['start']],
    [{}],
    [{ kind: 'quit' }],
    [{ kind: 'about' }],
    [{ kind: 'constructor' }],
    [{ kind: ['start'] }],
    [{ kind: 'stop' }],
    [{ kind: 'stop', atOnce: 'yes' }],
    [{ kind: 'openWindow', face: 'https://example.com' }],
    [{ kind: 'copySettings', form: 'text' }],
    [{ kind: 'setLaunchAtLogin', on: 1 }],
    [{ kind: 'useLogin', pick: 'file' }],
    [{ kind: 'saveSettings', changes: { region: 'mars' } }],
    [{ kind: 'dismissNote', note: '__proto__' }],
    [{ kind: 'setPreferences', changes: { language: 'fr' } }],
    [{ kind: 'setPreferences', changes: { menuBarTitle: true } }],
    [{ kind: 'setPreferences' }],
    [{ kind: 'saveSettings', changes: { port: '18462' } }],
    [{ kind: 'saveSettings', changes: { proxy: 'x'.repeat(5_000) } }],
    [{ kind: 'saveSettings', changes: { extraCaFile: 7 } }],
    [{ kind: 'saveSettings', changes: { allowedOrigins: [1] } }],
    [{ kind: 'saveSettings', changes: { allowedOrigins: Array.from({ length: 101 }, () => 'http://a') } }],
    [{ kind: 'saveSettings', changes: null }],
  ])('%o is no command', (message) => {
    expect(readWindowCommand(message)).toBeNull()
  })

  test('carries only known fields along: neither unknown settings nor anything else', () => {
    expect(readWindowCommand({ kind: 'start', path: '/etc/passwd' })).toEqual({ kind: 'start' })
    expect(readWindowCommand({ kind: 'installCommand', path: '/etc/passwd' })).toEqual({
      kind: 'installCommand',
    })
    const changes = { port: 1, upstream: 'http://evil', credentials: '/x' }
    expect(readWindowCommand({ kind: 'saveSettings', changes })).toEqual({
      kind: 'saveSettings',
      changes: { port: 1 },
    })
    const preferences = { notifications: true, stoppedByPerson: true }
    expect(readWindowCommand({ kind: 'setPreferences', changes: preferences })).toEqual({
      kind: 'setPreferences',
      changes: { notifications: true },
    })
  })
})
