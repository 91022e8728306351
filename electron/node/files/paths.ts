/** Every path of the product, from one home. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export interface Paths {
  readonly home: string
  readonly settingsFile: string
  readonly runFile: string
  readonly watchdogFile: string
  readonly logFile: string
  readonly watchdogLogFile: string
  /** One slot for each pair of hosts, as kimi-code names them. */
  readonly ownCredentialsDir: string
  /** Which login the person wants used. */
  readonly loginPickFile: string
  /** What was left of the plan at the last look. */
  readonly quotaFile: string
  /** Tells Kimi this machine from others; made once. */
  readonly deviceIdFile: string
  /** What each of the last days brought, in numbers. */
  readonly daysFile: string
  /** What clients of this computer show instead of a key of Kimi's. */
  readonly localKeyFile: string
  /** Renewed logins that their own files did not take. */
  readonly unsavedDir: string
  /** What connecting has changed in settings of Claude Code, one file for each. */
  readonly connectedDir: string
  /** Locks for files whose owner has no lock that Node can take. */
  readonly locksDir: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** KIMI_PROXY_HOME, else the folder Electron calls userData for "kimi-proxy" (electronjs.org, app.getPath). */
export function pathsFor(env: Environment, platform: NodeJS.Platform = process.platform): Paths {
  const set = env['KIMI_PROXY_HOME']
  const home = set === undefined || set === '' ? defaultHome(env, platform) : resolve(set)
  return {
    home,
    settingsFile: join(home, 'settings.json'),
    runFile: join(home, 'run.json'),
    watchdogFile: join(home, 'watchdog.json'),
    logFile: join(home, 'logs', 'kimi-proxy.ndjson'),
    watchdogLogFile: join(home, 'logs', 'watchdog.ndjson'),
    ownCredentialsDir: join(home, 'credentials'),
    loginPickFile: join(home, 'login.json'),
    quotaFile: join(home, 'quota.json'),
    deviceIdFile: join(home, 'device_id'),
    daysFile: join(home, 'days.json'),
    localKeyFile: join(home, 'local_key'),
    unsavedDir: join(home, 'unsaved'),
    connectedDir: join(home, 'connected'),
    locksDir: join(home, 'locks'),
  }
}

function defaultHome(env: Environment, platform: NodeJS.Platform): string {
  switch (platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'kimi-proxy')
    case 'win32':
      return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'kimi-proxy')
    default:
      return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'kimi-proxy')
  }
}
