/** `session`, with only the settings that an app makes. Chromium is told to refuse every permission. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass, sealObject } from '../basics/strict'
import { protocol } from '../browser/protocol'

type Surface = Pick<
  Electron.Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'resolveProxy' | 'setProxy'
>

class Session extends EventEmitter implements Surface {
  readonly protocol = protocol
  /** @internal For the stand-in's own tests. */
  readonly handlers: { request: unknown; check: unknown } = { request: null, check: null }
  #httpsProxy = 'DIRECT'

  setPermissionRequestHandler(handler: Parameters<Surface['setPermissionRequestHandler']>[0]): void {
    this.handlers.request = handler
  }

  setPermissionCheckHandler(handler: Parameters<Surface['setPermissionCheckHandler']>[0]): void {
    this.handlers.check = handler
  }

  async resolveProxy(url: string): Promise<string> {
    return url.startsWith('https:') ? this.#httpsProxy : 'DIRECT'
  }

  /** Supports one proxy for https, or none. The proxies of this machine's system are never used. */
  async setProxy({ mode, proxyRules = '' }: Electron.ProxyConfig): Promise<void> {
    const proxy = /^https=([^;,\s/]+:\d+)$/.exec(proxyRules)?.[1]
    if (mode !== 'direct' && proxy === undefined) throw new Error(`the stand-in knows no rules ${proxyRules}`)
    this.#httpsProxy = proxy === undefined ? 'DIRECT' : `PROXY ${proxy}`
  }
}
sealClass(Session, 'session')

export const defaultSession = new Session()
export const session = sealObject({ defaultSession }, 'session')
