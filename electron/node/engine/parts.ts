/**
 * The parts of one engine, made and joined in the order in which they need each other.
 *
 * - What a part says goes into the store; what the store asks for (an effect) goes to the part that can do it.
 * - A token that was found, renewed or adopted wakes the requests that wait for one.
 * - Called once by `Engine`, which starts and stops what is made here.
 */
import type { EngineState, LoginPick } from '../../contract/engine'
import type { Clock } from '../../core/basics/ports'
import type { Now } from '../../core/engine/health'
import { isBusy } from '../../core/engine/schedule'
import { type Effect, initialState } from '../../core/engine/update'
import type { TokenEvent } from '../../core/login/token-events'
import { TokenKeeper } from '../../core/login/token-keeper'
import { LimitWatch } from '../../core/plan/limit-watch'
import { createSystemClock } from '../basics/clock'
import { readLoginPick } from '../login/login-pick'
import { QuotaWatch } from '../plan/quota-watch'
import { Turnstile } from '../plan/turnstile'
import { ParkingLot } from '../proxy/parking-lot'
import { KeptRecorder } from '../recorder/kept-recorder'
import { Hosts } from './hosts'
import { EngineLogins } from './logins'
import { Models } from './models'
import type { EngineOptions } from './options'
import { newRunRecord, type RunRecord } from './run-file'
import { EngineStore } from './store'

export interface EngineParts {
  readonly options: EngineOptions
  readonly clock: Clock
  /** Its port is the one asked for; the home is not claimed yet. */
  readonly record: RunRecord
  readonly store: EngineStore
  readonly hosts: Hosts
  readonly parking: ParkingLot
  readonly turnstile: Turnstile
  readonly limitWatch: LimitWatch
  readonly keeper: TokenKeeper
  readonly logins: EngineLogins
  readonly quotaWatch: QuotaWatch
  readonly recorder: KeptRecorder
  readonly models: Models
  readonly now: () => Now
  /** Puts the token's times in the state right after the clock was set. */
  readonly anchor: () => void
}

/** `onChange` hears of each new state before the subscribers do. Throws SETTING_INVALID for a CA file that cannot be used. */
export function makeParts(
  options: EngineOptions,
  onChange: (before: EngineState, now: EngineState) => void,
): EngineParts {
  const { settings, paths, host, log, parkMs = 0, memory } = options
  const clock = options.clock ?? createSystemClock()
  const recorder = options.recorder ?? new KeptRecorder(paths)
  const hosts = new Hosts({ ...options, clock })
  const record = newRunRecord(settings.port, host, clock.wallMs())
  const pick = readLoginPick(paths)
  const now = () => ({ wallMs: clock.wallMs(), elapsedMs: clock.elapsedMs() })
  const initial = stateAtFirst(options, record, pick, now())
  const turnstile = new Turnstile({
    clock,
    isOn: settings.limitConcurrency,
    onChange: (turns) => store.dispatch({ kind: 'planChanged', plan: { turns } }),
  })
  const store = new EngineStore({ initial, log, carryOut, onChange: onState })
  store.dispatch({ kind: 'planChanged', plan: { turns: turnstile.turns } })
  const parking = new ParkingLot({ clock, limitMs: parkMs, onChange: onParked })
  const limitWatch = new LimitWatch({
    clock,
    plan: () => store.state.plan,
    tell: (plan) => store.dispatch({ kind: 'planChanged', plan }),
    look: (patienceMs) => quotaWatch.lookAtLimit(patienceMs),
    askSoon: () => quotaWatch.askSoon(),
    over: () => parking.limitOver(),
  })
  const { stores, auth } = hosts
  const remembered = memory === undefined ? {} : { memory }
  const keeper = new TokenKeeper({ stores, auth, clock, emit: onToken, pick, ...remembered })
  const logins = new EngineLogins({ options, clock, store, hosts, keeper })
  const quotaWatch = new QuotaWatch({
    ...{ clock, log, paths },
    host: () => hosts.api,
    token: () => keeper.peek(),
    isBusy: () => isBusy(store.state, clock.wallMs()),
    tell: (plan) => store.dispatch({ kind: 'planChanged', plan }),
  })
  const { version } = options
  const models = new Models({ clock, keeper, destination: () => hosts.destination, paths, version })

  function onState(before: EngineState, state: EngineState): void {
    const { quota } = state.plan
    if (quota !== before.plan.quota && 'quota' in quota) turnstile.follow(quota.quota.parallelLimit)
    onChange(before, state)
    if (quota !== before.plan.quota) limitWatch.looked()
  }

  function carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'tend':
        void logins.look()
        quotaWatch.tick()
        void recorder.keep()
        return
      case 'renewIfDue':
        keeper.renewIfDue()
    }
  }

  function onToken(event: TokenEvent): void {
    store.dispatch(event)
    if (event.kind === 'loginFound') {
      quotaWatch.loginFound(event.source.path)
      limitWatch.loginFound(event.source.path)
    }
    if (event.kind === 'loginFound' || event.kind === 'renewed' || event.kind === 'adopted') parking.wake()
  }

  function onParked(count: number): void {
    store.dispatch({ kind: 'parked', count })
    logins.waitedFor(() => parking.count)
  }

  function anchor(): void {
    const token = keeper.times()
    if (token !== null) store.dispatch({ kind: 'tokenMoved', token })
  }

  return {
    options,
    clock,
    record,
    store,
    hosts,
    parking,
    turnstile,
    limitWatch,
    keeper,
    logins,
    quotaWatch,
    recorder,
    models,
    now,
    anchor,
  }
}

function stateAtFirst(
  { settings, version, host, parkMs = 0 }: EngineOptions,
  { nonce }: RunRecord,
  pick: LoginPick,
  now: Now,
): EngineState {
  return initialState({
    version,
    pid: process.pid,
    host,
    nonce,
    startedAtMs: now.wallMs,
    startedAtElapsedMs: now.elapsedMs,
    settings: settings.origins,
    skipped: settings.skipped,
    parkMs,
    region: settings.region,
    pick,
  })
}
