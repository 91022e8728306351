/** The doctor's findings about the proxy itself: its port, its watchdog, its folder, its settings. Pure. */
import type { Finding } from '../../contract/doctor'
import type { EngineState, SkippedVariable } from '../../contract/engine'
import type { Problem, Reason } from '../../contract/problem'
import type { Serving } from '../../contract/serving'
import { healthOf, losesLogin, needsSignIn } from '../engine/health'
import { differingSettings } from '../settings/differences'
import type { UnknownKey } from '../settings/unknown-keys'
import { judgeAutoMode } from './auto-mode'
import { type EngineFacts, found, type Situation } from './situation'

export interface ProxyFacts {
  readonly engine: EngineFacts
  readonly watchdog: { readonly pid: number; readonly supervisor: Serving } | null
}

export interface HomeFacts {
  readonly path: string
  /** Why the folder cannot be written to; null where it can. */
  readonly problem: Reason | null
  /** The mistake in the settings; null for none. After a mistake the doctor looked with the defaults. */
  readonly settingsProblem: Problem | null
  readonly unknownKeys: readonly UnknownKey[]
  readonly skipped: readonly SkippedVariable[]
  readonly allowedHosts: readonly string[]
}

export function judgeProxy({ engine, watchdog }: ProxyFacts, situation: Situation): Finding[] {
  return [...portFindings(engine, situation), ...(watchdog === null ? [] : [watchdogFinding(watchdog)])]
}

export function judgeHome(facts: HomeFacts): Finding[] {
  const { path, problem, settingsProblem, allowedHosts } = facts
  return [
    problem === null ? found('HOME_WRITABLE', { path }) : found('HOME_UNWRITABLE', { path, reason: problem }),
    settingsProblem === null
      ? found('SETTINGS_GOOD', {})
      : found('SETTINGS_INVALID', { problem: settingsProblem }),
    ...facts.unknownKeys.map(({ key, nearest }) =>
      nearest === null ? found('SETTING_UNKNOWN', { key }) : found('SETTING_MISSPELT', { key, nearest }),
    ),
    ...facts.skipped.map((variable) => found('VARIABLE_SKIPPED', { ...variable })),
    ...(allowedHosts.length === 0 ? [] : [found('HOSTS_ALLOWED', { hosts: allowedHosts.join(', ') })]),
  ]
}

function portFindings(engine: EngineFacts, situation: Situation): Finding[] {
  const { port } = engine
  const { atMs } = situation
  switch (engine.kind) {
    case 'none':
      return [found('ENGINE_STOPPED', { port }, 'kimi-proxy')]
    case 'silent':
      return [found('ENGINE_SILENT', { port, pid: engine.pid }, 'kimi-proxy stop')]
    case 'taken':
      return [found('PORT_TAKEN', { port, holder: engine.holder }, engine.stopCommand)]
    case 'answers': {
      const { pid, host } = engine.state
      return [
        found('ENGINE_RUNS', { port, pid, starter: host }),
        ...settingsFindings(engine, situation),
        ...healthFindings(engine.state, atMs),
        ...ipv6Findings(engine.state),
        ...judgeAutoMode(engine.state, atMs),
      ]
    }
  }
}

type Answering = Extract<EngineFacts, { kind: 'answers' }>

/** The app and a service have variables of their own, so that those of this shell say nothing about them. */
function settingsFindings({ port, state }: Answering, { settingsPort, settings }: Situation): Finding[] {
  if (settings === null) return []
  const ownVariables = state.host === 'tray' || state.host === 'service'
  const names = ownVariables ? [] : differingSettings(state.settings, settings.origins, settings.filePath)
  return [
    ...(port === settingsPort ? [] : [found('ENGINE_OTHER_PORT', { port, settingsPort })]),
    ...(names.length === 0
      ? []
      : [found('ENGINE_OLDER_SETTINGS', { names: names.join(', ') }, 'kimi-proxy restart')]),
  ]
}

function ipv6Findings({ otherOnIpv6 }: EngineState): Finding[] {
  return otherOnIpv6 === null ? [] : [found('OTHER_ON_IPV6', { holder: otherOnIpv6 })]
}

function healthFindings(state: EngineState, wallMs: number): Finding[] {
  const health = healthOf(state, { wallMs })
  const { healthy, problem } = health
  // The finding NO_LOGIN already says that no login file exists, with the same way out.
  if (problem === null || problem.code === 'LOGIN_MISSING') return []
  const values = { problem }
  if (needsSignIn(state)) return [found('SIGN_IN_NEEDED', values, 'kimi-proxy login')]
  if (!healthy) return [found('ENGINE_TROUBLE', values)]
  return [found(losesLogin(state, health) ? 'ENGINE_LOSING_LOGIN' : 'ENGINE_STRAINED', values)]
}

function watchdogFinding({ pid, supervisor }: NonNullable<ProxyFacts['watchdog']>): Finding {
  if (supervisor.kind !== 'gaveUp') return found('WATCHDOG_RUNS', { pid })
  const { restarts, problem } = supervisor
  return found('WATCHDOG_GAVE_UP', { pid, restarts, problem }, 'kimi-proxy --watchdog')
}
