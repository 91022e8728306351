/** The environment in which Claude Code uses Kimi through us (ARCHITECTURE, facts 5 and 10). Pure. */
import {
  DEFAULT_MODEL,
  FAST_MODEL,
  isKimiModel,
  type KimiModel,
  KNOWN_MODELS,
  modelOf,
  plainModel,
} from './models'

/** Claude Code's tiers; one that names no model offers Anthropic's. */
const TIERS = ['OPUS', 'SONNET', 'HAIKU', 'FABLE'] as const

/** Each names one model. */
export const MODEL_VARIABLES = [
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_DEFAULT_FABLE_MODEL',
  'ANTHROPIC_SMALL_FAST_MODEL',
] as const

/** Each would send Claude Code elsewhere, or make it warn about two ways of signing in. */
export const CONFLICTING = [
  'ANTHROPIC_API_KEY',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_MANTLE',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD',
] as const

export type Environment = Readonly<Record<string, string | undefined>>

/** What Claude Code is given of ours. */
export interface ClaudeOffer {
  /** The local key; without it any text, which does as long as no key is required. */
  readonly key?: string
  /** The models that can be chosen; without them those that are known. */
  readonly models?: readonly KimiModel[]
}

/** Where Claude Code finds the proxy. */
export function baseUrlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

/**
 * The variables that must be set; a Kimi model that the person chose in `inherited` stays. Every tier is the one model, since
 * a plan may lack the others; `modelPicker` offers those by name.
 */
export function claudeSettings(
  port: number,
  inherited: Environment,
  { key = 'kimi-proxy', models = KNOWN_MODELS }: ClaudeOffer = {},
): Record<string, string> {
  const main = modelOf(chosenIn(inherited, 'ANTHROPIC_MODEL') ?? DEFAULT_MODEL.id, models)
  const settings: Record<string, string> = {
    ANTHROPIC_BASE_URL: baseUrlOf(port),
    ANTHROPIC_AUTH_TOKEN: key,
  }
  for (const name of MODEL_VARIABLES) settings[name] = chosenIn(inherited, name) ?? main.id
  for (const tier of TIERS) {
    const model = modelOf(settings[`ANTHROPIC_DEFAULT_${tier}_MODEL`] ?? main.id, models)
    settings[`ANTHROPIC_DEFAULT_${tier}_MODEL_NAME`] = model.name
    settings[`ANTHROPIC_DEFAULT_${tier}_MODEL_DESCRIPTION`] = describe(model)
  }
  return {
    ...settings,
    ...furtherModel(main, models),
    ...autoMode(inherited, main, models),
    CLAUDE_CODE_MAX_CONTEXT_TOKENS: String(main.contextTokens),
    CLAUDE_CODE_AUTO_COMPACT_WINDOW: String(main.contextTokens),
    CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
    NO_PROXY: withLoopback(inherited['NO_PROXY'] ?? inherited['no_proxy']),
  }
}

/** The whole environment for one Claude Code process. */
export function claudeEnvironment(
  port: number,
  inherited: Environment,
  offer: ClaudeOffer = {},
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && !CONFLICTING.some((conflict) => conflict === name)) environment[name] = value
  }
  const settings = claudeSettings(port, inherited, offer)
  // Some programs read the lower-case form first.
  if (environment['no_proxy'] !== undefined) environment['no_proxy'] = settings['NO_PROXY'] ?? ''
  return { ...environment, ...settings }
}

/** A model that Claude Code knows, and handles as Kimi's want it: adaptive thinking and effort (measured, fact 10). */
const HANDLED_AS = 'claude-opus-4-8'
/** What Claude Code asks for with a model that it does not know. */
const OUTPUT_TOKENS = '32000'

/**
 * What only a settings file can say, of a person or of `--settings`: `/model` shows these models and no others, and none is
 * warned of as unknown. `variables`: for its `env`.
 */
export function modelPicker(models: readonly KimiModel[] = KNOWN_MODELS): {
  readonly modelPicker: object
  readonly variables: Readonly<Record<string, string>>
} {
  const options = models.map((model) => ({
    model: model.id,
    label: model.name,
    description: describe(model),
    behavesAs: HANDLED_AS,
  }))
  return {
    modelPicker: { options, replaceBuiltInOptions: true },
    variables: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: OUTPUT_TOKENS },
  }
}

function chosenIn(inherited: Environment, name: string): string | null {
  const own = plainModel(inherited[name] ?? '')
  return isKimiModel(own) ? own : null
}

/** Without a picker of ours, `/model` has room for one model besides the tiers. */
function furtherModel(main: KimiModel, models: readonly KimiModel[]): Record<string, string> {
  const further = models.find(({ id, contextTokens }) => id !== main.id && contextTokens > main.contextTokens)
  if (further === undefined) return {}
  return {
    ANTHROPIC_CUSTOM_MODEL_OPTION: further.id,
    ANTHROPIC_CUSTOM_MODEL_OPTION_NAME: further.name,
    ANTHROPIC_CUSTOM_MODEL_OPTION_DESCRIPTION: describe(further),
  }
}

/** Kimi gives no verdict with an answer, so Claude Code is to ask a model; a fast one, where there is one (fact 7). */
function autoMode(
  inherited: Environment,
  main: KimiModel,
  models: readonly KimiModel[],
): Record<string, string> {
  const fast = models.find(({ id }) => id === FAST_MODEL) ?? main
  return {
    CLAUDE_CODE_AUTO_MODE_SERVER: inherited['CLAUDE_CODE_AUTO_MODE_SERVER'] || '0',
    CLAUDE_CODE_AUTO_MODE_MODEL: chosenIn(inherited, 'CLAUDE_CODE_AUTO_MODE_MODEL') ?? fast.id,
  }
}

/** In every language: `k3 · 1M`. */
function describe({ id, contextTokens }: KimiModel): string {
  const thousands = Math.floor(contextTokens / 1024)
  return `${id} · ${thousands < 1024 ? `${thousands}K` : `${Math.floor(thousands / 1024)}M`}`
}

function withLoopback(noProxy: string | undefined): string {
  const hosts = (noProxy ?? '').split(',').map((host) => host.trim())
  return [...new Set([...hosts.filter((host) => host !== ''), '127.0.0.1', 'localhost'])].join(',')
}
