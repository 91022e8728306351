/** `Notification`: no notice appears; specs see it through the observer. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'

type Surface = Pick<
  Electron.Notification,
  'show' | 'close' | 'title' | 'body' | 'silent' | 'subtitle' | 'urgency' | 'actions'
>

export class Notification extends EventEmitter implements Surface {
  title: string
  subtitle: string
  body: string
  silent: boolean
  urgency: Electron.Notification['urgency']
  actions: Electron.NotificationAction[]

  static isSupported(): boolean {
    return true
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.subtitle = options.subtitle ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
    this.urgency = options.urgency ?? 'normal'
    this.actions = options.actions ?? []
  }

  show(): void {
    setImmediate(() => this.emit('show', {}))
  }

  close(): void {
    setImmediate(() => this.emit('close', {}))
  }
}
sealClass(Notification, 'Notification')
