/** Whether a host answers at all, by the very way that requests and renewals take. Sends no token, asks for nothing. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Outcome, Way } from '../../core/doctor/facts'
import { bypassesProxy } from '../../core/no-proxy'
import { describeFailure, failureCause } from '../network-failure'
import {
  createAgent,
  type NetworkSettings,
  type Target,
  targetOf,
  trustFrom,
  type UpstreamAgent,
} from '../upstream'
import { VERSION } from '../version'

export interface Reached {
  readonly way: Way
  readonly outcome: Outcome
}

/** Never rejects: a failure is an answer. */
export type Reach = (url: string) => Promise<Reached>

const LIMIT_MS = 5_000

/** Throws SETTING_INVALID for an extra CA file that cannot be used. `nowMs`: wall clock. */
export function reachThrough(network: NetworkSettings, nowMs: () => number, limitMs = LIMIT_MS): Reach {
  const trust = trustFrom(network.extraCaFile)
  return async (url) => {
    const target = targetOf(url)
    const agent = createAgent(target, network, trust)
    try {
      return { way: wayTo(target, network), outcome: await knock(target, agent, nowMs, limitMs) }
    } finally {
      agent.destroy()
    }
  }
}

function wayTo({ protocol, host, port }: Target, { proxy, noProxy }: NetworkSettings): Way {
  if (proxy === null || protocol === 'http:' || bypassesProxy(host, port, noProxy)) return { kind: 'direct' }
  return { kind: 'proxy', via: new URL(proxy).host }
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
