/** Kimi's troubles, one after another at random: at its sign-in host, at its API, and in the form of its grants. */
import type { KimiSimulator, Oracle, TokenFault } from '../simulator'
import { oddForm } from './odd-grants'
import type { Random } from './random'

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

export class Weather {
  readonly #simulator: KimiSimulator
  readonly #oracle: Oracle
  readonly #random: Random
  #end: (untilMs: number) => void = () => undefined

  constructor(simulator: KimiSimulator, oracle: Oracle, random: Random) {
    this.#simulator = simulator
    this.#oracle = oracle
    this.#random = random
    simulator.dressGrants(() => oddForm(random))
  }

  /** One trouble, from its beginning to its end. */
  async trouble(): Promise<void> {
    const kind = KINDS[Math.floor(this.#random.between(0, KINDS.length))] ?? REFUSAL
    const end = this.#oracle.begins(kind, performance.now())
    this.#end = end
    this.#simulator.refuseEverything(kind === REFUSAL)
    this.#simulator.keepFailing(AUTH_TROUBLES[kind] ?? null)
    // Most are short; some outlast the patience of every request.
    await pause(
      this.#random.chance(0.8) ? this.#random.between(200, 6_000) : this.#random.between(6_000, 20_000),
    )
    if (this.#end === end) this.clear()
  }

  /** Ends the trouble of now, if there is one. */
  clear(): void {
    this.#simulator.refuseEverything(false)
    this.#simulator.keepFailing(null)
    this.#end(performance.now())
    this.#end = () => undefined
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs))
}
