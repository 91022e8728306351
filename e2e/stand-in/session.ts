/** `session`: only what an app sets on it. Chromium is told to refuse every permission. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { protocol } from './protocol'
import { sealClass, sealObject } from './strict'

type Surface = Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>

class Session extends EventEmitter implements Surface {
  readonly protocol = protocol
  /** @internal For the stand-in's own tests. */
  readonly handlers: { request: unknown; check: unknown } = { request: null, check: null }

  setPermissionRequestHandler(handler: Parameters<Surface['setPermissionRequestHandler']>[0]): void {
    this.handlers.request = handler
  }

  setPermissionCheckHandler(handler: Parameters<Surface['setPermissionCheckHandler']>[0]): void {
    this.handlers.check = handler
  }
}
sealClass(Session, 'session')

export const defaultSession = new Session()
export const session = sealObject({ defaultSession }, 'session')
