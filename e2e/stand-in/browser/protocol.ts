/** `protocol`: the app's own schemes and their handlers. */
import type * as Electron from 'electron'
import { sealObject } from '../basics/strict'

type Handler = (request: Request) => Response | Promise<Response>

const schemes = new Set<string>()
const handlers = new Map<string, Handler>()
let ready = false

/** After this call no scheme can be registered, as in Electron. */
export function closeSchemes(): void {
  ready = true
}

export function schemeNames(): ReadonlySet<string> {
  return schemes
}

/** The handler for an address. */
export function handlerFor(url: string): Handler | undefined {
  return handlers.get(schemeOf(url))
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':')).toLowerCase()
}

type Surface = Pick<
  Electron.Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
>

export const protocol: Surface = sealObject(
  {
    registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
      if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
      for (const { scheme } of customSchemes) schemes.add(scheme.toLowerCase())
    },

    handle(scheme: string, handler: Handler): void {
      if (!ready) throw new Error('protocol.handle: call it after app is ready')
      if (/^https?$/.test(scheme)) throw new Error('the stand-in handles schemes of the app only')
      if (!schemes.has(scheme)) {
        throw new Error(`the stand-in: register "${scheme}" as a standard scheme before handling it`)
      }
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      handlers.set(scheme, handler)
    },

    unhandle(scheme: string): void {
      if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`)
    },

    isProtocolHandled(scheme: string): boolean {
      return handlers.has(scheme)
    },
  },
  'protocol',
)
