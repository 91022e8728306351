import { describe, expect, test } from 'vitest'
import { claudeEnvironment, claudeSettings } from './launch-env'

describe('what Claude Code is started with', () => {
  test('sends it to this proxy, with Kimi’s model everywhere', () => {
    expect(claudeSettings(18462, {})).toEqual({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:18462',
      ANTHROPIC_AUTH_TOKEN: 'kimi-proxy',
      ANTHROPIC_MODEL: 'kimi-for-coding',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'kimi-for-coding',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'kimi-for-coding',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'kimi-for-coding',
      ANTHROPIC_SMALL_FAST_MODEL: 'kimi-for-coding',
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '262144',
      CLAUDE_CODE_AUTO_COMPACT_WINDOW: '262144',
      CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
      NO_PROXY: '127.0.0.1,localhost',
    })
  })

  test('keeps a Kimi model that was chosen, for the others too', () => {
    const settings = claudeSettings(1, { ANTHROPIC_MODEL: 'k3', ANTHROPIC_SMALL_FAST_MODEL: 'kimi-k2-turbo' })
    expect(settings).toMatchObject({
      ANTHROPIC_MODEL: 'k3',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'k3',
      ANTHROPIC_SMALL_FAST_MODEL: 'kimi-k2-turbo',
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '1048576',
      CLAUDE_CODE_AUTO_COMPACT_WINDOW: '1048576',
    })
  })

  test.each(['claude-opus-4', 'sonnet', '', 'my-kimi'])('does not keep the model "%s"', (model) => {
    expect(claudeSettings(1, { ANTHROPIC_MODEL: model })['ANTHROPIC_MODEL']).toBe('kimi-for-coding')
  })

  test.each([
    [{ NO_PROXY: 'corp.example, localhost' }, 'corp.example,localhost,127.0.0.1'],
    [{ no_proxy: 'corp.example' }, 'corp.example,127.0.0.1,localhost'],
    [{ NO_PROXY: 'a', no_proxy: 'b' }, 'a,127.0.0.1,localhost'],
    [{ NO_PROXY: '' }, '127.0.0.1,localhost'],
  ])('reaches this computer without a proxy, given %o', (inherited, expected) => {
    expect(claudeSettings(1, inherited)['NO_PROXY']).toBe(expected)
  })

  test('is the whole environment, without what would send it elsewhere', () => {
    const environment = claudeEnvironment(7, {
      PATH: '/bin',
      EMPTY: '',
      MISSING: undefined,
      ANTHROPIC_API_KEY: 'sk-1',
      ANTHROPIC_AUTH_TOKEN: 'other',
      ANTHROPIC_BASE_URL: 'https://elsewhere',
      CLAUDE_CODE_OAUTH_TOKEN: 'x',
      CLAUDE_CODE_USE_BEDROCK: '1',
      CLAUDE_CODE_USE_VERTEX: '1',
      CLAUDE_CODE_USE_FOUNDRY: '1',
      no_proxy: 'b',
    })
    expect(environment).toEqual({
      PATH: '/bin',
      EMPTY: '',
      ...claudeSettings(7, { no_proxy: 'b' }),
      no_proxy: 'b,127.0.0.1,localhost',
    })
  })

  test('gains no lower-case variable that was not there', () => {
    expect(claudeEnvironment(7, {})).not.toHaveProperty('no_proxy')
  })
})
