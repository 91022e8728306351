/**
 * One home whose engine is killed, stopped for a while and started again. Each process has a name of its own, by which
 * the simulator knows who sent what.
 *
 *     down -> starting -> running <-> stopped
 *       ^---- kill --------'-------------'
 */
import type { Machine, TestEngine } from '../harness/machine'

export class Seat {
  readonly #machine: Machine
  readonly #number: number
  #generation = 0
  #engine: TestEngine | null = null
  #starting: Promise<void> | null = null
  #isStopped = false
  /** How often it was killed, stopped or let go on. */
  blows = 0
  /** The names of its processes that were killed. */
  readonly killed: string[] = []

  constructor(machine: Machine, number: number) {
    this.#machine = machine
    this.#number = number
  }

  /** The process of now. */
  get name(): string {
    return `seat-${this.#number}-${this.#generation}`
  }

  /** Null while it is down or starting. */
  get engine(): TestEngine | null {
    return this.#engine
  }

  get isStarting(): boolean {
    return this.#starting !== null
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  start(): Promise<void> {
    this.#starting ??= this.#launch().finally(() => {
      this.#starting = null
    })
    return this.#starting
  }

  async kill(): Promise<void> {
    const engine = this.#engine
    if (engine === null) return
    this.#engine = null
    this.#isStopped = false
    this.blows += 1
    this.killed.push(this.name)
    await engine.kill()
  }

  stop(): void {
    if (this.#engine === null) return
    this.#isStopped = true
    this.blows += 1
    this.#engine.child.kill('SIGSTOP')
  }

  resume(): void {
    if (!this.#isStopped) return
    this.#isStopped = false
    this.blows += 1
    this.#engine?.child.kill('SIGCONT')
  }

  async #launch(): Promise<void> {
    if (this.#engine !== null) return
    this.#generation += 1
    const env = { KIMI_CODE_OAUTH_HOST: this.#machine.simulator.door(this.name) }
    this.#engine = await this.#machine.start({ home: `home-${this.#number}`, env })
  }
}
