/** What the doctor says of the proxy itself: its port, its watchdog, its folder, its settings. Pure. */
import type { Finding } from '../../contract/doctor'
import type { AppState, Problem, Reason } from '../../contract/engine'
import type { Serving } from '../../contract/serving'
import { healthOf, needsSignIn } from '../engine/health'
import { type EngineFacts, found, type Situation } from './situation'

export interface ProxyFacts {
  readonly engine: EngineFacts
  readonly watchdog: { readonly pid: number; readonly supervisor: Serving } | null
}

export interface HomeFacts {
  readonly path: string
  /** Why nothing can be written there. */
  readonly problem: Reason | null
  /** What makes no sense in the settings; then the defaults were looked at. */
  readonly settingsProblem: Problem | null
}

export function judgeProxy({ engine, watchdog }: ProxyFacts, situation: Situation): Finding[] {
  return [...portFindings(engine, situation), ...(watchdog === null ? [] : [watchdogFinding(watchdog)])]
}

export function judgeHome({ path, problem, settingsProblem }: HomeFacts): Finding[] {
  return [
    problem === null ? found('HOME_WRITABLE', { path }) : found('HOME_UNWRITABLE', { path, reason: problem }),
    settingsProblem === null
      ? found('SETTINGS_GOOD', {})
      : found('SETTINGS_INVALID', { problem: settingsProblem }),
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
  // Without any login file NO_LOGIN says so already, with the same way out.
  if (problem === null || problem.code === 'LOGIN_MISSING') return []
  const values = { problem }
  if (needsSignIn(state)) return [found('SIGN_IN_NEEDED', values, 'kimi-proxy login')]
  return [found(healthy ? 'ENGINE_STRAINED' : 'ENGINE_TROUBLE', values)]
}

function watchdogFinding({ pid, supervisor }: NonNullable<ProxyFacts['watchdog']>): Finding {
  if (supervisor.kind !== 'gaveUp') return found('WATCHDOG_RUNS', { pid })
  const { restarts, problem } = supervisor
  return found('WATCHDOG_GAVE_UP', { pid, restarts, problem }, 'kimi-proxy --watchdog')
}
