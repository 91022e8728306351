/** The doctor's findings about the proxy itself: its port, its watchdog, its folder, its settings. Pure. */
import type { Finding } from '../../contract/doctor'
import type { AppState } from '../../contract/engine'
import type { Serving } from '../../contract/serving'
import { healthOf, needsSignIn } from '../engine/health'
import { type EngineFacts, found, type Situation } from './situation'

export interface ProxyFacts {
  readonly engine: EngineFacts
  readonly watchdog: { readonly pid: number; readonly supervisor: Serving } | null
}

export interface HomeFacts {
  readonly path: string
  /** Why the folder cannot be written to; null where it can. */
  readonly problem: string | null
  /** The mistake in the settings; null for none. After a mistake the doctor looked with the defaults. */
  readonly settingsProblem: string | null
}

export function judgeProxy({ engine, watchdog }: ProxyFacts, situation: Situation): Finding[] {
  return [...portFindings(engine, situation), ...(watchdog === null ? [] : [watchdogFinding(watchdog)])]
}

export function judgeHome({ path, problem, settingsProblem }: HomeFacts): Finding[] {
  return [
    problem === null ? found('HOME_WRITABLE', { path }) : found('HOME_UNWRITABLE', { path, reason: problem }),
    settingsProblem === null
      ? found('SETTINGS_GOOD', {})
      : found('SETTINGS_INVALID', { reason: settingsProblem }),
  ]
}

function portFindings(engine: EngineFacts, { settingsPort, atMs }: Situation): Finding[] {
  const { port } = engine
  switch (engine.kind) {
    case 'none':
      return [found('ENGINE_STOPPED', { port }, 'kimi-proxy')]
    case 'silent':
      return [found('ENGINE_SILENT', { port, pid: engine.pid }, 'kimi-proxy --stop')]
    case 'taken':
      return [found('PORT_TAKEN', { port, holderName: engine.holderName }, engine.stopCommand)]
    case 'answers': {
      const { pid, host } = engine.state
      return [
        found('ENGINE_RUNS', { port, pid, starter: host }),
        ...(port === settingsPort ? [] : [found('ENGINE_OTHER_PORT', { port, settingsPort })]),
        ...healthFindings(engine.state, atMs),
      ]
    }
  }
}

function healthFindings(state: AppState, wallMs: number): Finding[] {
  const { healthy, problem } = healthOf(state, { wallMs })
  // The finding NO_LOGIN already says that no login file exists, with the same way out.
  if (problem === null || problem.code === 'LOGIN_MISSING') return []
  const values = { problem: problem.code, detail: problem.detail ?? '' }
  if (needsSignIn(state)) return [found('SIGN_IN_NEEDED', values, 'kimi-proxy login')]
  return [found(healthy ? 'ENGINE_STRAINED' : 'ENGINE_TROUBLE', values)]
}

function watchdogFinding({ pid, supervisor }: NonNullable<ProxyFacts['watchdog']>): Finding {
  if (supervisor.kind !== 'gaveUp') return found('WATCHDOG_RUNS', { pid })
  const { restarts, reason } = supervisor
  return found('WATCHDOG_GAVE_UP', { pid, restarts, reason }, 'kimi-proxy --watchdog')
}
