/** The doctor's findings about the way to Kimi, and about the clock. Pure. */
import type { Platform } from '../../contract/app'
import type { Finding } from '../../contract/doctor'
import type { Reason } from '../../contract/problem'
import { found, type Situation } from './situation'

export interface HostFacts {
  readonly service: 'auth' | 'api'
  readonly host: string
  readonly way: WayTaken
  readonly outcome: ReachOutcome
}

/** How a host is reached. `via`: the proxy as host and port, never with its password. */
export type WayTaken =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy' | 'system'; readonly via: string }

export type ReachOutcome =
  /** `aheadMs`: how far our clock is ahead of the host's; null when the host sent no time. */
  | { readonly kind: 'answered'; readonly aheadMs: number | null }
  | { readonly kind: 'failed'; readonly cause: 'network' | 'proxy' | 'certificate'; readonly reason: Reason }

/**
 * From this difference on, the clock is reported. Half a minute does no harm: a token lives 15 minutes and is renewed at
 * half of them.
 */
const OFF_MS = 60_000
/** From this difference on, a token may count as expired while it is valid, or as valid while it is expired. */
const WRONG_MS = 300_000

/** The command that each system's manual names. */
const SET_CLOCK: Readonly<Record<Platform, string>> = {
  darwin: 'sudo systemsetup -setusingnetworktime on',
  linux: 'sudo timedatectl set-ntp true',
  win32: 'w32tm /resync',
}

const CODE_OF = { network: 'HOST_UNREACHED', proxy: 'PROXY_FAILED', certificate: 'HOST_UNTRUSTED' } as const

export function judgeHosts(hosts: readonly HostFacts[], { platform }: Situation): Finding[] {
  return [...hosts.map(hostFinding), ...clockFindings(hosts, platform)]
}

function hostFinding({ service, host, way, outcome }: HostFacts): Finding {
  const values = { service, host, way: way.kind, proxy: way.kind === 'direct' ? '' : way.via }
  if (outcome.kind === 'answered') return found('HOST_ANSWERS', values)
  return found(CODE_OF[outcome.cause], { ...values, reason: outcome.reason })
}

function clockFindings(hosts: readonly HostFacts[], platform: Platform): Finding[] {
  const told = hosts.flatMap(({ outcome }) =>
    outcome.kind === 'answered' && outcome.aheadMs !== null ? [outcome.aheadMs] : [],
  )
  // A host may have a wrong clock itself, so the smallest difference counts.
  const aheadMs = told.reduce((best, next) => (Math.abs(next) < Math.abs(best) ? next : best), told[0] ?? 0)
  if (told.length === 0) return [found('CLOCK_UNKNOWN', {})]
  const offMs = Math.abs(aheadMs)
  if (offMs <= OFF_MS) return [found('CLOCK_RIGHT', {})]
  const values = { offMs, direction: aheadMs > 0 ? 'ahead' : 'behind' }
  return [found(offMs > WRONG_MS ? 'CLOCK_WRONG' : 'CLOCK_OFF', values, SET_CLOCK[platform])]
}
