/** Random numbers that are the same for the same seed (mulberry32), so that a bad day can be had again. */
export class Random {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed
    this.#state = seed >>> 0
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  chance(share: number): boolean {
    return this.next() < share
  }
}

/** That of `KIMI_PROXY_SEED`, to repeat a run; else a new one. */
export function someSeed(): number {
  const wanted = Number(process.env['KIMI_PROXY_SEED'])
  return Number.isInteger(wanted) && wanted > 0 ? wanted : 1 + Math.floor(Math.random() * 999_999)
}
