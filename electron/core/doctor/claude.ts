/**
 * Where Claude Code connects to, by the sources of its settings (the environment and its settings.json files), and what the
 * doctor finds about that. Pure.
 *
 * - Only names and hosts of a source are kept, because any value may be a key.
 */
import type { Finding } from '../../contract/doctor'
import type { Reason } from '../../contract/problem'
import { isRecord } from '../basics/json'
import { isLoopbackHost } from '../basics/loopback'
import { bypassesProxy } from '../network/no-proxy'

import { meantPath } from '../proxy/routes'
import { baseUrlOf, CONFLICTING, type Environment, MODEL_VARIABLES } from '../settings/launch-env'
import { isKimiModel } from '../settings/models'
import { reason } from '../words/reason'
import { found, type Situation } from './situation'

export type ClaudeSourceName = 'environment' | 'user' | 'userLocal' | 'project' | 'projectLocal' | 'managed'

export interface ClaudeSource {
  readonly source: ClaudeSourceName
  /** The file of the source; empty for the environment. */
  readonly path: string
  /** Why the file cannot be used; null where it can. A file that cannot be used sets nothing. */
  readonly unusable: Reason | null
  readonly base: BaseUrl | null
  /** The settings among `WATCHED` that the source sets to something. */
  readonly sets: readonly string[]
  /** The settings among `sets` that name a model which is not Kimi's. */
  readonly foreignModels: readonly string[]
  /** The value of NO_PROXY; null where the source does not set it. */
  readonly noProxy: string | null
}

/** A base URL without the parts that may be secret. `host` is empty for a text that is no web address. */
export interface BaseUrl {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** Whether messages below it arrive where the proxy serves them. */
  readonly leadsToMessages: boolean
}

type Told = Omit<ClaudeSource, 'source' | 'path'>

/** The path of Kimi's coding API, which people copy along. */
const KIMI_BASE = '/coding'
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'] as const
const KEYS = ['ANTHROPIC_AUTH_TOKEN', 'apiKeyHelper'] as const
const MODELS = ['model', ...MODEL_VARIABLES] as const
/** Without it Claude Code takes a model that it does not know for one of a million tokens (measured with 2.1.330). */
const WINDOW = 'CLAUDE_CODE_MAX_CONTEXT_TOKENS'
const WATCHED = [...CONFLICTING, ...KEYS, ...PROXIES, ...MODELS, WINDOW] as const
/**
 * Claude Code's short names for models. Each stands for the model that one of its variables names (its documentation,
 * "Model configuration").
 */
const ALIASES = /^(default|best|opus|sonnet|haiku|opusplan)(\[1m\])?$/i

export function unusableSource(why: Reason): Told {
  return { ...toldBy({}), unusable: why }
}

/** The settings in the parsed content of a settings.json. */
export function toldByFile(json: unknown): Told {
  if (!isRecord(json)) return unusableSource(reason('noObject'))
  const env = isRecord(json['env']) ? json['env'] : {}
  const { model, apiKeyHelper } = json
  const texts = Object.entries({ ...env, model, apiKeyHelper }).map(([name, value]) => [name, asText(value)])
  return toldBy(Object.fromEntries(texts))
}

/** The settings in the environment. Two of the names exist in files only. */
export function toldByEnvironment(env: Environment): Told {
  return toldBy({ ...env, model: undefined, apiKeyHelper: undefined })
}

function toldBy(texts: Environment): Told {
  const sets = WATCHED.filter((name) => isSet(texts[name]))
  const url = texts['ANTHROPIC_BASE_URL']
  return {
    unusable: null,
    base: isSet(url) ? baseUrlFrom(url.trim()) : null,
    sets,
    foreignModels: MODELS.filter((name) => sets.includes(name) && isForeign(texts[name] ?? '')),
    noProxy: texts['NO_PROXY'] ?? texts['no_proxy'] ?? null,
  }
}

