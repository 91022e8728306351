/**
 * Keeps the quota of the login in use known, without ever being in the way of a request.
 *
 * - `tick` comes from the engine's one timer and asks Kimi where a look is due (`core/plan/quota-schedule.ts`). A timer of its
 *   own runs only for a look that is wanted soon.
 * - Kimi is asked with a token that is valid now, or not at all: nothing is renewed for it.
 * - What Kimi told last is kept on the disk, and shown as stale after a start. A look that fails leaves it standing.
 * - Made by the engine's parts; `askSoon` is for whoever has seen a limit.
 */
import type { Account } from '../../contract/login'
import type { PlanState, QuotaState } from '../../contract/plan'
import { systemCode } from '../../core/basics/errors'
import type { Clock, Logger } from '../../core/basics/ports'
import type { Secret } from '../../core/basics/secret'
import { type UsageSamples, withForecast, withSamplesOf } from '../../core/plan/forecast'
import { hasResetSince, quotaKnown } from '../../core/plan/quota'
import * as schedule from '../../core/plan/quota-schedule'
import type { UsagesAnswer } from '../../core/plan/usages-answer'
import { problem } from '../../core/words/problem'
import type { Paths } from '../files/paths'
import { readAccount } from '../login/account-api'
import type { KimiHost } from '../network/kimi-request'
import { keepQuota, loadKeptQuota } from './quota-file'
import { readUsages } from './usages-api'

const UNKNOWN: QuotaState = { kind: 'unknown', problem: null }
/** Who it is hardly changes. */
const ACCOUNT_EVERY_MS = 12 * 3_600_000
/** Without a change the file is written this often, for the time of the last look. */
const KEEP_EVERY_MS = 600_000

export interface QuotaWatchOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly paths: Pick<Paths, 'quotaFile'>
  /** Asked for each time: it changes with the region. */
  readonly host: () => Omit<KimiHost, 'timeoutMs'>
  /** One that is valid now; null where there is none. */
  readonly token: () => Secret | null
  /** Whether requests run, or did a moment ago. */
  readonly isBusy: () => boolean
  readonly tell: (plan: Partial<PlanState>) => void
}

export class QuotaWatch {
  readonly #options: QuotaWatchOptions
  #looks = schedule.NO_LOOKS
  #quota: QuotaState = UNKNOWN
  #samples: UsageSamples = {}
  #account: Account | null = null
  #accountAtMs = Number.NEGATIVE_INFINITY
  /** The file of the login that all this is of. */
  #login: string | null = null
  #asking: Promise<void> | null = null
  #keeping: Promise<void> = Promise.resolve()
  #keptAtMs = Number.NEGATIVE_INFINITY
  #runs = false
  #cancel: (() => void) | null = null
  #cancelLimitLook: (() => void) | null = null

  constructor(options: QuotaWatchOptions) {
    this.#options = options
  }

