/** How a fake stands for a part of Electron. Only types of Electron are imported, so the fakes run without its runtime. */
import { EventEmitter } from 'node:events'

/**
 * Lets a fake stand for one of Electron's classes, whose hundreds of methods the shell hardly uses. This is the only cast.
 */
export function standIn<T>(fake: object): T {
  return fake as unknown as T
}

/** Electron throws when an object is used after its end. */
export class Mortal extends EventEmitter {
  #ended = false

  isDestroyed(): boolean {
    return this.#ended
  }

  protected end(): void {
    this.#ended = true
  }

  protected mustLive(): void {
    if (this.#ended) throw new TypeError('Object has been destroyed')
  }
}
