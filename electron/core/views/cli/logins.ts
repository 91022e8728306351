/** What `kimi-proxy status` says beyond `--check`: whose login, which others there are, and the whole as JSON. Pure. */

import type { FoundLogin, LoginPick, LoginSource, Region } from '../../../contract/engine'
import type { Problem } from '../../../contract/problem'
import { healthOf } from '../../engine/health'
import { quotaJson } from '../../plan/quota-json'
import type { UnknownKey } from '../../settings/unknown-keys'
import { problemWords } from '../../words/problem-words'
import { reasonWords } from '../../words/reason'
import { type Say, sayIn } from '../../words/say'
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

export function loginLines(say: Say, { region, pick, found }: LoginsView, engine: EngineView): string[] {
  const inUse = sourceInUse(engine)
  return [
    region === null ? say('status.noRegion') : say('status.region', { region: REGION_WORDS[region] }),
    pick === 'auto' ? say('status.pickAuto') : say('status.pick', { pick }),
    say(found.length === 0 ? 'status.noLogins' : 'status.logins'),
    ...found.map((login) => `  ${say('status.foundLogin', { mark: mark(login, inUse), ...login.source })}`),
  ].map((line) => `  ${line}`)
}

function mark({ source, usable }: FoundLogin, inUse: LoginSource | null): string {
  if (inUse?.path === source.path) return '*'
  return usable ? '-' : 'x'
}

function sourceInUse(engine: EngineView): LoginSource | null {
  if (engine.kind !== 'answering' || engine.state.login.kind !== 'signedIn') return null
  return engine.state.login.source
}

/** The settings as they are now, which a running engine may not have read. */
export interface SettingsNotes {
  readonly problem: Problem | null
  readonly unknown: readonly UnknownKey[]
}

/** A settings file of Claude Code that was connected and in which somebody has changed these variables since. */
export interface ChangedConnection {
  readonly path: string
  readonly names: readonly string[]
}

const ENGLISH = sayIn('en')

/** Stable for programs: keys are only added, and its words are English. Times in whole seconds; nothing secret. */
export function statusJson(
  version: string,
  logins: LoginsView,
  engine: EngineView,
  watchdog: WatchdogView,
  file: SettingsNotes,
  changed: readonly ChangedConnection[] = [],
): object {
  const inUse = sourceInUse(engine)
  const state = engine.kind === 'answering' ? engine.state : null
  const health = engine.kind === 'answering' ? healthOf(engine.state, engine.now) : null
  const problem = health?.problem ?? null
  const words = problem === null ? null : problemWords(ENGLISH, problem, 'terminal')
  return {
    version,
    engine: engine.kind === 'answering' ? 'running' : engine.kind,
    pid: engine.kind === 'answering' ? engine.state.pid : 'pid' in engine ? engine.pid : null,
    port: 'port' in engine ? engine.port : null,
    host: engine.kind === 'answering' ? engine.state.host : null,
    healthy: health?.healthy ?? false,
    token_expires_in: health === null ? 0 : Math.floor(health.tokenExpiresInMs / 1000),
    requests_running: engine.kind === 'answering' ? engine.state.traffic.activeRequests : 0,
    requests_waiting: engine.kind === 'answering' ? engine.state.traffic.waitingRequests : 0,
    /** As `kimi-proxy quota --json`; null while no engine answers. */
    quota: engine.kind === 'answering' ? quotaJson(engine.state.plan, engine.now.wallMs) : null,
    region: logins.region,
    use: logins.pick,
    login: inUse,
    logins: logins.found.map(({ source, usable }) => ({
      ...source,
      usable,
      in_use: source.path === inUse?.path,
    })),
    watchdog: watchdog.kind,
    error: words?.message ?? null,
    recovery: words?.recovery ?? null,
    code: health?.problem?.code ?? null,
    settings: state?.settings ?? [],
    /** How long a request may wait for a sign-in or the network, in seconds; 0: not at all. */
    requests_wait_up_to: Math.round((state?.parkMs ?? 0) / 1000),
    skipped_variables: (state?.skipped ?? []).map(({ name, problem: why }) => ({
      name,
      reason: problemWords(ENGLISH, why, 'terminal').message,
    })),
    other_on_ipv6: state?.otherOnIpv6 ? reasonWords('en', state.otherOnIpv6) : null,
    settings_problem: file.problem === null ? null : problemWords(ENGLISH, file.problem, 'terminal').message,
    unknown_settings: file.unknown,
    /** What another program has changed of Claude Code's connection. */
    claude_code_changed: changed.map(({ path, names }) => ({ path, names })),
  }
}