function baseUrlFrom(url: string): BaseUrl {
  const form = /^(https?):\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?([/?#].*)?$/i
  const [, scheme = '', host = '', port, path = ''] = form.exec(url) ?? []
  const secure = scheme.toLowerCase() === 'https'
  return {
    host: host.toLowerCase(),
    port: port === undefined ? (secure ? 443 : 80) : Number(port),
    secure,
    leadsToMessages: meantPath(`${path}/v1/messages`, KIMI_BASE) === '/v1/messages',
  }
}

/** Whether a value turns a setting on. Switches such as CLAUDE_CODE_USE_BEDROCK are off with these words. */
function isSet(value: string | undefined): value is string {
  return value !== undefined && !/^(|0|false|no|off)$/i.test(value.trim())
}

function isForeign(model: string): boolean {
  return !isKimiModel(model) && !ALIASES.test(model)
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** `claude`: the sources in order; a later one wins over an earlier one. */
export function judgeClaude(
  claude: readonly ClaudeSource[],
  { engine, settingsPort }: Pick<Situation, 'engine' | 'settingsPort'>,
): Finding[] {
  const ownPort = engine?.kind === 'answers' ? engine.port : settingsPort
  const unusable = claude.flatMap((source) =>
    source.unusable === null
      ? []
      : [found('CLAUDE_UNUSABLE', { ...placeOf(source), reason: source.unusable })],
  )
  const deciding = claude.findLast(({ base }) => base !== null)
  if (deciding?.base === undefined || deciding.base === null) {
    // `kimi-proxy run` corrects the environment and the model; variables that files set win over it.
    const files = claude.filter(({ source }) => source !== 'environment')
    const unset = found('CLAUDE_UNSET', {}, 'kimi-proxy run -- claude')
    return [unset, ...unusable, ...contradictions(files, MODEL_VARIABLES)]
  }
  const aim = aimFinding(deciding, deciding.base, ownPort)
  if (aim.code !== 'CLAUDE_GOOD') return [aim, ...unusable]
  // ANTHROPIC_MODEL wins over `model` (Claude Code's documentation, "Model configuration").
  const models = claude.some(({ sets }) => sets.includes('ANTHROPIC_MODEL')) ? MODEL_VARIABLES : MODELS
  const arrived = arrivalFindings(deciding, claude, engine, ownPort) ?? [aim]
  return [...arrived, ...unusable, ...contradictions(claude, models), ...detours(claude, ownPort)]
}

/** What is wrong although the address is right; null where nothing is. */
function arrivalFindings(
  source: ClaudeSource,
  claude: readonly ClaudeSource[],
  engine: Situation['engine'],
  port: number,
): Finding[] | null {
  if (engine !== null && engine.kind !== 'answers') {
    const start = engine.kind === 'none' ? 'kimi-proxy' : null
    return [found('CLAUDE_UNANSWERED', { ...placeOf(source), port }, start)]
  }
  const hasWindow = claude.some(({ sets }) => sets.includes(WINDOW))
  if (hasWindow) return null
  const place = placeOf(source)
  return [found('CLAUDE_WINDOW_UNSET', { ...place, name: WINDOW }), found('CLAUDE_ADDRESS_GOOD', place)]
}

/** `changed`: the settings files that were connected and are no longer as they were written. */
export function judgeConnections(
  changed: readonly { readonly path: string; readonly names: readonly string[] }[],
): Finding[] {
  return changed.map(({ path, names }) =>
    found('CLAUDE_CHANGED', { path, names: names.join(', ') }, 'kimi-proxy connect'),
  )
}

function aimFinding(source: ClaudeSource, base: BaseUrl, ownPort: number): Finding {
  const { host, port, secure, leadsToMessages } = base
  const values = { ...placeOf(source), baseUrl: baseUrlOf(ownPort) }
  if (!isLoopbackHost(host) || secure) return found('CLAUDE_ELSEWHERE', { ...values, host: host || '?' })
  if (port !== ownPort) return found('CLAUDE_OTHER_PORT', { ...values, port, ownPort })
  return found(leadsToMessages ? 'CLAUDE_GOOD' : 'CLAUDE_OTHER_PATH', values)
}

/**
 * Settings that lead Claude Code elsewhere in spite of the base URL, or that make it warn. `models`: the settings that name
 * a model.
 */
function contradictions(claude: readonly ClaudeSource[], models: readonly string[]): Finding[] {
  const lastWith = (name: string) => claude.findLast(({ sets }) => sets.includes(name))
  const token = lastWith('ANTHROPIC_AUTH_TOKEN')
  const key = lastWith('ANTHROPIC_API_KEY')
  return [
    ...(token === undefined || key === undefined
      ? []
      : [found('CLAUDE_TWO_KEYS', { source: token.source, otherSource: key.source, path: key.path })]),
    ...models.flatMap((name) => {
      const last = lastWith(name)
      return last?.foreignModels.includes(name)
        ? [found('CLAUDE_OTHER_MODEL', { ...placeOf(last), name })]
        : []
    }),
    ...claude.flatMap((source) =>
      source.sets.flatMap((name) => {
        if (name === 'apiKeyHelper') return [found('CLAUDE_KEY_HELPER', placeOf(source))]
        return name.startsWith('CLAUDE_CODE_') && name !== WINDOW
          ? [found('CLAUDE_OTHER_SERVICE', { ...placeOf(source), name })]
          : []
      }),
    ),
  ]
}

/** Claude Code asks the network proxy for 127.0.0.1 too, unless NO_PROXY names that address. */
function detours(claude: readonly ClaudeSource[], ownPort: number): Finding[] {
  const proxied = claude.findLast(({ sets }) => PROXIES.some((name) => sets.includes(name)))
  const noProxy = claude.findLast((source) => source.noProxy !== null)?.noProxy ?? ''
  if (proxied === undefined || bypassesProxy('127.0.0.1', ownPort, noProxy)) return []
  return [found('CLAUDE_PROXIED', placeOf(proxied))]
}

function placeOf({ source, path }: ClaudeSource) {
  return { source, path }
}
