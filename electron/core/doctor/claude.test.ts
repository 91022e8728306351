import { describe, expect, test } from 'vitest'
import { type ClaudeSource, judgeClaude, toldByEnvironment, toldByFile } from './claude'

const PORT = 18462
const SECRET = 'sk-very-secret-value'
const HERE = `http://localhost:${PORT}`
const WINDOW = { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '262144' }

function codes(...sources: readonly Partial<ClaudeSource>[]): string[] {
  const claude = sources.map((source) => ({
    ...toldByEnvironment({}),
    source: 'environment' as const,
    path: '',
    ...source,
  }))
  return judgeClaude(claude, { engine: null, settingsPort: PORT }).map(({ code }) => code)
}

describe('what the doctor keeps of Claude Code’s settings', () => {
  test('is names and hosts, never a value that may be a key', () => {
    const env = {
      ANTHROPIC_BASE_URL: `https://me:${SECRET}@gateway.example:8443/v1?key=${SECRET}#${SECRET}`,
      ANTHROPIC_API_KEY: SECRET,
      ANTHROPIC_AUTH_TOKEN: SECRET,
      ANTHROPIC_MODEL: SECRET,
      HTTPS_PROXY: `http://me:${SECRET}@proxy:1`,
      CLAUDE_CODE_OAUTH_TOKEN: SECRET,
    }
    const told = toldByFile({ env, apiKeyHelper: SECRET, model: SECRET })
    expect(JSON.stringify(told)).not.toContain(SECRET)
    expect(told).toEqual({
      unusable: null,
      base: { host: 'gateway.example', port: 8443, secure: true, leadsToMessages: false },
      sets: [
        'ANTHROPIC_API_KEY',
        'CLAUDE_CODE_OAUTH_TOKEN',
        'ANTHROPIC_AUTH_TOKEN',
        'apiKeyHelper',
        'HTTPS_PROXY',
        'model',
        'ANTHROPIC_MODEL',
      ],
      foreignModels: ['model', 'ANTHROPIC_MODEL'],
      noProxy: null,
    })
  })

  test('of a file that holds no settings is that it holds none', () => {
    for (const json of [null, 7, 'x', [1]]) expect(toldByFile(json).unusable).not.toBeNull()
    expect(toldByFile({ env: [1], model: 3, apiKeyHelper: '' })).toMatchObject({
      unusable: null,
      sets: ['model'],
    })
  })

  test.each(['sonnet', 'opusplan', 'default', 'opus[1m]', 'kimi-for-coding', 'k3'])(
    'the model %s is not reported as another provider’s',
    (model) => {
      expect(toldByFile({ model })).toMatchObject({ sets: ['model'], foreignModels: [] })
    },
  )
})

