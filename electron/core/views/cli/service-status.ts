/** The output of `kimi-proxy service status`, and its exit code. Pure. */
import type { ServiceState, SessionNote } from '../../service/state'
import { reasonWords } from '../../words/reason'
import { type Say, sayIn } from '../../words/say'

export type ServiceView =
  | { readonly kind: 'none' }
  /** A file with the name of our service, which we did not write. */
  | { readonly kind: 'foreign'; readonly file: string }
  | {
      readonly kind: 'installed'
      readonly file: string
      readonly state: ServiceState
      /** The program and arguments that the service starts; null where the file cannot be read as ours. */
      readonly command: readonly string[] | null
      /** The files that the service starts and that are not there. */
      readonly missing: readonly string[]
      /** Whether the service starts the very program that prints this. */
      readonly isCurrent: boolean
      readonly sessionNote: SessionNote | null
    }

type Installed = Extract<ServiceView, { kind: 'installed' }>

/** 0: installed and running. 1: not installed. 2: installed, but stopped, or unable to start again. */
export function serviceExitCode(view: ServiceView): 0 | 1 | 2 {
  if (view.kind !== 'installed') return 1
  return view.state.kind === 'running' && view.missing.length === 0 ? 0 : 2
}

export function serviceLines(say: Say, view: ServiceView): readonly string[] {
  switch (view.kind) {
    case 'none':
      return [say('service.none')]
    case 'foreign':
      return [say('service.none'), `  ${say('service.foreign', { file: view.file })}`]
    case 'installed':
      return [headline(say, view.state), ...installedLines(say, view).map((line) => `  ${line}`)]
  }
}

function installedLines(say: Say, view: Installed): readonly string[] {
  const { state, file, command, missing, isCurrent, sessionNote } = view
  return [
    say('service.file', { file }),
    ...(command === null ? [] : [say('service.starts', { command: command.join(' ') })]),
    ...missing.map((path) => say('status.error', { message: say('service.gone', { path }) })),
    ...stateLines(say, state),
    ...adviceLines(say, missing.length > 0, isCurrent),
    ...(sessionNote === null ? [] : [say('service.note', { note: say(sessionNote) })]),
  ]
}

function headline(say: Say, state: ServiceState): string {
  switch (state.kind) {
    case 'running':
      return state.pid === null ? say('service.running') : say('service.runningPid', { pid: state.pid })
    case 'restarting':
      return say('service.restarting')
    case 'stopped':
    case 'absent':
      return say('service.stopped')
    case 'unreachable':
      return say('service.unknown')
  }
}

function stateLines(say: Say, state: ServiceState): readonly string[] {
  switch (state.kind) {
    case 'unreachable':
      return [say('status.error', { message: say('service.unreachable', { reason: state.reason }) })]
    case 'absent':
      return [say('status.error', { message: say('service.absent') })]
    case 'restarting':
      return [say('status.error', { message: say('service.died') }), atStartLine(say, state.atStart)]
    case 'stopped':
    case 'running':
      return [atStartLine(say, state.atStart)]
  }
}

function atStartLine(say: Say, atStart: boolean): string {
  return say(atStart ? 'service.atStart' : 'service.notAtStart')
}

function adviceLines(say: Say, isBroken: boolean, isCurrent: boolean): readonly string[] {
  if (isBroken) return [say('status.recovery', { recovery: say('service.reinstall') })]
  return isCurrent ? [] : [say('service.note', { note: say('service.otherProgram') })]
}

/** Stable for programs: later versions only add keys, and its words are English. */
export function serviceJson(view: ServiceView): object {
  if (view.kind !== 'installed') return { installed: false, foreign: view.kind === 'foreign' }
  const { state, file, command, missing, isCurrent, sessionNote } = view
  return {
    installed: true,
    file,
    state: state.kind,
    reason: state.kind === 'unreachable' ? reasonWords('en', state.reason) : null,
    starts_by_itself: 'atStart' in state ? state.atStart : null,
    pid: state.kind === 'running' ? state.pid : null,
    command,
    missing,
    current: isCurrent,
    note: sessionNote === null ? null : sayIn('en')(sessionNote),
  }
}
