/**
 * What is measured of one request on its way: where its time goes, its sizes, and what the answer tells of model and tokens. Handed
 * through the exchange; whoever does something notes it here. Keeps no content.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { RequestRecord, Silence } from '../../contract/recorder'
import { SilenceMeter } from '../../core/recorder/silence'
import { Stopwatch } from '../../core/recorder/stopwatch'
import { UsageTap } from './usage-tap'

const NOTHING_TOLD: Pick<RequestRecord, 'model' | 'usage'> = { model: null, usage: null }

export class Trace {
  readonly time: Stopwatch
  readonly #nowMs: () => number
  readonly #asksModel: boolean
  #tap: UsageTap | null = null
  #silence: SilenceMeter | null = null
  #bytesDown = 0

  /** `nowMs` must not jump. `asksModel`: whether its answer may tell of tokens. */
  constructor(nowMs: () => number, asksModel: boolean) {
    this.time = new Stopwatch(nowMs)
    this.#nowMs = nowMs
    this.#asksModel = asksModel
  }

  /** An answer of Kimi's goes down from now on. */
  relaying(fields: IncomingHttpHeaders): void {
    this.#silence = new SilenceMeter(this.#nowMs)
    if (this.#asksModel) this.#tap = new UsageTap(fields['content-type'], fields['content-encoding'])
  }

  chunk(chunk: Buffer): void {
    this.#bytesDown += chunk.length
    this.#silence?.mark('kimi')
    this.#tap?.push(chunk)
  }

  /** Who is waited for from now on. */
  awaits(whom: 'kimi' | 'client'): void {
    this.#silence?.mark(whom)
  }

  /** Of the answer, as far as it has been relayed. */
  get bytesDown(): number {
    return this.#bytesDown
  }

  /** The longest in the answer up to now; null where none was relayed. */
  get silence(): Silence | null {
    this.#silence?.mark('client')
    return this.#silence?.longest ?? null
  }

  get told(): Pick<RequestRecord, 'model' | 'usage'> {
    return this.#tap?.told ?? NOTHING_TOLD
  }
}
