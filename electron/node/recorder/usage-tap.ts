/** Reads an answer's model and tokens while it passes. Nothing of it is kept, changed or held back. */
import type { TokenUsage } from '../../contract/recorder'
import { TopLevelFields } from '../../core/recorder/json-fields'
import { readUsage, withPart } from '../../core/recorder/usage'
import { EventTap } from './event-tap'

const LONGEST_FIELD = 4_096

/** `application/json`, and what ends in `+json`. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i
const EVENT_TYPE = /^text\/event-stream\b/i

interface Tap {
  push(chunk: Buffer): void
}

export class UsageTap {
  #model: string | null = null
  #usage: TokenUsage | null = null
  #fields: TopLevelFields | null = null
  readonly #tap: Tap | null

  /** `type` and `encoding` are the answer's fields. What is encoded tells nothing. */
  constructor(type: string | undefined, encoding: string | undefined) {
    this.#tap = (encoding ?? 'identity').trim().toLowerCase() === 'identity' ? this.#tapFor(type ?? '') : null
  }

  push(chunk: Buffer): void {
    this.#tap?.push(chunk)
  }

  /** As far as the answer has told. */
  get told(): { readonly model: string | null; readonly usage: TokenUsage | null } {
    if (this.#fields !== null) {
      this.#read({ model: this.#fields.valueOf('model'), usage: this.#fields.valueOf('usage') })
    }
    return { model: this.#model, usage: this.#usage }
  }

  #tapFor(type: string): Tap | null {
    if (EVENT_TYPE.test(type)) return new EventTap((text) => this.#readEvent(text))
    if (!JSON_TYPE.test(type)) return null
    this.#fields = new TopLevelFields(['model', 'usage'], LONGEST_FIELD)
    return this.#fields
  }

  #readEvent(text: string): void {
    try {
      this.#read(JSON.parse(text))
    } catch {
      // Not ours to judge; the client gets it as it came.
    }
  }

  #read(json: unknown): void {
    const { model, part } = readUsage(json)
    this.#model ??= model
    if (part !== null) this.#usage = withPart(this.#usage, part)
  }
}
