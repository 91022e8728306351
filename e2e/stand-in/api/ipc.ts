/** `ipcMain`, and how its answers travel. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'
import { decode, encode } from '../world/codec'
import type { Downward, Upward } from '../world/ipc-renderer'

/** The page and frame that a message came from. */
export interface Sender {
  readonly sender: object
  readonly senderFrame: { readonly routingId: number; readonly processId: number }
}

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown
type Surface = Pick<Electron.IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>

class IpcMain extends EventEmitter implements Surface {
  readonly #handlers = new Map<string, { handler: Handler; once: boolean }>()

  handle(channel: string, handler: Handler): void {
    this.#register(channel, handler, false)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.#register(channel, handler, true)
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** @internal Answers one invocation. An error of the handler arrives in Electron's words. */
  async answer(message: Extract<Upward, { kind: 'invoke' }>, sender: Sender): Promise<Downward> {
    const { id, channel } = message
    try {
      const result = await this.#run(channel, { ...sender, ...idsOf(sender), type: 'frame' }, message.args)
      return { kind: 'answer', id, failed: false, value: encode(result) }
    } catch (error) {
      const value = encode(new Error(`Error invoking remote method '${channel}': ${String(error)}`))
      return { kind: 'answer', id, failed: true, value }
    }
  }

  /** @internal */
  deliver({ channel, args }: Extract<Upward, { kind: 'send' }>, sender: Sender, reply: object): void {
    const event = { ...sender, ...idsOf(sender), ...reply, type: 'frame', ports: [] }
    this.emit(channel, event, ...(decode(args) as unknown[]))
  }

  #register(channel: string, handler: Handler, once: boolean): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    }
    if (typeof handler !== 'function') {
      throw new Error(`Expected handler to be a function, but found type '${typeof handler}'`)
    }
    this.#handlers.set(channel, { handler, once })
  }

  async #run(
    channel: string,
    event: object,
    args: Extract<Upward, { kind: 'invoke' }>['args'],
  ): Promise<unknown> {
    const found = this.#handlers.get(channel)
    if (found === undefined) throw new Error(`No handler registered for '${channel}'`)
    if (found.once) this.#handlers.delete(channel)
    return await found.handler(event as Electron.IpcMainInvokeEvent, ...(decode(args) as unknown[]))
  }
}
sealClass(IpcMain, 'ipcMain')

function idsOf({ senderFrame }: Sender): { frameId: number; processId: number } {
  return { frameId: senderFrame.routingId, processId: senderFrame.processId }
}

export const ipcMain = new IpcMain()
