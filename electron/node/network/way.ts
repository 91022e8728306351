/**
 * Which way leads to a host: the setting or the environment first, then the system's own proxies, which are asked
 * anew for every connection, then none.
 */
import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { isLoopbackHost } from '../../core/basics/loopback'
import type { Clock } from '../../core/basics/ports'
import { bypassesProxy } from '../../core/network/no-proxy'
import { DIRECT, hostPort, type Way, wayAddress, waysFrom } from '../../core/network/proxy-answer'
import { createSystemClock } from '../basics/clock'
import { ProxyRefusal } from './failure'
import { proxyOf, type Target, targetOf } from './target'
import { openWay } from './tunnel'

/** Asks the system which proxies lead to a URL. The answer is that of a PAC file, `PROXY a:1; DIRECT`. */
export type SystemProxy = (url: string) => Promise<string>

export interface RouteOptions {
  /** Absent where there is no such system: on the command line. */
  readonly systemProxy?: SystemProxy | undefined
  readonly clock?: Clock | undefined
  /** How long one of several ways may take to open. */
  readonly wayLimitMs?: number
}

export interface ProxySettings {
  readonly proxy: string | null
  readonly noProxy: string
}

/** What a person is told. The address holds no name and no password. */
export type WayDescription =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly from: 'setting' | 'system'; readonly address: string }

/** A PAC file may have to be fetched first; what is known already is used meanwhile. */
const ANSWER_LIMIT_MS = 3_000
/** Where another way is left: what remains of the limit of a connection is for that one. */
const WAY_LIMIT_MS = 5_000
/** How long a way that could not be taken stands behind the others, as in Chromium (proxy_retry_info.h). */
const FAILED_MS = 300_000

/** Never rejects for the system's sake. Throws SETTING_INVALID. */
export async function describeWay(
  url: string,
  settings: ProxySettings,
  options: RouteOptions = {},
): Promise<WayDescription> {
  return new WayFinder(targetOf(url), settings, options).describe()
}

export class WayFinder {
  readonly #target: Target
  readonly #clock: Clock
  readonly #wayLimitMs: number
  readonly #from: 'setting' | 'system'
  readonly #credentials: string | null
  /** Null where the way never changes. */
  readonly #askSystem: (() => Promise<string>) | null
  #ways: readonly Way[] = [DIRECT]
  #asking: Promise<void> | null = null
  readonly #wayOf = new WeakMap<Socket, Way>()
  /** When a way could not be taken, in elapsed time. */
  readonly #failedAtMs = new Map<string, number>()

  /** Throws SETTING_INVALID. */
  constructor(target: Target, settings: ProxySettings, options: RouteOptions = {}) {
    const { systemProxy, clock = createSystemClock(), wayLimitMs = WAY_LIMIT_MS } = options
    this.#target = target
    this.#clock = clock
    this.#wayLimitMs = wayLimitMs
    const straight = target.protocol === 'http:' || bypassesProxy(target.host, target.port, settings.noProxy)
    const proxy = straight ? null : settings.proxy
    this.#from = proxy === null ? 'system' : 'setting'
    const set = proxy === null ? null : proxyOf(proxy)
    this.#credentials = set?.credentials ?? null
    if (set !== null) this.#ways = [set.way]
    const asks = !straight && proxy === null && !isLoopbackHost(hostPort(target))
    this.#askSystem =
      asks && systemProxy !== undefined ? async () => systemProxy(`https://${hostPort(target)}/`) : null
  }

  /** Whether the way is straight and stays so. */
  get isDirect(): boolean {
    return this.#askSystem === null && this.#ways.every(({ kind }) => kind === 'direct')
  }

  /** Another one whenever other ways lead there. Their order does not count: some PAC files spread load by it. */
  get key(): string {
    return this.#ways.map(wayAddress).sort().join(' ')
  }

  /** Asks the system. After some seconds, or a failure, what it said last holds. Never rejects. */
  async review(): Promise<void> {
    if (this.#askSystem === null) return
    this.#asking ??= this.#hear(this.#askSystem).finally(() => {
      this.#asking = null
    })
    await this.#asking
  }

  /**
   * Opens the way that `review` found: the first that can be taken, which is remembered for a while. Null: straight, so
   * that nothing has to be opened first. Rejects within `limitMs` with the failure of the last one, or a proxy's refusal.
   */
  async open(trust: SecureContext | undefined, limitMs: number): Promise<Socket | null> {
    const endsAtMs = performance.now() + limitMs
    const shared = { target: this.#target, trust, credentials: this.#credentials }
    const ways = this.#inOrder()
    const last = ways.pop() ?? DIRECT
    const openOne = async (way: Way, atMostMs: number) => {
      const leftMs = Math.max(1, Math.min(atMostMs, endsAtMs - performance.now()))
      const socket = await openWay(way, { ...shared, limitMs: leftMs })
      this.#wayOf.set(socket, way)
      return socket
    }
    for (const way of ways) {
      try {
        return await openOne(way, this.#wayLimitMs)
      } catch (error) {
        if (error instanceof ProxyRefusal) throw error
        this.#stepBack(way)
      }
    }
    return last.kind === 'direct' ? null : openOne(last, limitMs)
  }

  /** What was opened turned out to lead to nobody: its way stands behind the others for a while. */
  leadsNowhere(opened: Socket): void {
    const way = this.#wayOf.get(opened)
    if (way !== undefined) this.#stepBack(way)
  }

  /** In another network a way that failed may be the right one. */
  forgetFailures(): void {
    this.#failedAtMs.clear()
  }

  #stepBack(way: Way): void {
    this.#failedAtMs.set(wayAddress(way), this.#clock.elapsedMs())
  }

  async describe(): Promise<WayDescription> {
    await this.review()
    const [way = DIRECT] = this.#inOrder()
    if (way.kind === 'direct') return { kind: 'direct' }
    return { kind: 'proxy', from: this.#from, address: wayAddress(way) }
  }

  #hear(askSystem: () => Promise<string>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ANSWER_LIMIT_MS, resolve)
      askSystem()
        .then((answer) => {
          // Also one that comes late: the next connection shall have it.
          this.#ways = waysFrom(answer)
        })
        .catch(() => undefined)
        .finally(() => {
          cancel()
          resolve()
        })
    })
  }

  #inOrder(): Way[] {
    const nowMs = this.#clock.elapsedMs()
    const failed = (way: Way) => nowMs - (this.#failedAtMs.get(wayAddress(way)) ?? -FAILED_MS) < FAILED_MS
    return [...this.#ways.filter((way) => !failed(way)), ...this.#ways.filter(failed)]
  }
}
