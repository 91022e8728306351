/**
 * One engine and a few clients while Kimi has one trouble after another: at its sign-in host, at its API, and in the form
 * of its answers. What clients see is judged by the simulator's oracle.
 */
import type { Machine, TestEngine } from '../harness/machine'
import { Oracle, type SeenRequest } from '../simulator'
import { Random } from './random'
import { Weather } from './weather'

export interface StormOptions {
  readonly seed: number
  readonly clients: number
  readonly durationMs: number
}

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
    const weather = new Weather(simulator, this.oracle, this.#random)
    const clients = Array.from({ length: this.#options.clients }, (_, number) => this.#ask(number % 2 === 1))
    const endAtMs = performance.now() + this.#options.durationMs
    while (performance.now() < endAtMs) {
      await pause(this.#random.between(500, 5_000))
      await weather.trouble()
    }
    await pause(1_000)
    this.#isOver = true
    await Promise.all(clients)
    simulator.dressGrants(null)
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
