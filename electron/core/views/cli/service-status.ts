/** The output of `kimi-proxy service status`, and its exit code. Pure. */
import type { ServiceState } from '../../service/state'

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
      readonly sessionNote: string | null
    }

type Installed = Extract<ServiceView, { kind: 'installed' }>

/** 0: installed and running. 1: not installed. 2: installed, but stopped, or unable to start again. */
export function serviceExitCode(view: ServiceView): 0 | 1 | 2 {
  if (view.kind !== 'installed') return 1
  return view.state.kind === 'running' && view.missing.length === 0 ? 0 : 2
}

export function serviceLines(view: ServiceView): readonly string[] {
  switch (view.kind) {
    case 'none':
      return ['kimi-proxy service not installed']
    case 'foreign':
      return ['kimi-proxy service not installed', `  ${view.file} was not written by kimi-proxy.`]
    case 'installed':
      return installedLines(view)
  }
}

function installedLines(view: Installed): readonly string[] {
  const { state, file, command, missing, isCurrent, sessionNote } = view
  const program = command === null ? [] : [`  Starts: ${command.join(' ')}`]
  return [
    `kimi-proxy service ${headline(state)}`,
    `  File: ${file}`,
    ...program,
    ...missing.map((path) => `  Error: ${path} is gone.`),
    ...stateLines(state),
    ...adviceLines(missing.length > 0, isCurrent),
    ...(sessionNote === null ? [] : [`  Note: ${sessionNote}`]),
  ]
}

function headline(state: ServiceState): string {
  switch (state.kind) {
    case 'running':
      return state.pid === null ? 'running' : `running (PID ${state.pid})`
    case 'restarting':
      return 'installed, being started again'
    case 'stopped':
    case 'absent':
      return 'installed, not running'
    case 'unreachable':
      return 'installed; whether it runs is not known'
  }
}

function stateLines(state: ServiceState): readonly string[] {
  switch (state.kind) {
    case 'unreachable':
      return [`  Error: The system’s service manager does not answer: ${state.reason}.`]
    case 'absent':
      return ['  Error: The system’s service manager does not know of it.']
    case 'restarting':
      return ['  Error: It ended by itself; the log says why.', ...atStartLines(state.atStart)]
    case 'stopped':
    case 'running':
      return atStartLines(state.atStart)
  }
}

function atStartLines(atStart: boolean): readonly string[] {
  return [`  Starts by itself: ${atStart ? 'yes' : 'no'}`]
}

function adviceLines(isBroken: boolean, isCurrent: boolean): readonly string[] {
  if (isBroken) return ['  Recovery: Run kimi-proxy service install.']
  return isCurrent
    ? []
    : ['  Note: It starts another kimi-proxy. To use this one: kimi-proxy service install']
}

/** Stable for programs: later versions only add keys. */
export function serviceJson(view: ServiceView): object {
  if (view.kind !== 'installed') return { installed: false, foreign: view.kind === 'foreign' }
  const { state, file, command, missing, isCurrent, sessionNote } = view
  return {
    installed: true,
    file,
    state: state.kind,
    reason: state.kind === 'unreachable' ? state.reason : null,
    starts_by_itself: 'atStart' in state ? state.atStart : null,
    pid: state.kind === 'running' ? state.pid : null,
    command,
    missing,
    current: isCurrent,
    note: sessionNote,
  }
}
