/**
 * Asks a feed of new versions: one GET with its whole answer, by the way that requests take. It carries no token, no
 * cookie and no id of this computer; only the app's name and version.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { KimiProxyError } from '../core/errors'
import { feedUnusable } from '../core/release-feed'
import { describeFailure } from './network-failure'
import type { SystemProxy } from './route'
import { parsedUrl, targetOf } from './target'
import { createAgent, type NetworkSettings, trustFrom, type UpstreamAgent } from './upstream'

export interface FeedOptions {
  readonly version: string
  /** As the engine is given it. */
  readonly systemProxy?: SystemProxy | undefined
  readonly limitMs?: number
}

const LIMIT_MS = 15_000
const LONGEST_ANSWER_BYTES = 262_144
/** GitHub's API answers so for a repository that has moved, on the same host (docs.github.com, "Follow redirects"). */
const MOVED: readonly number[] = [301, 302, 307, 308]

/** The body of a 200. Rejects with FEED_UNREACHABLE, FEED_UNUSABLE or SETTING_INVALID. */
export async function askFeed(feed: string, network: NetworkSettings, options: FeedOptions): Promise<string> {
  const { version, systemProxy, limitMs = LIMIT_MS } = options
  const url = parsedUrl(feed)
  const agent = createAgent(targetOf(feed), network, trustFrom(network.extraCaFile), { systemProxy })
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), limitMs)
  const connection = { agent, version, signal: limit.signal }
  try {
    const answer = await get(url, connection)
    if (!MOVED.includes(answer.status)) return bodyOf(answer)
    return bodyOf(await get(movedTo(url, answer.location), connection))
  } finally {
    clearTimeout(timer)
    agent.destroy()
  }
}

interface FeedAnswer {
  readonly status: number
  readonly location: string
  readonly body: string
}

function bodyOf({ status, body }: FeedAnswer): string {
  if (status !== 200) throw feedUnusable(`HTTP ${status}`)
  return body
}

/** Followed once, and never to anybody who was not asked. */
function movedTo(from: URL, location: string): URL {
  let to: URL
  try {
    to = new URL(location, from)
  } catch (error) {
    throw feedUnusable('it has moved to nowhere', error)
  }
  if (to.origin !== from.origin) throw feedUnusable('it has moved to another host')
  return to
}

interface Connection {
  readonly agent: UpstreamAgent
  readonly version: string
  readonly signal: AbortSignal
}

function get(url: URL, { agent, version, signal }: Connection): Promise<FeedAnswer> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const { host, port } = targetOf(url.href)
  const headers = {
    accept: 'application/vnd.github+json, application/json;q=0.9',
    'user-agent': `kimi-proxy/${version}`,
    connection: 'close',
  }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(unreached(describeFailure(error, host), error))
    // A request that waits for its tunnel is told of nothing before it has one.
    const giveUp = () => reject(unreached(`${host} did not answer in time`))
    signal.addEventListener('abort', giveUp, { once: true })
    const request = send({ host, port, path: `${url.pathname}${url.search}`, agent, headers, signal })
    request.on('error', fail)
    request.once('close', () => signal.removeEventListener('abort', giveUp))
    request.once('response', (response) => {
      readBody(response).then(
        (body) => {
          const { statusCode: status = 0, headers: told } = response
          resolve({ status, location: told.location ?? '', body })
        },
        (error: unknown) => {
          request.destroy()
          if (error instanceof KimiProxyError) reject(error)
          else fail(error)
        },
      )
    })
    request.end()
  })
}

/** Rejects with FEED_UNUSABLE once it is too long, or with the system's error. */
function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > LONGEST_ANSWER_BYTES) reject(feedUnusable('it is too long'))
      else chunks.push(chunk)
    })
    response.on('error', reject)
    response.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  })
}

function unreached(detail: string, cause?: unknown): KimiProxyError {
  const message = `Nobody could be asked for new versions: ${detail}.`
  return new KimiProxyError('FEED_UNREACHABLE', message, 'Check the network.', cause, detail)
}
