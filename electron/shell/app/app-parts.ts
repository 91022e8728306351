/** Creates the parts of the app and joins them: each part reports what happens as an event of the one state. */
import type { AppState, Note, Platform } from '../../contract/app'
import { initialAppState } from '../../core/app/initial'
import { portOf } from '../../core/app/phase'
import type { AppEvent } from '../../core/app/update'
import type { Clock } from '../../core/basics/ports'
import type { Deed, Question } from '../../core/views/question'
import { sayIn } from '../../core/words/say'
import type { LogFile } from '../../node/files/log-file'
import type { SystemProxy } from '../../node/network/way'
import { CheckUp } from './check-up'
import { ClaudeTool } from './claude-tool'
import { CommandTool } from './command-tool'
import { OwnEngine } from './own-engine'
import { OwnLogin } from './own-login'
import type { CommandLinkPort, LoginItemPort, SystemServices } from './ports'
import type { AppSettings, AppSettingsOptions } from './settings'

export interface AppOptions extends AppSettingsOptions {
  readonly version: string
  /** See `AppState`. */
  readonly releasesPage: string
  readonly log: LogFile
  readonly clock: Clock
  /** The proxies that the system is set to use. Without this, only the settings and the environment decide. */
  readonly systemProxy?: SystemProxy
  readonly platform: Platform
  readonly loginItem: LoginItemPort
  readonly commandLink: CommandLinkPort
  readonly services: SystemServices
  readonly notes: readonly Note[]
}

/** The functions of the app that its parts and its commands use. */
interface Hooks {
  state(): AppState
  dispatch(event: AppEvent): void
  /** Wall clock. */
  nowMs(): number
  /** Whether the deed may be done. Asks the person first where it would cut or lose something. */
  may(deed: Deed): Promise<boolean>
  /** The person's answer; no while another question is open. */
  ask(question: Question): Promise<boolean>
  quit(): Promise<void>
}

interface PartHooks extends Hooks {
  /** The engine's regular tick. */
  onTick(): void
  /** The success of a sign-in has been shown for long enough. */
  onSignedIn(): void
  showOutcome(note: Note, former: Note['kind']): void
}

/** The parts of the app, as its commands need them. */
export interface AppParts extends Hooks {
  readonly platform: Platform
  readonly log: LogFile
  readonly services: SystemServices
  readonly loginItem: LoginItemPort
  readonly settings: AppSettings
  readonly engine: OwnEngine
  readonly ownLogin: OwnLogin
  readonly checkUp: CheckUp
  readonly commandTool: CommandTool
  readonly claudeTool: ClaudeTool
}

export function createParts(options: AppOptions, settings: AppSettings, hooks: PartHooks): AppParts {
  const { state, dispatch, nowMs, may } = hooks
  const engine = new OwnEngine({
    ...options,
    settings,
    say: () => sayIn(state().language),
    onState: (appState) => dispatch({ kind: 'engine', state: appState }),
    onServing: (serving) => dispatch({ kind: 'serving', serving }),
    onTick: hooks.onTick,
  })
  const checkUp = new CheckUp({
    ...options,
    settings,
    nowMs,
    state: () => state().doctor,
    emit: (doctor) => dispatch({ kind: 'doctor', doctor }),
  })
  const ownLogin = new OwnLogin({
    ...options,
    engine: engine.host,
    state,
    settings: () => settings.current(),
    tell: (signIn) => dispatch({ kind: 'signIn', signIn }),
    over: hooks.onSignedIn,
  })
  const commandTool = new CommandTool({
    ...options,
    tell: (commandLink) => dispatch({ kind: 'commandLink', commandLink }),
    mayReplace: () => may('replaceCommand'),
    show: hooks.showOutcome,
  })
  const claudeTool = new ClaudeTool({
    ...options,
    ...hooks,
    settings,
    port: () => portOf(state()),
  })
  return { ...options, ...hooks, settings, engine, checkUp, ownLogin, commandTool, claudeTool }
}

export function firstState(options: AppOptions, settings: AppSettings): AppState {
  const { version, releasesPage, clock, platform, loginItem, commandLink, notes } = options
  const memory = settings.memory()
  const current = settings.currentOrDefault()
  return initialAppState({
    version,
    pid: process.pid,
    now: { wallMs: clock.wallMs(), elapsedMs: clock.elapsedMs() },
    platform,
    language: settings.languageFor(memory.preferences),
    memory,
    settings: current,
    editable: settings.editable(current),
    loginItem: loginItem.status(),
    commandLink: commandLink.status(),
    notes,
    releasesPage,
  })
}
