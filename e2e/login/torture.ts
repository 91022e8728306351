/**
 * Engines of several homes on one login, under random `kill -9` and stops longer than the lock's stale time, while Kimi
 * has the troubles of `weather.ts`. The login may die of a kill that falls between Kimi's rotation and the save, and of
 * nothing else; then a person signs in anew. What clients see is judged by the simulator's oracle, where no blow to their
 * own engine explains it.
 */
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { until } from '../../electron/testing/until'
import type { Machine, TestEngine } from '../harness/machine'
import { Oracle, type RefreshRequest, type SeenRequest } from '../simulator'
import type { LoginWatch } from './login-watch'
import { Random } from './random'
import { Seat } from './torture-seat'
import { strikeAt } from './torture-strikes'
import { isOver, sayings, type Verdict, verdictOf } from './torture-verdict'
import { Weather } from './weather'

export interface TortureOptions {
  readonly seed: number
  readonly processes: number
  readonly durationMs: number
}

/** Longer than the 5 s after which others take the lock over. */
const STOP_MS = { least: 5_500, most: 8_000 }
const SETTLE_LIMIT_MS = 45_000
/** As long as the lock of a struck process keeps the others away: 5 s until it is stale, and their next look. */
const LOCKED_MS = 6_000

export class Torture {
  readonly report = { kills: 0, stops: 0, aimed: 0, deaths: 0, revivals: 0, cut: 0 }
  /** How often each status was answered. */
  readonly answers: Record<number, number> = {}
  readonly oracle = new Oracle()
  /** Requests whose engine was left in peace meanwhile. */
  readonly judged: SeenRequest[] = []
  readonly #machine: Machine
  readonly #watch: LoginWatch
  readonly #options: TortureOptions
  readonly #random: Random
  readonly #weather: Weather
  readonly #seats: readonly Seat[]
  /** When the scheduler does something to a seat next. */
  readonly #nextAtMs = new Map<Seat, number>()
  readonly #asking = new Set<Seat>()
  #isCalm = false
  #isFinished = false

  constructor(machine: Machine, watch: LoginWatch, options: TortureOptions) {
    this.#machine = machine
    this.#watch = watch
    this.#options = options
    this.#random = new Random(options.seed)
    this.#weather = new Weather(machine.simulator, this.oracle, this.#random)
    this.#seats = Array.from({ length: options.processes }, (_, number) => new Seat(machine, number))
  }

  get engines(): TestEngine[] {
    return this.#seats.flatMap(({ engine }) => (engine === null ? [] : [engine]))
  }

  /** Failures that a little more waiting would have cured, as lines. */
  get curable(): readonly string[] {
    return this.judged
      .filter(({ status }) => status !== 200 && status !== 402)
      .flatMap((request) => this.oracle.verdictOn(request) ?? [])
  }

