/** Whether a host answers at all, by the very way that requests and renewals take. Sends no token, asks for nothing. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Outcome, Way } from '../../core/doctor/facts'
import { describeFailure, failureCause } from '../network-failure'
import { describeWay, type SystemProxy } from '../route'
import { type Target, targetOf } from '../target'
import { createAgent, type NetworkSettings, trustFrom, type UpstreamAgent } from '../upstream'
import { VERSION } from '../version'

export interface Reached {
  readonly way: Way
  readonly outcome: Outcome
}

/** Never rejects: a failure is an answer. */
export type Reach = (url: string) => Promise<Reached>

const LIMIT_MS = 5_000

export interface ReachOptions {
  /** Wall clock. */
  readonly nowMs: () => number
  readonly limitMs?: number
  /** As the engine is given it. */
  readonly systemProxy?: SystemProxy | undefined
}

/** Throws SETTING_INVALID for an extra CA file that cannot be used. */
export function reachThrough(network: NetworkSettings, options: ReachOptions): Reach {
  const { nowMs, limitMs = LIMIT_MS, systemProxy } = options
  const trust = trustFrom(network.extraCaFile)
  return async (url) => {
    const target = targetOf(url)
    const agent = createAgent(target, network, trust, { systemProxy })
    try {
      const way = await wayTo(url, network, systemProxy)
      return { way, outcome: await knock(target, agent, nowMs, limitMs) }
    } finally {
      agent.destroy()
    }
  }
}

async function wayTo(
  url: string,
  network: NetworkSettings,
  systemProxy: SystemProxy | undefined,
): Promise<Way> {
  const way = await describeWay(url, network, { systemProxy })
  if (way.kind === 'direct') return way
  return { kind: way.from === 'system' ? 'system' : 'proxy', via: way.address.replace(/^http:\/\//, '') }
}

/** Any answer will do, a refusal too. */
function knock(target: Target, agent: UpstreamAgent, nowMs: () => number, limitMs: number): Promise<Outcome> {
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const headers = { 'user-agent': `kimi-proxy/${VERSION}`, connection: 'close' }
  const { host, port } = target
  const sentAtMs = nowMs()
  return new Promise((resolve) => {
    const request = send({ host, port, path: '/', method: 'HEAD', agent, headers })
    const fail = (error: unknown) =>
      resolve({ kind: 'failed', cause: failureCause(error), reason: describeFailure(error, host) })
    // A request that waits for its tunnel is told of nothing before it has one.
    const timer = setTimeout(() => {
      fail(new Error(`${host} did not answer in time`))
      request.destroy()
    }, limitMs)
    request.once('close', () => clearTimeout(timer))
    request.on('error', fail)
    request.once('response', (response) => {
      resolve({ kind: 'answered', aheadMs: aheadOf(response, (sentAtMs + nowMs()) / 2) })
      response.resume()
    })
    request.end()
  })
}

/** RFC 9110, section 6.6.1: Date is the time of the answer, in whole seconds. */
function aheadOf({ headers }: IncomingMessage, atMs: number): number | null {
  const toldMs = Date.parse(headers.date ?? '')
  return Number.isNaN(toldMs) ? null : Math.round(atMs - (toldMs + 500))
}
