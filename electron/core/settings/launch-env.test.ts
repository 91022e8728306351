import { describe, expect, test } from 'vitest'
import { claudeEnvironment, claudeSettings, modelPicker } from './launch-env'
import { KNOWN_MODELS } from './models'

describe('what Claude Code is started with', () => {
  const TIERS = ['OPUS', 'SONNET', 'HAIKU', 'FABLE']
  const tiers = (id: string, name: string, description: string) =>
    Object.fromEntries(
      TIERS.flatMap((tier) => [
        [`ANTHROPIC_DEFAULT_${tier}_MODEL`, id],
        [`ANTHROPIC_DEFAULT_${tier}_MODEL_NAME`, name],
        [`ANTHROPIC_DEFAULT_${tier}_MODEL_DESCRIPTION`, description],
      ]),
    )

  test('sends it to this proxy, with Kimi’s model everywhere, by name', () => {
    expect(claudeSettings(18462, {})).toEqual({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:18462',
      ANTHROPIC_AUTH_TOKEN: 'kimi-proxy',
      ANTHROPIC_MODEL: 'kimi-for-coding',
      ANTHROPIC_DEFAULT_MODEL: 'kimi-for-coding',
      ANTHROPIC_SMALL_FAST_MODEL: 'kimi-for-coding',
      ...tiers('kimi-for-coding', 'Kimi for Coding', 'kimi-for-coding · 256K'),
      ANTHROPIC_CUSTOM_MODEL_OPTION: 'k3',
      ANTHROPIC_CUSTOM_MODEL_OPTION_NAME: 'Kimi K3',
      ANTHROPIC_CUSTOM_MODEL_OPTION_DESCRIPTION: 'k3 · 1M',
      CLAUDE_CODE_AUTO_MODE_SERVER: '0',
      CLAUDE_CODE_AUTO_MODE_MODEL: 'kimi-for-coding',
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '262144',
      CLAUDE_CODE_AUTO_COMPACT_WINDOW: '262144',
      CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
      NO_PROXY: '127.0.0.1,localhost',
    })
  })

  test('names no model but Kimi’s, whatever Kimi lists', () => {
    const models = [{ id: 'k9', name: 'Kimi K9', contextTokens: 4_194_304 }]
    for (const offer of [{}, { models }, { models: [] }]) {
      const named = Object.entries(claudeSettings(1, {}, offer)).filter(([name]) =>
        /_MODEL(_OPTION)?$/.test(name),
      )
      for (const [name, id] of named) expect(id, name).toMatch(/^(kimi-|k\d)/)
    }
  })

  test('shows the key of this computer', () => {
    expect(claudeSettings(1, {}, { key: 'its-key' })['ANTHROPIC_AUTH_TOKEN']).toBe('its-key')
  })

  test('keeps a Kimi model that was chosen, for the others too, without the beta of another provider', () => {
    const settings = claudeSettings(1, {
      ANTHROPIC_MODEL: 'k3[1m]',
      ANTHROPIC_SMALL_FAST_MODEL: 'kimi-k2-turbo',
    })
    expect(settings).toMatchObject({
      ANTHROPIC_MODEL: 'k3',
      ...tiers('k3', 'Kimi K3', 'k3 · 1M'),
      ANTHROPIC_SMALL_FAST_MODEL: 'kimi-k2-turbo',
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '1048576',
      CLAUDE_CODE_AUTO_COMPACT_WINDOW: '1048576',
    })
    expect(settings).not.toHaveProperty('ANTHROPIC_CUSTOM_MODEL_OPTION')
  })

  test('takes names and windows from what Kimi lists', () => {
    const models = [{ id: 'kimi-for-coding', name: 'Kimi K2.9', contextTokens: 524_288 }]
    expect(claudeSettings(1, {}, { models })).toMatchObject({
      ...tiers('kimi-for-coding', 'Kimi K2.9', 'kimi-for-coding · 512K'),
      CLAUDE_CODE_MAX_CONTEXT_TOKENS: '524288',
    })
  })

  test('has the fast model judge in auto mode where Kimi lists it, unless the person chose another way', () => {
    const fast = 'kimi-for-coding-highspeed'
    const models = [...KNOWN_MODELS, { id: fast, name: 'Fast', contextTokens: 262_144 }]
    expect(claudeSettings(1, {}, { models })['CLAUDE_CODE_AUTO_MODE_MODEL']).toBe(fast)
    const own = { CLAUDE_CODE_AUTO_MODE_MODEL: 'k3', CLAUDE_CODE_AUTO_MODE_SERVER: '1' }
    expect(claudeSettings(1, own, { models })).toMatchObject(own)
  })

  test('offers every model once in /model, handled as one that takes adaptive thinking', () => {
    expect(modelPicker().modelPicker).toEqual({
      options: [
        {
          model: 'kimi-for-coding',
          label: 'Kimi for Coding',
          description: 'kimi-for-coding · 256K',
          behavesAs: 'claude-opus-4-8',
        },
        { model: 'k3', label: 'Kimi K3', description: 'k3 · 1M', behavesAs: 'claude-opus-4-8' },
      ],
      replaceBuiltInOptions: true,
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
