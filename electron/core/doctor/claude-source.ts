/**
 * What one source of Claude Code's settings (a settings.json, or the environment) says about where it goes. Pure, and
 * takes along names and hosts only: values may be keys.
 */
import { CONFLICTING, type Environment, isKimiModel, MODEL_VARIABLES } from '../launch-env'
import { isRecord } from '../token'

export type ClaudeSourceName = 'environment' | 'user' | 'userLocal' | 'project' | 'projectLocal' | 'managed'

export interface ClaudeSource {
  readonly source: ClaudeSourceName
  /** Null for the environment. */
  readonly path: string | null
  /** Why the file cannot be used; then it says nothing. */
  readonly unusable: string | null
  readonly base: BaseUrl | null
  /** Which of the variables that matter are set to something. */
  readonly sets: readonly string[]
  readonly hasKeyHelper: boolean
  /** Which settings name a model, and whether it is another's than Kimi's. */
  readonly models: readonly ModelSetting[]
  /** Null where it does not say. */
  readonly noProxy: string | null
}

export interface ModelSetting {
  readonly name: string
  readonly isForeign: boolean
}

/** A base URL without what may be secret in it. `host` is empty for what is no web address. */
export interface BaseUrl {
  readonly host: string
  readonly port: number
  readonly secure: boolean
}

type Told = Omit<ClaudeSource, 'source' | 'path'>

const SILENT: Told = {
  unusable: null,
  base: null,
  sets: [],
  hasKeyHelper: false,
  models: [],
  noProxy: null,
}

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'] as const
const WATCHED = [...CONFLICTING, 'ANTHROPIC_AUTH_TOKEN', ...PROXIES] as const
/** Claude Code's own short names stand for whatever its model variables say (its documentation, "Model configuration"). */
const ALIASES = /^(default|best|opus|sonnet|haiku|opusplan)(\[1m\])?$/i

export function unusableSource(reason: string): Told {
  return { ...SILENT, unusable: reason }
}

/** A parsed settings.json. */
export function toldByFile(json: unknown): Told {
  if (!isRecord(json)) return unusableSource('it holds no JSON object')
  const env = isRecord(json['env']) ? json['env'] : {}
  const told = toldByEnvironment(
    Object.fromEntries(Object.entries(env).map(([name, value]) => [name, asText(value)])),
  )
  return {
    ...told,
    hasKeyHelper: asText(json['apiKeyHelper']) !== undefined,
    models: [...modelSetting('model', asText(json['model'])), ...told.models],
  }
}

export function toldByEnvironment(env: Environment): Told {
  const url = env['ANTHROPIC_BASE_URL']
  return {
    ...SILENT,
    base: isSet(url) ? baseUrlFrom(url) : null,
    sets: WATCHED.filter((name) => isSet(env[name])),
    models: MODEL_VARIABLES.flatMap((name) => modelSetting(name, env[name])),
    noProxy: env['NO_PROXY'] ?? env['no_proxy'] ?? null,
  }
}

function baseUrlFrom(url: string): BaseUrl {
  const match = /^(https?):\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(
    url.trim(),
  )
  const [, scheme = '', host = '', port] = match ?? []
  const secure = scheme.toLowerCase() === 'https'
  return { host: host.toLowerCase(), port: port === undefined ? (secure ? 443 : 80) : Number(port), secure }
}

/** Switches such as CLAUDE_CODE_USE_BEDROCK are off with these words. */
function isSet(value: string | undefined): value is string {
  return value !== undefined && !/^(|0|false|no|off)$/i.test(value.trim())
}

function modelSetting(name: string, model: string | undefined): ModelSetting[] {
  return isSet(model) ? [{ name, isForeign: !isKimiModel(model) && !ALIASES.test(model) }] : []
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
