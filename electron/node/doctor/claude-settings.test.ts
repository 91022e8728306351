import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claudeSources } from './claude-settings'

let root = ''
const at = (...names: readonly string[]) => join(root, ...names)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-claude-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

async function look(env: Record<string, string> = {}, projectFolder: string | null = at('work')) {
  const places = { env, homeDir: root, platform: 'linux' as const, projectFolder }
  const sources = await claudeSources(places, (path) => path.replace(root, '~'))
  // The machine that runs the test may itself have settings of an organization.
  return sources.filter(({ source }) => source !== 'managed')
}

describe('the settings of Claude Code', () => {
  test('are read in Claude Code’s order, those that win last; missing files are left out', async () => {
    write(at('work', '.claude', 'settings.local.json'), '{}')
    write(at('work', '.claude', 'settings.json'), '{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:1"}}')
    write(at('.claude', 'settings.json'), '\uFEFF{"apiKeyHelper":"/bin/key"}')
    const found = await look({ ANTHROPIC_API_KEY: 'x' })
    expect(found.map(({ source, path }) => [source, path])).toEqual([
      ['environment', ''],
      ['user', '~/.claude/settings.json'],
      ['project', '~/work/.claude/settings.json'],
      ['projectLocal', '~/work/.claude/settings.local.json'],
    ])
    expect(found[0]?.sets).toEqual(['ANTHROPIC_API_KEY'])
    expect(found[1]?.sets).toEqual(['apiKeyHelper'])
    expect(found[2]?.base).toEqual({ host: '127.0.0.1', port: 1, secure: false, leadsToMessages: true })
  })

  test('are those of .claude.json too, and of every file of an organization, by name', async () => {
    write(at('.claude.json'), '{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:1"}}')
    write(at('managed', 'managed-settings.json'), '{}')
    write(at('managed', 'managed-settings.d', '20-b.json'), '{"env":{"CLAUDE_CODE_USE_VERTEX":"1"}}')
    write(at('managed', 'managed-settings.d', '10-a.json'), '{}')
    write(at('managed', 'managed-settings.d', 'notes.txt'), '')
    const places = { env: {}, homeDir: root, platform: 'linux', projectFolder: null } as const
    const found = await claudeSources({ ...places, managedFolder: at('managed') }, (path) =>
      path.replace(root, '~'),
    )
    expect(found.map(({ source, path }) => [source, path])).toEqual([
      ['environment', ''],
      ['user', '~/.claude.json'],
      ['managed', '~/managed/managed-settings.json'],
      ['managed', '~/managed/managed-settings.d/10-a.json'],
      ['managed', '~/managed/managed-settings.d/20-b.json'],
    ])
    expect(found[1]?.base).toEqual({ host: '127.0.0.1', port: 1, secure: false, leadsToMessages: true })
    expect(found[4]?.sets).toEqual(['CLAUDE_CODE_USE_VERTEX'])
  })

  test('are looked for in the folder that CLAUDE_CONFIG_DIR names', async () => {
    write(at('.claude', 'settings.json'), '{}')
    write(at('elsewhere', 'settings.json'), '{}')
    const found = await look({ CLAUDE_CONFIG_DIR: at('elsewhere') })
    expect(found.map(({ path }) => path)).toEqual(['', '~/elsewhere/settings.json'])
  })

  test('are reported once where the project is the home folder, and not of a project where none is known', async () => {
    write(at('.claude', 'settings.json'), '{}')
    expect(await look({}, root)).toHaveLength(2)
    expect(await look({}, null)).toHaveLength(2)
  })

  test.each([
    ['{"env": ', 'notJson'],
    ['"sk-secret"', 'noObject'],
  ])('that are damaged (%s) are reported as such, without their content', async (text, reason) => {
    write(at('.claude', 'settings.json'), text)
    expect((await look())[1]).toMatchObject({ unusable: { reason }, base: null })
  })

  test('that are a folder are no settings', async () => {
    mkdirSync(at('.claude', 'settings.json'), { recursive: true })
    expect((await look())[1]?.unusable).toMatchObject({ reason: 'notAFile' })
  })
})
