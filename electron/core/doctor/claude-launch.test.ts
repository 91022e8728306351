import { describe, expect, test } from 'vitest'
import { type ClaudeSource, toldByFile } from './claude'
import { givenSettings, isClaude, obstacles, settingsToGive } from './claude-launch'

test.each(['claude', '/usr/local/bin/claude', 'C:\\npm\\claude.cmd', 'CLAUDE.EXE', './claude'])(
  '%s is Claude Code',
  (program) => expect(isClaude(program)).toBe(true),
)

test.each(['claude-squad', 'myclaude', '/claude/bin/node', 'npx', ''])('%s is not', (program) =>
  expect(isClaude(program)).toBe(false),
)

describe('the settings that were given to claude', () => {
  test.each([
    [['-p', 'hi'], null, ['-p', 'hi']],
    [['--settings', 'a.json', '-p', 'hi'], 'a.json', ['-p', 'hi']],
    [['-p', '--settings={}', 'hi'], '{}', ['-p', 'hi']],
    [['--settings', 'a', '--settings', 'b'], 'b', []],
    [['-p', '--', '--settings', 'a'], null, ['-p', '--', '--settings', 'a']],
    [['--settings'], null, ['--settings']],
  ])('%j', (args, given, rest) => {
    expect(givenSettings(args)).toEqual({ given, rest })
  })
})

describe('the settings to give', () => {
  const envOf = (files: object[], given: object = {}, env: Record<string, string> = {}) =>
    settingsToGive(1, env, files as Record<string, unknown>[], given as Record<string, unknown>)['env']

  test('win over every other gateway, service and key', () => {
    const file = {
      env: { ANTHROPIC_BASE_URL: 'https://other.example', ANTHROPIC_MODEL: 'claude-opus-4', KEPT: 'x' },
      apiKeyHelper: 'key',
    }
    expect(settingsToGive(1, {}, [file], {})).toMatchObject({
      env: {
        ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
        ANTHROPIC_AUTH_TOKEN: 'kimi-proxy',
        ANTHROPIC_API_KEY: '',
        ANTHROPIC_MODEL: 'kimi-for-coding',
        CLAUDE_CODE_USE_BEDROCK: '',
        CLAUDE_CODE_USE_VERTEX: '',
        CLAUDE_CODE_USE_MANTLE: '',
        CLAUDE_CODE_USE_ANTHROPIC_AWS: '',
        NO_PROXY: '127.0.0.1,localhost',
        no_proxy: '127.0.0.1,localhost',
      },
      apiKeyHelper: '',
    })
    expect(envOf([file])).not.toHaveProperty('KEPT')
  })

  test('keep a Kimi model and the hosts that are reached directly, wherever they were chosen', () => {
    const user = { env: { ANTHROPIC_MODEL: 'k3', NO_PROXY: 'corp.example' } }
    const project = { env: { ANTHROPIC_MODEL: 'claude-opus-4' } }
    expect(envOf([user, project])).toMatchObject({
      ANTHROPIC_MODEL: 'k3',
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '1048576',
      NO_PROXY: 'corp.example,127.0.0.1,localhost',
    })
    expect(envOf([project], {}, { ANTHROPIC_MODEL: 'k3' })).toMatchObject({ ANTHROPIC_MODEL: 'k3' })
    expect(envOf([user], { env: { no_proxy: 'a' } })).toMatchObject({ NO_PROXY: 'a,127.0.0.1,localhost' })
  })

  test('keep the model that was picked with /model, unless a variable names another', () => {
    const window = { ANTHROPIC_MODEL: 'k3', CLAUDE_CODE_MAX_CONTEXT_TOKENS: '1048576' }
    expect(envOf([{ model: 'k3' }])).toMatchObject(window)
    expect(envOf([{ model: 'k3[1m]' }])).toMatchObject(window)
    expect(envOf([{ model: 'k3' }, { model: 'opus' }])).toMatchObject({ ANTHROPIC_MODEL: 'kimi-for-coding' })
    expect(envOf([{ model: 'k3', env: { ANTHROPIC_MODEL: 'kimi-x' } }])).toMatchObject({
      ANTHROPIC_MODEL: 'kimi-x',
    })
  })

  test('offer Kimi’s models in /model, unless the person gives others', () => {
    expect(settingsToGive(1, {}, [], {})).toMatchObject({
      modelPicker: { options: [{ model: 'kimi-for-coding' }, { model: 'k3' }], replaceBuiltInOptions: true },
      env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '32000' },
    })
    const modelPicker = { options: [{ model: 'k3' }] }
    expect(settingsToGive(1, {}, [], { modelPicker })).toMatchObject({ modelPicker })
    expect(envOf([{ env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '9' } }])).toMatchObject({
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: '9',
    })
  })

  test('hold what the person gave, but for what would lead elsewhere', () => {
    const given = { permissions: { allow: ['Read'] }, env: { KEPT: 'x', ANTHROPIC_BASE_URL: 'https://a' } }
    expect(settingsToGive(1, {}, [], given)).toMatchObject({
      permissions: { allow: ['Read'] },
      env: { KEPT: 'x', ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' },
    })
  })
})

describe('what wins over them', () => {
  const managed = (json: object): ClaudeSource => ({ ...toldByFile(json), source: 'managed', path: '/etc/m' })
  const codes = (json: object) => obstacles(1, {}, [managed(json)]).map(({ code }) => code)

  test.each([
    [{ ANTHROPIC_BASE_URL: 'https://other.example' }, 'CLAUDE_ELSEWHERE'],
    [{ ANTHROPIC_BASE_URL: 'http://127.0.0.1:2' }, 'CLAUDE_OTHER_PORT'],
    [{ CLAUDE_CODE_USE_BEDROCK: '1' }, 'CLAUDE_OTHER_SERVICE'],
    [{ ANTHROPIC_MODEL: 'claude-opus-4' }, 'CLAUDE_OTHER_MODEL'],
    [{ HTTP_PROXY: 'http://p:1', NO_PROXY: 'corp.example' }, 'CLAUDE_PROXIED'],
  ])('%j is named', (env, code) => expect(codes({ env })).toEqual([code]))

  test.each([
    {},
    { env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' } },
    { env: { ANTHROPIC_API_KEY: 'x', ANTHROPIC_AUTH_TOKEN: 'y', CLAUDE_CODE_OAUTH_TOKEN: 'z' } },
    { apiKeyHelper: 'key', model: 'opus', permissions: {} },
    { env: { HTTP_PROXY: 'http://p:1', CLAUDE_CODE_USE_VERTEX: '0' } },
  ])('%j is no obstacle: it comes here all the same', (json) => expect(codes(json)).toEqual([]))
})