  /** A login was found, or found again: its quota is looked at soon, and until then what was kept of it is shown. */
  loginFound(path: string): void {
    if (path !== this.#login) this.#begin(path)
    this.#accountAtMs = Number.NEGATIVE_INFINITY
    this.askSoon()
  }

  /** Something says that the quota is another one, such as a refusal for a limit. Several at once are one. */
  askSoon(): void {
    this.#looks = schedule.wantedSoon(this.#looks, this.#options.clock.elapsedMs())
    this.#arm()
  }

  /** Time has passed. */
  tick(): void {
    this.#runs = true
    this.#arm()
    const { clock, isBusy } = this.#options
    const hasReset = hasResetSince(this.#quota, clock.wallMs())
    const terms = { nowMs: clock.elapsedMs(), isBusy: isBusy(), hasReset }
    if (schedule.isLookDue(this.#looks, terms)) void this.#ask()
  }

  /** Somebody wants to see it now. Resolves once it is as new as it gets. Never rejects. */
  async lookNow(): Promise<void> {
    if (schedule.mayLookOnDemand(this.#looks, this.#options.clock.elapsedMs())) await this.#ask()
    else await this.#asking
  }

  /** Kimi has refused a request for a limit, and what is known does not say when it ends: asked now, or within `patienceMs`. */
  lookAtLimit(patienceMs: number): void {
    const { clock } = this.#options
    const inMs = schedule.limitLookInMs(this.#looks, clock.elapsedMs())
    if (this.#cancelLimitLook !== null || inMs > patienceMs) return
    this.#cancelLimitLook = clock.after(inMs, () => {
      this.#cancelLimitLook = null
      void this.#ask()
    })
  }

  /** Until the next `tick`. Resolves once nothing is being written any more. */
  async stop(): Promise<void> {
    this.#runs = false
    this.#cancel?.()
    this.#cancel = null
    this.#cancelLimitLook?.()
    this.#cancelLimitLook = null
    await this.#keeping
  }

  #begin(path: string): void {
    const kept = loadKeptQuota(this.#options.paths)
    const own = kept !== null && kept.login === path ? kept : null
    this.#login = path
    this.#samples = own?.samples ?? {}
    this.#account = own?.account ?? null
    this.#quota = own === null ? UNKNOWN : { kind: 'stale', quota: own.quota, atMs: own.atMs, problem: null }
    this.#options.tell({ quota: this.#quota, account: this.#account })
  }

  #arm(): void {
    const { clock } = this.#options
    const inMs = schedule.soonInMs(this.#looks, clock.elapsedMs()) ?? 0
    // What is overdue waits for a token, which the next tick of the engine may have.
    if (!this.#runs || inMs === 0 || this.#cancel !== null) return
    this.#cancel = clock.after(inMs, () => {
      this.#cancel = null
      this.tick()
    })
  }

  #ask(): Promise<void> {
    const token = this.#options.token()
    if (token === null) return Promise.resolve()
    this.#asking ??= this.#look(token).finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  async #look(token: Secret): Promise<void> {
    const { clock, host } = this.#options
    const login = this.#login
    this.#looks = schedule.lookBegun(this.#looks, clock.elapsedMs())
    const answer = await readUsages(host(), token, clock.wallMs())
    // Another login is in use meanwhile.
    if (login !== this.#login) return
    this.#take(answer)
    if (answer.kind !== 'failed') await this.#readAccount(token)
    if (login === this.#login) this.#keep()
  }

  #take(answer: UsagesAnswer): void {
    const { clock, tell } = this.#options
    const atMs = clock.wallMs()
    const before = JSON.stringify(quotaKnown(this.#quota)?.quota)
    if (answer.kind === 'failed') {
      this.#looks = schedule.lookFailed(this.#looks, clock.elapsedMs(), answer.pauseMs)
      this.#quota = afterFailure(this.#quota, problem('QUOTA_UNKNOWN', { reason: answer.reason }))
    } else {
      this.#looks = schedule.lookDone(this.#looks)
      this.#quota = answer.kind === 'none' ? { kind: 'none', atMs } : this.#counted(answer.quota, atMs)
    }
    if (JSON.stringify(quotaKnown(this.#quota)?.quota) !== before) this.#keptAtMs = Number.NEGATIVE_INFINITY
    tell({ quota: this.#quota })
  }

  #counted(quota: Extract<UsagesAnswer, { kind: 'quota' }>['quota'], atMs: number): QuotaState {
    this.#samples = withSamplesOf(this.#samples, quota, atMs)
    return { kind: 'known', quota: withForecast(quota, this.#samples, atMs), atMs }
  }

  async #readAccount(token: Secret): Promise<void> {
    const { clock, host, tell } = this.#options
    const login = this.#login
    if (clock.elapsedMs() - this.#accountAtMs < ACCOUNT_EVERY_MS) return
    this.#accountAtMs = clock.elapsedMs()
    const account = await readAccount(host(), token)
    if (account === null || login !== this.#login) return
    this.#account = account
    tell({ account })
  }

  #keep(): void {
    const { clock, log, paths } = this.#options
    const nowMs = clock.elapsedMs()
    if (
      !this.#runs ||
      this.#login === null ||
      this.#quota.kind !== 'known' ||
      nowMs - this.#keptAtMs < KEEP_EVERY_MS
    )
      return
    this.#keptAtMs = nowMs
    const { quota, atMs } = this.#quota
    const kept = { login: this.#login, atMs, quota, account: this.#account, samples: this.#samples }
    this.#keeping = keepQuota(paths, kept).catch((error: unknown) =>
      // It is known all the same; only the next start begins without it.
      log.warn('quota-not-kept', { code: systemCode(error) }),
    )
  }
}

function afterFailure(before: QuotaState, why: ReturnType<typeof problem>): QuotaState {
  const known = quotaKnown(before)
  return known === null
    ? { kind: 'unknown', problem: why }
    : { kind: 'stale', quota: known.quota, atMs: known.atMs, problem: why }
}
