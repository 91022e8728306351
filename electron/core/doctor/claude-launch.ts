/**
 * How `run` starts Claude Code so that nothing of its settings leads it elsewhere. Pure. Measured with Claude Code 2.1.332:
 * `--settings` wins over `.claude.json`, user, project and local settings, in variables and in `apiKeyHelper` alike, and an
 * empty text takes what they set away; an organization's settings win over it. Of two `--settings` the last counts.
 */
import type { Finding } from '../../contract/doctor'
import { isRecord } from '../basics/json'
import {
  type ClaudeOffer,
  CONFLICTING,
  claudeEnvironment,
  claudeSettings,
  type Environment,
  MODEL_VARIABLES,
  modelPicker,
} from '../settings/launch-env'
import { isKimiModel, plainModel } from '../settings/models'
import { type ClaudeSource, judgeClaude, toldByEnvironment } from './claude'

type Json = Readonly<Record<string, unknown>>

/** By its name, whatever its folder: `claude`, and `claude.cmd` or `claude.exe` on Windows. */
export function isClaude(program: string): boolean {
  return /(?:^|[/\\])claude(?:\.(?:cmd|exe|ps1))?$/i.test(program)
}

export interface GivenSettings {
  /** What was given behind `--settings`: a path, or JSON; null for nothing. */
  readonly given: string | null
  /** The arguments without it. */
  readonly rest: readonly string[]
}

/** Up to `--`, behind which everything is the prompt. */
export function givenSettings(args: readonly string[]): GivenSettings {
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  let given: string | null = null
  const rest: string[] = []
  for (let at = 0; at < options.length; at += 1) {
    const arg = options[at] ?? ''
    if (arg.startsWith('--settings=')) given = arg.slice('--settings='.length)
    else if (arg === '--settings' && at + 1 < options.length) {
      at += 1
      given = options[at] ?? null
    } else rest.push(arg)
  }
  return { given, rest: [...rest, ...args.slice(options.length)] }
}

/** Of the person's own, these stay as they are. */
const OWN_CHOICES = [
  'CLAUDE_CODE_AUTO_MODE_SERVER',
  'CLAUDE_CODE_AUTO_MODE_MODEL',
  'CLAUDE_CODE_MAX_OUTPUT_TOKENS',
] as const

/**
 * For `--settings`: what must be so, over what the person gave there. `files`: the settings that it wins over, the
 * strongest last; a Kimi model chosen there stays, with `/model` too, and hosts that are reached directly.
 */
export function settingsToGive(
  port: number,
  env: Environment,
  files: readonly Json[],
  given: Json,
  offer: ClaudeOffer = {},
): Json {
  const sources = [...files, given]
  const variables: Environment = Object.assign({}, picked(sources), env, ...sources.map(kept))
  const settings = claudeSettings(port, variables, offer)
  const picker = modelPicker(offer.models)
  const outputTokens = variables['CLAUDE_CODE_MAX_OUTPUT_TOKENS']
  const off = Object.fromEntries(CONFLICTING.map((name) => [name, '']))
  const own = isRecord(given['env']) ? given['env'] : {}
  return {
    modelPicker: picker.modelPicker,
    ...given,
    env: {
      ...own,
      ...picker.variables,
      ...(outputTokens === undefined ? {} : { CLAUDE_CODE_MAX_OUTPUT_TOKENS: outputTokens }),
      ...settings,
      no_proxy: settings['NO_PROXY'] ?? '',
      ...off,
    },
    apiKeyHelper: '',
  }
}

/** The model that was last picked with `/model`; a variable wins over it, as in Claude Code. */
function picked(sources: readonly Json[]): Record<string, string> {
  const model = sources.findLast(({ model: one }) => typeof one === 'string')?.['model']
  return typeof model === 'string' && isKimiModel(model) ? { ANTHROPIC_MODEL: plainModel(model) } : {}
}

function kept({ env }: Json): Record<string, string> {
  const texts = Object.entries(isRecord(env) ? env : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const taken = texts.filter(([name, value]) => {
    if (MODEL_VARIABLES.some((model) => model === name)) return isKimiModel(value)
    return /^no_proxy$/i.test(name) || OWN_CHOICES.some((choice) => choice === name)
  })
  return Object.fromEntries(
    taken.map(([name, value]) => [/^no_proxy$/i.test(name) ? 'NO_PROXY' : name, value]),
  )
}

/** Harmless in an organization's settings: what they say of keys comes here too, where it is thrown away. */
const HARMLESS = ['CLAUDE_GOOD', 'CLAUDE_UNUSABLE', 'CLAUDE_TWO_KEYS', 'CLAUDE_KEY_HELPER']

/** What of `claude`, which wins over the environment we give, would lead elsewhere. A source that wins comes later. */
export function obstacles(port: number, env: Environment, claude: readonly ClaudeSource[]): Finding[] {
  const given = {
    ...toldByEnvironment(claudeEnvironment(port, env)),
    source: 'environment',
    path: '',
  } as const
  return judgeClaude([given, ...claude], { engine: null, settingsPort: port }).filter(
    ({ code, values }) => !HARMLESS.includes(code) && values['name'] !== 'CLAUDE_CODE_OAUTH_TOKEN',
  )
}
