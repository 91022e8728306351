/** The options that the app was started with. Everything else on its command line belongs to Chromium. */
import { KimiProxyError } from '../../core/basics/errors'
import { parsePort } from '../../core/settings/kinds'
import { reason } from '../../core/words/reason'
import { HIDDEN_OPTION } from './login-item'

const PORT_OPTION = reason('named', { name: '--port' })

const RELAUNCHED = '--relaunched='

export interface LaunchOptions {
  /** Started by the system at login: no window. */
  readonly hidden: boolean
  /** Wall clock at which the app was relaunched after a crash; null otherwise. */
  readonly relaunchedAtMs: number | null
  readonly port: number | undefined
  /** Why `--port` was ignored; null where it was not. */
  readonly mistake: KimiProxyError | null
}

export function readLaunchOptions(argv: readonly string[]): LaunchOptions {
  const relaunched = Number(argv.find((arg) => arg.startsWith(RELAUNCHED))?.slice(RELAUNCHED.length))
  const base = { hidden: argv.includes(HIDDEN_OPTION), relaunchedAtMs: relaunched > 0 ? relaunched : null }
  try {
    return { ...base, port: portIn(argv), mistake: null }
  } catch (error) {
    if (error instanceof KimiProxyError) return { ...base, port: undefined, mistake: error }
    throw error
  }
}

function portIn(argv: readonly string[]): number | undefined {
  const joined = argv.find((arg) => arg.startsWith('--port='))
  if (joined !== undefined) return parsePort(joined.slice('--port='.length), PORT_OPTION)
  const at = argv.indexOf('--port')
  return at < 0 ? undefined : parsePort(argv[at + 1] ?? '', PORT_OPTION)
}

/** The arguments without those that this app adds at login and at a relaunch. */
export function plainArgs(argv: readonly string[]): string[] {
  return argv.filter((arg) => !arg.startsWith(RELAUNCHED) && arg !== HIDDEN_OPTION)
}

/** The arguments of a relaunch: the same start without a window, with the time of the relaunch. */
export function relaunchArgs(argv: readonly string[], nowMs: number): string[] {
  return [...plainArgs(argv), HIDDEN_OPTION, `${RELAUNCHED}${nowMs}`]
}