describe('the place that Claude Code connects to', () => {
  test('is decided by the last source that names one', () => {
    const away = toldByEnvironment({ ANTHROPIC_BASE_URL: 'https://other.example' })
    const here = toldByFile({ env: { ANTHROPIC_BASE_URL: HERE, ...WINDOW } })
    expect(codes(away, here)).toEqual(['CLAUDE_GOOD'])
    expect(codes(here, away)).toEqual(['CLAUDE_ELSEWHERE'])
  })

  test.each([
    ['http://127.0.0.1:18462/', 'CLAUDE_GOOD'],
    ['http://[::1]:18462', 'CLAUDE_GOOD'],
    ['http://127.0.0.1:18462/v1', 'CLAUDE_GOOD'],
    ['http://127.0.0.1:18462//v1/', 'CLAUDE_GOOD'],
    ['http://127.0.0.1:18462/coding', 'CLAUDE_GOOD'],
    ['http://127.0.0.1:18462/coding/v1/', 'CLAUDE_GOOD'],
    ['http://127.0.0.1:18462/anthropic', 'CLAUDE_OTHER_PATH'],
    ['http://127.0.0.1:18462/v1/messages', 'CLAUDE_OTHER_PATH'],
    ['http://127.0.0.1:18462?x', 'CLAUDE_OTHER_PATH'],
    ['http://127.0.0.1:18462/#/v1', 'CLAUDE_OTHER_PATH'],
    ['http://127.0.0.1', 'CLAUDE_OTHER_PORT'],
    ['https://127.0.0.1:18462', 'CLAUDE_ELSEWHERE'],
    ['127.0.0.1:18462', 'CLAUDE_ELSEWHERE'],
    ['http://127.0.0.1.evil.example:18462', 'CLAUDE_ELSEWHERE'],
    ['http://127.0.0.1:18462@evil.example', 'CLAUDE_ELSEWHERE'],
  ])('%s is %s', (url, code) => {
    expect(codes(toldByEnvironment({ ANTHROPIC_BASE_URL: url, ...WINDOW }))).toEqual([code])
  })

  test('is not good while nobody answers there, or while the window is not set anywhere', () => {
    const address = toldByEnvironment({ ANTHROPIC_BASE_URL: HERE })
    expect(codes(address)).toEqual(['CLAUDE_WINDOW_UNSET', 'CLAUDE_ADDRESS_GOOD'])
    expect(codes(address, toldByFile({ env: WINDOW }))).toEqual(['CLAUDE_GOOD'])
    const file = {
      ...toldByFile({ env: { ANTHROPIC_BASE_URL: HERE, ...WINDOW } }),
      source: 'user' as const,
      path: '~/x',
    }
    const [finding] = judgeClaude([file], { engine: { kind: 'none', port: PORT }, settingsPort: PORT })
    expect(finding).toMatchObject({ code: 'CLAUDE_UNANSWERED', tone: 'bad', command: 'kimi-proxy' })
  })

  test('is elsewhere: no further advice is given, since its keys and models belong there', () => {
    const away = toldByEnvironment({
      ANTHROPIC_BASE_URL: 'https://other.example',
      ANTHROPIC_MODEL: 'glm-5',
      ANTHROPIC_API_KEY: SECRET,
      ANTHROPIC_AUTH_TOKEN: SECRET,
    })
    expect(codes(away)).toEqual(['CLAUDE_ELSEWHERE'])
  })

  test('is named nowhere: `kimi-proxy run` mends the environment, but not what files say', () => {
    const environment = toldByEnvironment({ CLAUDE_CODE_USE_VERTEX: '1', ANTHROPIC_API_KEY: SECRET })
    expect(codes(environment)).toEqual(['CLAUDE_UNSET'])
    const file = { ...toldByFile({ env: { CLAUDE_CODE_USE_VERTEX: '1' } }), source: 'user' as const }
    expect(codes(file)).toEqual(['CLAUDE_UNSET', 'CLAUDE_OTHER_SERVICE'])
  })

  test('the last source that names a model counts, and ANTHROPIC_MODEL wins over "model"', () => {
    const environment = { ...WINDOW, ANTHROPIC_BASE_URL: HERE, ANTHROPIC_MODEL: 'claude-opus-4' }
    expect(codes(toldByEnvironment(environment))).toEqual(['CLAUDE_GOOD', 'CLAUDE_OTHER_MODEL'])
    const kimi = toldByFile({ env: { ANTHROPIC_MODEL: 'kimi-for-coding' } })
    expect(codes(toldByEnvironment(environment), kimi)).toEqual(['CLAUDE_GOOD'])
    expect(codes(toldByEnvironment(environment), kimi, toldByFile({ model: 'gpt-5' }))).toEqual([
      'CLAUDE_GOOD',
    ])
    const file = { ...toldByFile({ model: 'gpt-5' }), source: 'user' as const }
    expect(codes(toldByEnvironment({ ANTHROPIC_BASE_URL: HERE }), file)).toContain('CLAUDE_OTHER_MODEL')
    expect(codes(file)).toEqual(['CLAUDE_UNSET'])
  })

  test('a switch that is off is off', () => {
    for (const off of ['0', 'false', '']) {
      const told = toldByEnvironment({ ...WINDOW, ANTHROPIC_BASE_URL: HERE, CLAUDE_CODE_USE_BEDROCK: off })
      expect(codes(told)).toEqual(['CLAUDE_GOOD'])
    }
  })

  test('a network proxy does no harm where NO_PROXY names this computer, in whichever source', () => {
    const proxied = toldByEnvironment({ ...WINDOW, ANTHROPIC_BASE_URL: HERE, HTTPS_PROXY: 'http://proxy:1' })
    expect(codes(proxied)).toEqual(['CLAUDE_GOOD', 'CLAUDE_PROXIED'])
    expect(codes(proxied, toldByFile({ env: { NO_PROXY: 'localhost,127.0.0.1' } }))).toEqual(['CLAUDE_GOOD'])
  })
})
