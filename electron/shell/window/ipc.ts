/**
 * The messages of the window.
 *
 * - A message is accepted only from the main frame of our own window, on our own page, and only when it is exactly what the
 *   contract says.
 * - Any other message is refused, and logged without its content.
 * - Called by `main.ts` once; each new state is then sent to the open window.
 */
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import type { AppState } from '../../contract/app'
import { CHANNELS } from '../../contract/bridge'
import type { Command, CommandResult } from '../../contract/commands'
import type { RequestList } from '../../contract/recorder'
import { isRequestNumber } from '../../core/app/window-message'
import type { Logger } from '../../core/basics/ports'
import { readWindowCommand } from '../app/intents'
import { APP_ORIGIN } from './app-scheme'

export interface IpcSource {
  readonly state: AppState
  subscribe(listener: (state: AppState) => void): () => void
  command(command: Command): Promise<CommandResult>
  requests(after: number): RequestList
}

export interface IpcOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly source: IpcSource
  readonly log: Logger
  /** The contents of our window; null while there is none. */
  window(): WebContents | null
  /** Makes the window as high as what it shows. */
  resize(heightPx: number): void
}

export function connectWindow({ ipcMain, source, log, window, resize }: IpcOptions): void {
  const refuse = (channel: string, why: string): never => {
    log.warn('message-refused', { channel, why })
    throw new Error(`refused: ${why}`)
  }
  const fromOurWindow = (channel: string, event: IpcMainInvokeEvent): void => {
    if (!isOurs(event, window())) refuse(channel, 'not our window')
  }
  ipcMain.handle(CHANNELS.hello, (event, ...payload: unknown[]) => {
    fromOurWindow(CHANNELS.hello, event)
    if (payload.length > 0) refuse(CHANNELS.hello, 'not understood')
    return source.state
  })
  ipcMain.handle(CHANNELS.command, (event, ...payload: unknown[]) => {
    fromOurWindow(CHANNELS.command, event)
    const command = payload.length === 1 ? readWindowCommand(payload[0]) : null
    return command === null ? refuse(CHANNELS.command, 'not understood') : source.command(command)
  })
  ipcMain.handle(CHANNELS.fit, (event, ...payload: unknown[]) => {
    fromOurWindow(CHANNELS.fit, event)
    const [heightPx] = payload
    if (payload.length !== 1 || typeof heightPx !== 'number' || !Number.isInteger(heightPx)) {
      return refuse(CHANNELS.fit, 'not understood')
    }
    resize(heightPx)
  })
  ipcMain.handle(CHANNELS.requests, (event, ...payload: unknown[]) => {
    fromOurWindow(CHANNELS.requests, event)
    const [after] = payload
    if (payload.length !== 1 || !isRequestNumber(after)) return refuse(CHANNELS.requests, 'not understood')
    return source.requests(after)
  })
  source.subscribe((state) => {
    const contents = window()
    if (contents !== null && !contents.isDestroyed()) contents.send(CHANNELS.state, state)
  })
}

function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, ours: WebContents | null): boolean {
  if (ours === null || senderFrame === null || sender.id !== ours.id) return false
  return senderFrame === ours.mainFrame && originOf(senderFrame.url) === APP_ORIGIN
}

/** The origin of a URL. `URL.origin` cannot be used: it is "null" for a scheme of our own. */
function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? ''
}
