import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openTerminal, terminalFor } from './terminal'

function pathWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-terminal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of names) {
    writeFileSync(join(folder, name), '#!/bin/sh\n')
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

test('the person’s own terminal comes first, then the desktop’s', () => {
  const PATH = pathWith('xterm', 'konsole', 'mine')
  expect(terminalFor({ PATH }, 'linux')).toEqual({ command: 'konsole', args: [] })
  expect(terminalFor({ PATH, TERMINAL: 'mine' }, 'linux')).toEqual({ command: 'mine', args: [] })
  expect(terminalFor({ PATH, TERMINAL: 'missing' }, 'linux')).toEqual({ command: 'konsole', args: [] })
})

test('macOS and Windows have their own terminals', () => {
  expect(terminalFor({}, 'darwin')).toEqual({ command: 'open', args: ['-a', 'Terminal'] })
  expect(terminalFor({}, 'win32')?.command).toBe('cmd.exe')
})

test('the answer says whether a terminal was opened', async () => {
  expect(await openTerminal({ PATH: pathWith() }, 'linux')).toBe(false)
  expect(await openTerminal({ PATH: pathWith('xterm') }, 'linux')).toBe(true)
})