  /** Ends with every engine running, and the login alive. */
  async run(): Promise<void> {
    const { simulator } = this.#machine
    await Promise.all(this.#seats.map((seat) => seat.start()))
    simulator.onRotated = (request) => this.#atRotation(request)
    for (const seat of this.#seats) this.#plan(seat, 2_500, 6_000)
    const storm = this.#storm()
    const endAtMs = performance.now() + this.#options.durationMs
    while (performance.now() < endAtMs) {
      await pause(25)
      for (const seat of this.#seats) this.#tend(seat)
      if (!this.#isBuried) continue
      await this.#settle()
      this.#isCalm = false
    }
    this.#isFinished = true
    await this.#settle()
    // A login whose last answer was lost lives on its access token until somebody renews it.
    const renewed = await this.engines[0]?.refresh()
    if (renewed?.ok !== true || this.#isBuried) await this.#settle()
    await Promise.all(this.#seats.map((seat) => until('clients are served', () => !this.#asking.has(seat))))
    await storm
  }

  async #storm(): Promise<void> {
    while (!this.#isFinished) {
      await pause(this.#random.between(500, 5_000))
      if (!this.#isCalm) await this.#weather.trouble()
    }
  }

  get #isBuried(): boolean {
    return this.#machine.sandbox.readLogin()['refresh_token'] === ''
  }

  /** Nothing is being started any more that nobody would end. */
  async end(): Promise<void> {
    this.#isCalm = true
    this.#isFinished = true
    await Promise.allSettled(this.#seats.map((seat) => (seat.isStarting ? seat.start() : undefined)))
  }

  #plan(seat: Seat, leastMs: number, mostMs: number): void {
    this.#nextAtMs.set(seat, performance.now() + this.#random.between(leastMs, mostMs))
  }

  #tend(seat: Seat): void {
    if (seat.engine !== null && !this.#asking.has(seat)) void this.#ask(seat, seat.engine)
    if (seat.isStarting || performance.now() < (this.#nextAtMs.get(seat) ?? 0)) return
    if (seat.engine === null) {
      void seat.start()
      this.#plan(seat, 300, 4_000)
    } else if (seat.isStopped && !this.#random.chance(0.2)) {
      seat.resume()
      this.#plan(seat, 300, 4_000)
    } else this.#hit(seat, this.#isKillDue(seat) ? 'kill' : 'stop')
  }

  /** The first of all is a stop, so that every run has one. */
  #isKillDue(seat: Seat): boolean {
    return this.report.stops > 0 && (seat.isStopped || this.#random.chance(0.6))
  }

  #hit(seat: Seat, how: 'kill' | 'stop'): void {
    if (seat.engine === null) return
    if (how === 'kill') {
      this.report.kills += 1
      void seat.kill()
      this.#plan(seat, 50, 1_000)
    } else {
      this.report.stops += 1
      seat.stop()
      this.#plan(seat, STOP_MS.least, STOP_MS.most)
    }
    // If no lock is there, it held none, and nobody else has to wait.
    const lock = join(this.#machine.sandbox.root, '.kimi-code', 'oauth', 'kimi-code.lock')
    if (existsSync(lock))
      this.oracle.begins(`a lock left by a ${how}`, performance.now())(performance.now() + LOCKED_MS)
  }

  /** Kimi has rotated and not answered yet: the moments in which a login can be lost. */
  async #atRotation(request: RefreshRequest): Promise<void> {
    const seat = this.#seats.find(({ name }) => name === request.sender)
    const { grantedCount } = this.#machine.simulator.log
    const strike = this.#isCalm ? 'none' : strikeAt(grantedCount, this.#random)
    if (seat === undefined || strike === 'none') return pause(this.#random.between(0, 120))
    this.report.aimed += 1
    if (strike === 'kill' || strike === 'stop') return this.#hit(seat, strike)
    // Around the moment in which the answer is read, saved, renamed.
    const how = strike === 'kill soon' ? 'kill' : 'stop'
    setTimeout(
      () => {
        if (!this.#isCalm && seat.name === request.sender) this.#hit(seat, how)
      },
      this.#random.between(0, 25),
    )
  }

  async #ask(seat: Seat, engine: TestEngine): Promise<void> {
    this.#asking.add(seat)
    const startedAtMs = performance.now()
    const { blows } = seat
    const isLeftInPeace = () => seat.blows === blows && !seat.isStopped
    const status = await engine.ask().then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 0) this.report.cut += 1
    else this.answers[status] = (this.answers[status] ?? 0) + 1
    if (isLeftInPeace()) this.judged.push({ startedAtMs, endedAtMs: performance.now(), status })
    await pause(this.#random.between(50, 400))
    this.#asking.delete(seat)
  }

  /** Everything runs again, and from now on nobody strikes: the login is alive for all, or over for all, and rightly so. */
  async #settle(): Promise<void> {
    this.#isCalm = true
    this.#weather.clear()
    for (const seat of this.#seats) seat.resume()
    await Promise.all(this.#seats.map((seat) => seat.start()))
    const wasBuried = this.#isBuried
    let verdict: Verdict = 'mixed'
    const agree = async () => {
      verdict = await verdictOf(this.engines)
      // Beside a tombstone the last access token still serves for a while.
      return verdict === 'over' || (verdict === 'alive' && !this.#isBuried)
    }
    await until('all engines agree about the login', agree, SETTLE_LIMIT_MS).catch(async (error: unknown) => {
      throw new Error((await sayings(this.engines)).join('\n'), { cause: error })
    })
    if (isOver(verdict)) await this.#bury()
    else if (wasBuried) this.report.revivals += 1
    for (const seat of this.#seats) this.#plan(seat, 300, 4_000)
  }

  async #bury(): Promise<void> {
    this.report.deaths += 1
    const { simulator, sandbox } = this.#machine
    const last = simulator.log.refreshRequests.findLast(({ outcome }) => outcome === 'granted')
    const killed = this.#seats.flatMap((seat) => seat.killed)
    expect(killed, 'it died without a kill').toContain(last?.sender)
    expect(this.#watch.seen, 'it died although it was saved').not.toContain(last?.successor)
    const before = simulator.log.refreshRequests.length
    for (let round = 0; round < 3; round += 1) {
      await pause(300)
      expect(await verdictOf(this.engines)).toBe('over')
    }
    expect(simulator.log.refreshRequests.length, 'it is asked for again and again').toBe(before)
    const fresh = `${sandbox.credentials}.fresh`
    sandbox.saveLogin(simulator.issueLogin(), fresh)
    renameSync(fresh, sandbox.credentials)
    await until('the new login is used', async () => (await verdictOf(this.engines)) === 'alive')
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}
