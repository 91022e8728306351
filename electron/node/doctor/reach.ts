/** Whether a host answers at all, by the same way that requests and renewals take. Sends no token and asks for nothing. */
import type { HostFacts, ReachOutcome, WayTaken } from '../../core/doctor/network'
import type { Settings } from '../../core/settings/schema'
import { VERSION } from '../basics/version'
import { createAgent, type NetworkSettings, type UpstreamAgent } from '../network/connections'
import { describeFailure, failureCause } from '../network/failure'
import { askOnce } from '../network/http-once'
import { type Target, targetOf } from '../network/target'
import { trustFrom } from '../network/trust'
import { describeWay, type SystemProxy } from '../network/way'

export interface Reached {
  readonly way: WayTaken
  readonly outcome: ReachOutcome
}

/** Never rejects: a failure is an answer. */
export type Reach = (url: string) => Promise<Reached>

const LIMIT_MS = 5_000

export interface ReachOptions {
  /** Wall clock. */
  readonly nowMs: () => number
  readonly limitMs?: number
  /** The proxies of the system, as the engine gets them. */
  readonly systemProxy?: SystemProxy | undefined
}

/** The two hosts that Kimi Proxy needs. */
export function hostFacts({ oauthHost, upstream }: Settings, reach: Reach): Promise<HostFacts[]> {
  const look = async (service: HostFacts['service'], url: string): Promise<HostFacts> => {
    const { host, port, protocol } = targetOf(url)
    const usual = port === (protocol === 'https:' ? 443 : 80)
    return { service, host: usual ? host : `${host}:${port}`, ...(await reach(url)) }
  }
  return Promise.all([look('auth', oauthHost), look('api', upstream)])
}

/** Throws SETTING_INVALID for an extra CA file that cannot be used. */
export function reachThrough(network: NetworkSettings, options: ReachOptions): Reach {
  const { systemProxy } = options
  const trust = trustFrom(network.extraCaFile)
  return async (url) => {
    const target = targetOf(url)
    const agent = createAgent(target, network, trust, { systemProxy })
    try {
      const way = await wayTo(url, network, systemProxy)
      return { way, outcome: await knock(target, agent, options) }
    } finally {
      agent.destroy()
    }
  }
}

async function wayTo(
  url: string,
  network: NetworkSettings,
  systemProxy: SystemProxy | undefined,
): Promise<WayTaken> {
  const way = await describeWay(url, network, { systemProxy })
  if (way.kind === 'direct') return way
  return { kind: way.from === 'system' ? 'system' : 'proxy', via: way.address.replace(/^http:\/\//, '') }
}

/** Any answer shows that the host is reached, even a refusal. */
async function knock(
  target: Target,
  agent: UpstreamAgent,
  { nowMs, limitMs = LIMIT_MS }: ReachOptions,
): Promise<ReachOutcome> {
  const headers = { 'user-agent': `kimi-proxy/${VERSION}` }
  const sentAtMs = nowMs()
  try {
    const atRoot = { ...target, basePath: '' }
    const answer = await askOnce({ target: atRoot, method: 'HEAD', path: '/', headers, agent, limitMs })
    return { kind: 'answered', aheadMs: aheadOf(answer.headers.date, (sentAtMs + nowMs()) / 2) }
  } catch (error) {
    return { kind: 'failed', cause: failureCause(error), reason: describeFailure(error, target.host) }
  }
}

/** RFC 9110, section 6.6.1: Date is the time of the answer, in whole seconds. */
function aheadOf(date: string | undefined, atMs: number): number | null {
  const toldMs = Date.parse(date ?? '')
  return Number.isNaN(toldMs) ? null : Math.round(atMs - (toldMs + 500))
}
