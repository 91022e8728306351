/** What the doctor says of the proxy itself: its port, its watchdog, its folder, its settings. Pure. */
import type { Finding } from '../../contract/doctor'
import { healthOf } from '../health'
import { needsSignIn } from '../views/phase'
import type { DoctorFacts, EngineFacts } from './facts'
import { found } from './found'

export function engineFindings(facts: DoctorFacts): Finding[] {
  const { engine, watchdog } = facts
  return [
    ...(engine === null ? [] : portFindings(engine, facts)),
    ...(watchdog === null ? [] : [watchdogFinding(watchdog)]),
    ...homeFindings(facts),
  ]
}

function portFindings(engine: EngineFacts, facts: DoctorFacts): Finding[] {
  const { port } = engine
  switch (engine.kind) {
    case 'none':
      return [found('ENGINE_STOPPED', { port }, 'kimi-proxy')]
    case 'silent':
      return [found('ENGINE_SILENT', { port, pid: engine.pid }, 'kimi-proxy --stop')]
    case 'taken': {
      const { holderName, stopCommand } = engine
      return [found('PORT_TAKEN', { port, holderName }, stopCommand)]
    }
    case 'answers': {
      const { pid, host } = engine.state
      const { settingsPort } = facts
      return [
        found('ENGINE_RUNS', { port, pid, starter: host }),
        ...(port === settingsPort ? [] : [found('ENGINE_OTHER_PORT', { port, settingsPort })]),
        ...healthFindings(engine, facts.atMs),
      ]
    }
  }
}

function healthFindings({ state }: Extract<EngineFacts, { kind: 'answers' }>, wallMs: number): Finding[] {
  const { healthy, problem } = healthOf(state, { wallMs })
  // Without any login file that is said already, with the same way out.
  if (problem === null || problem.code === 'LOGIN_MISSING') return []
  const values = { problem: problem.code, detail: problem.detail ?? '' }
  if (needsSignIn(state)) return [found('SIGN_IN_NEEDED', values, 'kimi-proxy login')]
  return [found(healthy ? 'ENGINE_STRAINED' : 'ENGINE_TROUBLE', values)]
}

function watchdogFinding({ pid, supervisor }: NonNullable<DoctorFacts['watchdog']>): Finding {
  if (supervisor.kind !== 'gaveUp') return found('WATCHDOG_RUNS', { pid })
  const { restarts, reason } = supervisor
  return found('WATCHDOG_GAVE_UP', { pid, restarts, reason }, 'kimi-proxy --watchdog')
}

function homeFindings({ home, settingsProblem }: DoctorFacts): Finding[] {
  const settings =
    settingsProblem === null
      ? found('SETTINGS_GOOD', {})
      : found('SETTINGS_INVALID', { reason: settingsProblem })
  if (home === null) return [settings]
  const { path, problem } = home
  const folder =
    problem === null ? found('HOME_WRITABLE', { path }) : found('HOME_UNWRITABLE', { path, reason: problem })
  return [folder, settings]
}
