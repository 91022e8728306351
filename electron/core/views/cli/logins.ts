/**
 * The output of `kimi-proxy status` beyond that of `--check`: whose login is in use, which other logins there are, and
 * everything as JSON. Pure.
 */
import type { FoundLogin, LoginPick, LoginSource, Region } from '../../../contract/engine'
import { healthOf } from '../../engine/health'
import type { EngineView, WatchdogView } from './status'

export interface LoginsView {
  readonly region: Region | null
  readonly pick: LoginPick
  readonly found: readonly FoundLogin[]
}

const REGION_WORDS: Readonly<Record<Region, string>> = {
  'mainland-cn': 'mainland-cn (kimi.com)',
  global: 'global (kimi.ai)',
}

export function loginLines({ region, pick, found }: LoginsView, engine: EngineView): string[] {
  const inUse = sourceInUse(engine)
  return [
    `  Region: ${region === null ? 'none of Kimi’s own' : REGION_WORDS[region]}`,
    `  Login to use: ${pick === 'auto' ? 'auto (own first, then the one of a Kimi tool)' : pick}`,
    ...(found.length === 0 ? ['  Logins found: none'] : ['  Logins found:']),
    ...found.map((login) => `    ${mark(login, inUse)} ${login.source.owner} (${login.source.path})`),
  ]
}

function mark({ source, usable }: FoundLogin, inUse: LoginSource | null): string {
  if (inUse?.path === source.path) return '*'
  return usable ? '-' : 'x'
}

function sourceInUse(engine: EngineView): LoginSource | null {
  if (engine.kind !== 'answering' || engine.state.login.kind !== 'signedIn') return null
  return engine.state.login.source
}

/** Stable for programs: later versions only add keys. Times are in whole seconds. Holds no secret. */
export function statusJson(
  version: string,
  logins: LoginsView,
  engine: EngineView,
  watchdog: WatchdogView,
): object {
  const inUse = sourceInUse(engine)
  const health = engine.kind === 'answering' ? healthOf(engine.state, engine.now) : null
  return {
    version,
    engine: engine.kind === 'answering' ? 'running' : engine.kind,
    pid: engine.kind === 'answering' ? engine.state.pid : 'pid' in engine ? engine.pid : null,
    port: 'port' in engine ? engine.port : null,
    host: engine.kind === 'answering' ? engine.state.host : null,
    healthy: health?.healthy ?? false,
    token_expires_in: health === null ? 0 : Math.floor(health.tokenExpiresInMs / 1000),
    requests_running: engine.kind === 'answering' ? engine.state.traffic.activeRequests : 0,
    requests_waiting: engine.kind === 'answering' ? engine.state.traffic.parkedRequests : 0,
    region: logins.region,
    use: logins.pick,
    login: inUse,
    logins: logins.found.map(({ source, usable }) => ({
      ...source,
      usable,
      in_use: source.path === inUse?.path,
    })),
    watchdog: watchdog.kind,
    error: health?.problem?.message ?? null,
    recovery: health?.problem?.recovery ?? null,
    code: health?.problem?.code ?? null,
    settings: engine.kind === 'answering' ? engine.state.settings : [],
  }
}
