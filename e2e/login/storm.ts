/**
 * One engine and a few clients while Kimi has one trouble after another: at its sign-in host, at its API, and in the form
 * of its answers. What clients see is judged by the simulator's oracle.
 */
import type { Machine, TestEngine } from '../harness/machine'
import { Oracle, type SeenRequest, type TokenFault } from '../simulator'
import { oddForm } from './odd-grants'
import { Random } from './random'

export interface StormOptions {
  readonly seed: number
  readonly clients: number
  readonly durationMs: number
}

/** Sign-in hosts of many kinds; none of these says that a login is over. */
const AUTH_TROUBLES: Readonly<Record<string, TokenFault>> = {
  'empty 401': { on: 'token', answer: { status: 401, body: '' } },
  '401 of a gateway': { on: 'token', answer: { status: 401, body: 'Unauthorized' } },
  'JSON 403': { on: 'token', answer: { status: 403, body: { message: 'blocked by policy' } } },
  invalid_client: { on: 'token', answer: { status: 401, body: { error: 'invalid_client' } } },
  'a page': { on: 'token', answer: { status: 200, body: '<html>log in to the wifi</html>' } },
  'an empty 200': { on: 'token', answer: { status: 200, body: '' } },
  404: { on: 'token', answer: { status: 404, body: 'not found' } },
  408: { on: 'token', answer: { status: 408, body: '' } },
  302: { on: 'token', answer: { status: 302, body: '', headers: { location: '/login' } } },
  503: { on: 'token', answer: { status: 503, body: 'busy' } },
  '429 with a wait': { on: 'token', answer: { status: 429, body: '', headers: { 'retry-after': '1' } } },
  'a cut': { on: 'token', drop: true },
  'a slow answer': { on: 'token', delayMs: 4_000 },
}
const REFUSAL = 'every token refused'
const KINDS = [...Object.keys(AUTH_TROUBLES), REFUSAL]

export class Storm {
  readonly oracle = new Oracle()
  readonly seen: SeenRequest[] = []
  readonly #machine: Machine
  readonly #engine: TestEngine
  readonly #options: StormOptions
  readonly #random: Random
  #isOver = false

  constructor(machine: Machine, engine: TestEngine, options: StormOptions) {
    this.#machine = machine
    this.#engine = engine
    this.#options = options
    this.#random = new Random(options.seed)
  }

  /** Failures that a little more waiting would have cured, as lines. */
  get curable(): readonly string[] {
    return this.seen
      .filter(({ status }) => status !== 200)
      .flatMap((request) => this.oracle.verdictOn(request) ?? [])
  }

  async run(): Promise<void> {
    const { simulator } = this.#machine
    simulator.dressGrants(() => oddForm(this.#random))
    const clients = Array.from({ length: this.#options.clients }, (_, number) => this.#ask(number % 2 === 1))
    const endAtMs = performance.now() + this.#options.durationMs
    while (performance.now() < endAtMs) {
      await pause(this.#random.between(500, 5_000))
      await this.#trouble()
    }
    await pause(1_000)
    this.#isOver = true
    await Promise.all(clients)
    simulator.dressGrants(null)
  }

  async #trouble(): Promise<void> {
    const { simulator } = this.#machine
    const kind = KINDS[Math.floor(this.#random.between(0, KINDS.length))] ?? REFUSAL
    this.oracle.begins(kind, performance.now())
    simulator.refuseEverything(kind === REFUSAL)
    simulator.keepFailing(AUTH_TROUBLES[kind] ?? null)
    // Most are short; some outlast the patience of every request.
    await pause(
      this.#random.chance(0.8) ? this.#random.between(200, 6_000) : this.#random.between(6_000, 20_000),
    )
    simulator.refuseEverything(false)
    simulator.keepFailing(null)
    this.oracle.ends(performance.now())
  }

  async #ask(stream: boolean): Promise<void> {
    while (!this.#isOver) {
      const startedAtMs = performance.now()
      const status = await this.#engine.ask('hello', stream).then(
        (answer) => answer.status,
        () => 0,
      )
      this.seen.push({ startedAtMs, endedAtMs: performance.now(), status })
      await pause(this.#random.between(20, 300))
    }
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}
