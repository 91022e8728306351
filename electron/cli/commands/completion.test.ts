/** The scripts run in their own shells, where the machine has them. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sayIn } from '../../core/words/say'
import { SHELL_NAMES, type ShellName } from '../basics/command'
import { COMMANDS } from './command-table'
import { completionScript } from './completion'

function has(program: string): boolean {
  return spawnSync(program, ['-c', 'exit 0']).status === 0
}

function scriptFile(shell: ShellName, language: 'en' | 'zh-CN' = 'en'): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-completion-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, `kimi-proxy.${shell}`)
  writeFileSync(file, completionScript(shell, sayIn(language), COMMANDS))
  return file
}

/** What bash offers for the last of `words`. */
function offered(...words: readonly string[]): readonly string[] {
  const list = ['kimi-proxy', ...words].map((word) => `'${word}'`).join(' ')
  const ask = `source ${scriptFile('bash')}; COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _kimi_proxy; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' }).split('\n').filter(Boolean)
}

describe.each(SHELL_NAMES)('completions for %s', (shell) => {
  test.skipIf(!has(shell))('are without mistakes for it in both languages', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      const { status, stderr } = spawnSync(shell, ['-n', scriptFile(shell, language)], { encoding: 'utf8' })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    }
  })

  test('name every command', () => {
    const script = completionScript(shell, sayIn('en'), COMMANDS)
    for (const kind of Object.keys(COMMANDS)) expect(script).toMatch(new RegExp(`\\b${kind}\\b`))
  })
})

describe.skipIf(!has('bash'))('bash', () => {
  test.each([
    [['st'], ['start', 'status', 'stop', 'statusline']],
    [
      ['login', '--'],
      ['--region', '--open', '--help'],
    ],
    [
      ['login', '--region', ''],
      ['mainland-cn', 'global'],
    ],
    [['service', 'in'], ['install']],
    [
      ['--port', '19000', 'sta'],
      ['start', 'status', 'statusline'],
    ],
    [
      ['config', ''],
      ['get', 'set', 'unset', '--help'],
    ],
    [['config', 'set', 'po'], ['port']],
    [['completion', 'z'], ['zsh']],
    [['help', 'resta'], ['restart']],
  ])('offers for %j', (typed, words) => {
    expect(offered(...typed)).toEqual(words)
  })
})

test.skipIf(!has('fish'))('fish offers the commands and their options', () => {
  const ask = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', `source ${scriptFile('fish')}; complete -C '${line}'`], {
      encoding: 'utf8',
    })
  expect(ask('kimi-proxy resta')).toMatch(/^restart\t/)
  expect(ask('kimi-proxy login --reg')).toMatch(/^--region/)
})
