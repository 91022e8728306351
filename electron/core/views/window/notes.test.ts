import { describe, expect, test } from 'vitest'
import type { AppState, CommandInstalled, Platform } from '../../../contract/app'
import { appState } from '../../../testing/app-states'
import { START_MS } from '../../../testing/engine-states'
import { questionBefore } from '../question'
import { windowView } from './window'

const PATH = '/home/lin/.local/bin/kimi-proxy'
const DONE: CommandInstalled = { path: PATH, ledTo: null, keptAs: null, onPath: true }

function shown(changes: Partial<AppState>) {
  const { notes, announcement } = windowView(appState(changes), START_MS)
  return { note: notes[0], announcement }
}

function installed(changes: Partial<CommandInstalled>, platform: Platform = 'linux') {
  return shown({ platform, notes: [{ kind: 'commandInstalled', ...DONE, ...changes }] })
}

describe('a note that the command is installed', () => {
  test('names the folder, and is read out before what the face says', () => {
    const { note, announcement } = installed({})
    expect(note).toMatchObject({
      tone: 'good',
      text: 'The command kimi-proxy is installed in ~/.local/bin.',
      code: null,
    })
    expect(announcement).toBe('The command kimi-proxy is installed in ~/.local/bin. Running')
  })

  test('names in full what was replaced', () => {
    const target = '/home/lin/a/rather/long/way/down/into/a/folder/of/tools/kimi-proxy.py'
    expect(installed({ ledTo: target }).note?.text).toContain(
      'led to ~/a/rather/long/way/down/into/a/folder/of/tools/kimi-proxy.py.',
    )
    expect(installed({ keptAs: `${PATH}.old-1` }).note?.text).toContain(
      'is now ~/.local/bin/kimi-proxy.old-1.',
    )
  })

  test.each<[Platform, string, string, string]>([
    ['darwin', PATH, 'add this line to ~/.zshrc or ~/.bashrc:', 'export PATH="$HOME/.local/bin:$PATH"'],
    ['linux', PATH, 'add this line to ~/.zshrc or ~/.bashrc:', 'export PATH="$HOME/.local/bin:$PATH"'],
    [
      'win32',
      'C:\\Users\\lin\\AppData\\Local\\Microsoft\\WindowsApps\\kimi-proxy.cmd',
      'add this folder to Path',
      'C:\\Users\\lin\\AppData\\Local\\Microsoft\\WindowsApps',
    ],
  ])(
    'on %s says what to add to PATH should a terminal not find the command, and claims nothing',
    (platform, path, text, code) => {
      const { note } = installed({ path, onPath: false }, platform)
      expect(note?.text).toContain('If your terminal doesn’t find it')
      expect(note?.text).toContain(text)
      expect(note?.code).toBe(code)
    },
  )
})

test('the note that the command is removed is read out; a note that no click caused is not', () => {
  const removed = shown({ notes: [{ kind: 'commandRemoved', path: PATH }] })
  expect(removed.announcement).toContain('The command kimi-proxy is removed from ~/.local/bin.')
  expect(shown({ notes: [{ kind: 'relaunched' }] })).toMatchObject({
    note: { tone: 'warn' },
    announcement: 'Running',
  })
})

describe('the question before another kimi-proxy is replaced', () => {
  const question = (target: string | null) =>
    questionBefore(
      'replaceCommand',
      appState({ commandLink: { kind: 'foreign', path: PATH, target, stamp: '' } }),
    )

  test('shows where the other one lies and where it leads', () => {
    expect(question('/home/lin/src/kimi-proxy.py')).toEqual({
      message: 'Replace the kimi-proxy that is already there?',
      detail:
        '~/.local/bin/kimi-proxy is a link to ~/src/kimi-proxy.py. Only the link is replaced; what it leads to stays.',
      proceed: 'Replace',
      goBack: 'Keep It',
    })
    expect(question(null)?.detail).toBe(
      '~/.local/bin/kimi-proxy is not from this app. It is kept beside it under another name.',
    )
  })

  test('is not asked where nothing would be replaced', () => {
    for (const kind of ['absent', 'installed', 'outdated'] as const) {
      const state = appState({ commandLink: { kind, path: PATH } })
      expect(questionBefore('replaceCommand', state)).toBeNull()
    }
  })
})
