/**
 * Kimi's two regions, each with a sign-in host and an API of its own (ARCHITECTURE, fact 4; kimi-code's region.ts). Both
 * hosts always change together: a token of one region means nothing in the other. Pure.
 */
import type { Region } from '../../contract/engine'
import { KimiProxyError } from '../basics/errors'

export type { Region }

export const REGIONS: readonly Region[] = ['mainland-cn', 'global']

export interface HostPair {
  /** Origin without a trailing slash. */
  readonly oauthHost: string
  /** Base URL without a trailing slash. */
  readonly upstream: string
}

export const HOSTS_OF: Readonly<Record<Region, HostPair>> = {
  'mainland-cn': { oauthHost: 'https://auth.kimi.com', upstream: 'https://api.kimi.com/coding' },
  global: { oauthHost: 'https://auth.kimi.ai', upstream: 'https://api.kimi.ai/coding' },
}

/** Where the region was read, when nothing says it outright. */
export interface DetectedRegion {
  readonly region: Region
  /** A path. */
  readonly source: string
}

export interface RegionInput {
  /** Named outright by variable or setting; null where they are not. */
  readonly oauthHost: string | null
  readonly upstream: string | null
  readonly chosen: Region | null
  readonly detected: Region | null
}

export interface ResolvedHosts extends HostPair {
  /** Null for hosts that are no region's: a simulator, a gateway. */
  readonly region: Region | null
}

export function isRegion(value: unknown): value is Region {
  return REGIONS.some((region) => region === value)
}

/**
 * A host that is named wins, and takes the other with it where it is one of Kimi's; then the region that is set, then
 * the one the logins on this machine are of. Throws SETTING_INVALID for the two hosts of different regions.
 */
export function resolveHosts(input: RegionInput): ResolvedHosts {
  const { oauthHost, upstream, chosen, detected } = input
  const ofOauth = oauthHost === null ? null : regionWith('oauthHost', oauthHost)
  const ofUpstream = upstream === null ? null : regionWith('upstream', upstream)
  if (ofOauth !== null && ofUpstream !== null && ofOauth !== ofUpstream) throw mixed(oauthHost, upstream)
  const named = ofOauth ?? ofUpstream
  const other = HOSTS_OF[named ?? chosen ?? detected ?? 'mainland-cn']
  const hosts = { oauthHost: oauthHost ?? other.oauthHost, upstream: upstream ?? other.upstream }
  return { ...hosts, region: regionOf(hosts) }
}

/** Null for hosts that are no region's. */
export function regionOf({ oauthHost, upstream }: HostPair): Region | null {
  const region = regionWith('oauthHost', oauthHost)
  return region !== null && region === regionWith('upstream', upstream) ? region : null
}

/** The region whose sign-in host this is; null for another host. */
export function regionOfOauthHost(oauthHost: string): Region | null {
  return regionWith('oauthHost', oauthHost.replace(/\/+$/, ''))
}

function regionWith(part: keyof HostPair, host: string): Region | null {
  return REGIONS.find((region) => HOSTS_OF[region][part] === host.toLowerCase()) ?? null
}

function mixed(oauthHost: string | null, upstream: string | null): KimiProxyError {
  const values = { oauthHost: oauthHost ?? '', upstream: upstream ?? '' }
  return new KimiProxyError('SETTING_INVALID.regions', values)
}
