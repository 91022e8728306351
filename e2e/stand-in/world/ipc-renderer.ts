/** `ipcRenderer` as the preload file sees it. */
import { decode, encode, type Wire } from './codec'

/** A message from the page to the host, through a binding that only the preload's world has. */
export type Upward =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: Wire }
  | { readonly kind: 'send'; readonly channel: string; readonly args: Wire }
  | { readonly kind: 'preloadFailed'; readonly message: string }
  | { readonly kind: 'input'; readonly input: KeyInput }

/** A key as `before-input-event` tells it. */
export interface KeyInput {
  readonly type: 'keyDown'
  readonly key: string
  readonly control: boolean
  readonly meta: boolean
  readonly alt: boolean
  readonly shift: boolean
}

/** A message from the host to the page. */
export type Downward =
  | { readonly kind: 'answer'; readonly id: number; readonly failed: boolean; readonly value: Wire }
  | { readonly kind: 'message'; readonly channel: string; readonly args: Wire }

type Listener = (event: object, ...args: unknown[]) => void

export class IpcRenderer {
  readonly #post: (message: Upward) => void
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  readonly #listeners = new Map<string, { listener: Listener; once: boolean }[]>()
  #lastId = 0

  constructor(post: (message: Upward) => void) {
    this.#post = post
  }

  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#post({ kind: 'invoke', id, channel, args: encode(args) })
      this.#waiting.set(id, { resolve, reject })
    })
  }

  send(channel: string, ...args: unknown[]): void {
    this.#post({ kind: 'send', channel, args: encode(args) })
  }

  on(channel: string, listener: Listener): this {
    return this.#add(channel, listener, false)
  }

  addListener(channel: string, listener: Listener): this {
    return this.#add(channel, listener, false)
  }

  once(channel: string, listener: Listener): this {
    return this.#add(channel, listener, true)
  }

  off(channel: string, listener: Listener): this {
    const others = (this.#listeners.get(channel) ?? []).filter((entry) => entry.listener !== listener)
    this.#listeners.set(channel, others)
    return this
  }

  removeListener(channel: string, listener: Listener): this {
    return this.off(channel, listener)
  }

  removeAllListeners(channel?: string): this {
    if (channel === undefined) this.#listeners.clear()
    else this.#listeners.delete(channel)
    return this
  }

  /** @internal */
  receive(message: Downward): void {
    if (message.kind === 'answer') {
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      const value = decode(message.value)
      if (message.failed) waiting?.reject(value)
      else waiting?.resolve(value)
      return
    }
    const args = decode(message.args) as unknown[]
    for (const { listener, once } of [...(this.#listeners.get(message.channel) ?? [])]) {
      if (once) this.off(message.channel, listener)
      listener({ sender: this, ports: [] }, ...args)
    }
  }

  #add(channel: string, listener: Listener, once: boolean): this {
    this.#listeners.set(channel, [...(this.#listeners.get(channel) ?? []), { listener, once }])
    return this
  }
}
