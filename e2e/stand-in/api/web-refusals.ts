/** What a page is refused: a load that fails, a window of its own. */
import type * as Electron from 'electron'
import { fromWeb } from '../browser/app-scheme'

/** Chromium's numbers for the reasons why a load fails. */
const NET_ERRORS: Readonly<Record<string, number>> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_UNKNOWN_URL_SCHEME: -302,
}

export interface WindowOpen {
  readonly url: string
  readonly windowName: string
  readonly windowFeatures: readonly string[]
}

export type OpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse

/** The error with which `loadURL` rejects, for Chromium's word on the failure. */
export function loadError(failure: string, url: string): Error & { code: string; number: number } {
  const code = failure.replace('net::', '')
  const number = NET_ERRORS[code] ?? -2
  return Object.assign(new Error(`${code} (${number}) loading '${url}'`), { code, number, url })
}

/** Opens no window, whatever the app answers, and complains where the app allowed one. */
export function refuseWindow(
  { url, windowName: frameName, windowFeatures }: WindowOpen,
  handler: OpenHandler | null,
): void {
  const referrer = { url: '', policy: 'default' as const }
  const features = windowFeatures.join(',')
  const details = { url: fromWeb(url), frameName, features, referrer }
  const answer = handler?.({ ...details, disposition: 'foreground-tab' })
  if (answer?.action !== 'deny') {
    process.stderr.write(`stand-in: ${url} was allowed a window of its own, which the stand-in cannot open\n`)
  }
}
