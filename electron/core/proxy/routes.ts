/** Which requests are answered here; everything else goes to Kimi. Pure. */

import type { Reason } from '../../contract/problem'
import { isLoopbackHost } from '../basics/loopback'
import { reason } from '../words/reason'

/** The only address that is bound. */
export const LOOPBACK = '127.0.0.1'
/** Answers whoever is alive, and costs nothing. */
export const LIVE_PATH = '/health/live'
export const METRICS_PATH = '/metrics'
export const CONTROL_PREFIX = '/__kimi-proxy/'
/** The field that carries the run file's secret. */
export const CONTROL_SECRET_FIELD = 'x-kimi-proxy-secret'

export type Route =
  | { readonly kind: 'metrics' }
  | { readonly kind: 'health'; readonly question: 'health' | 'live' | 'ready' }
  | { readonly kind: 'control'; readonly action: string }
  | { readonly kind: 'forward'; readonly path: string }
  | { readonly kind: 'malformed'; readonly reason: Reason }

const ABSOLUTE_FORM = /^https?:\/\/([^/?#@]*)(\/.*|\?.*)?$/i
/** The characters of a request target (RFC 9112, section 3.2); spaces and controls would split the request line. */
const PRINTABLE = /^[\x21-\x7e\x80-\xff]+$/

/**
 * `received` is the request target; path, query and `//` are kept as they are, a fragment is not. `hasMetrics`: whether
 * `/metrics` is ours.
 */
export function routeOf(method: string, received: string, hasMetrics = false): Route {
  const [target = ''] = received.split('#', 1)
  if (!PRINTABLE.test(target)) return { kind: 'malformed', reason: reason('targetNotText') }
  const path = originForm(target)
  if (path === null) return { kind: 'malformed', reason: reason('foreignTarget') }
  if (method === 'GET' || method === 'HEAD') {
    if (path === '/health') return { kind: 'health', question: 'health' }
    if (path === LIVE_PATH) return { kind: 'health', question: 'live' }
    if (path === '/health/ready') return { kind: 'health', question: 'ready' }
    if (hasMetrics && path === METRICS_PATH) return { kind: 'metrics' }
  }
  if (path.startsWith(CONTROL_PREFIX)) return { kind: 'control', action: path.slice(CONTROL_PREFIX.length) }
  return { kind: 'forward', path }
}

/** Some clients send the whole URL (RFC 9112, section 3.2.2); for any other host we are no proxy. */
function originForm(target: string): string | null {
  if (target.startsWith('/')) return target
  const match = ABSOLUTE_FORM.exec(target)
  if (match === null || !isLoopbackHost(match[1] ?? '')) return null
  const rest = match[2] ?? '/'
  return rest.startsWith('?') ? `/${rest}` : rest
}

/** The paths that Kimi's API has below `/v1` for coding tools. */
const KNOWN = new Set(['messages', 'models', 'chat', 'usages', 'files'])

/** As clients send it that were given the right base URL. */
const AS_USUAL = /^\/v1\/[a-z]+(?:\?|$)/

/**
 * The path that is meant where a client was given a base URL with a path of Kimi's in it (`…/v1`, `…/coding`, `…/coding/v1`),
 * or one without the `/v1` that it expects there, or joined it with slashes too many. `base` is the path of the upstream, which may end in `/v1` itself. Whatever is no known
 * path of the API stays as it is.
 */
export function meantPath(path: string, base: string): string {
  if (AS_USUAL.test(path) && !base.endsWith('/v1')) return path
  const question = path.indexOf('?')
  const end = question === -1 ? path.length : question
  const parts = path.slice(0, end).split('/').filter(Boolean)
  const at = firstBeyond(parts, base)
  if (!KNOWN.has(parts[at] ?? '') || parts.includes('..') || parts.includes('.')) return path
  const version = base.endsWith('/v1') ? '' : '/v1'
  return `${version}/${parts.slice(at).join('/')}${path.slice(end)}`
}

/** Behind what repeats the base, and behind every `v1`. */
function firstBeyond(parts: readonly string[], base: string): number {
  let at = 0
  const repeated = base.split('/').filter((part) => part !== '' && part !== 'v1')
  while (repeated.length > 0 && repeated.every((part, index) => parts[at + index] === part))
    at += repeated.length
  while (parts[at] === 'v1') at += 1
  return at
}

/**
 * By which Claude Code looks at its start whether anybody is there (2.1.330), without a key. Where one is required, it is answered here:
 * a 401 would pass for a proxy that does not work.
 */
export function isReachProbe(method: string, path: string): boolean {
  return method === 'HEAD' && withoutQuery(path) === '/api/hello'
}

/** A message in Anthropic's protocol. */
export function isMessage(method: string, path: string): boolean {
  return method === 'POST' && /^(\/v1)?\/messages$/.test(withoutQuery(path))
}

/**
 * What Kimi counts as a request that runs; it serves so many of a plan at a time. Only its answer can be a stream into which
 * comment lines are put, so only that is asked for unencoded: whether it is streamed stands in its body, which is not waited for.
 */
export function takesTurn(method: string, path: string): boolean {
  return method === 'POST' && /^(\/v1)?\/(messages|chat\/completions)$/.test(withoutQuery(path))
}

/** What is refused for the plan or for its size, as `refusalOf` tells it apart. */
export function isModelRequest(method: string, path: string): boolean {
  return (
    takesTurn(method, path) ||
    (method === 'POST' && /^(\/v1)?\/messages\/count_tokens$/.test(withoutQuery(path)))
  )
}

/** Of the API that was asked, Anthropic's or OpenAI's; their errors differ in form. */
export type Protocol = 'anthropic' | 'openAi'

/** `/models` is in both; at Kimi it answers in OpenAI's form. */
export function protocolOf(path: string): Protocol {
  const isOpenAi = /\/(?:chat\/completions|completions|responses|embeddings|models(?:\/[^/]*)?)$/
  return isOpenAi.test(withoutQuery(path)) ? 'openAi' : 'anthropic'
}

/** The path alone: a query may hold anything. */
export function withoutQuery(path: string): string {
  const question = path.indexOf('?')
  return question === -1 ? path : path.slice(0, question)
}
