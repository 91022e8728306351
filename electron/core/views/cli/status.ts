/** The output of `--check`, and its exit code, in the words of the script that this product replaces. Pure. */

import type { AppState, Problem, SkippedVariable } from '../../../contract/engine'
import type { Serving } from '../../../contract/serving'
import { counted } from '../../basics/counted'
import { hoursAndMinutes, minutesAndSeconds } from '../../basics/duration'
import { healthOf, type Now } from '../../engine/health'

export type WatchdogView =
  | { readonly kind: 'none' }
  | { readonly kind: 'active'; readonly pid: number; readonly supervisor: Serving }
  /** The tray app supervises its engine itself. */
  | { readonly kind: 'app' }
  /** The system's own supervisor, which starts the engine again when it dies. */
  | { readonly kind: 'service' }

/** The engine of this home, and the program on the port asked for, as far as known. */
export type EngineView =
  | { readonly kind: 'none' }
  | { readonly kind: 'answering'; readonly port: number; readonly state: AppState; readonly now: Now }
  /** The engine's process lives and does not answer. */
  | { readonly kind: 'hung'; readonly port: number; readonly pid: number }
  | { readonly kind: 'otherPort'; readonly port: number; readonly asked: number; readonly pid: number }
  | { readonly kind: 'stranger'; readonly port: number; readonly holder: string }

export interface CliView {
  readonly lines: readonly string[]
  readonly exitCode: 0 | 1 | 2
}

export function cliStatus(engine: EngineView, watchdog: WatchdogView): CliView {
  const watched = watchdog.kind === 'active' && watchdog.supervisor.kind !== 'gaveUp'
  const tail = watchdogLine(watchdog)
  switch (engine.kind) {
    case 'none':
      return { lines: ['kimi-proxy not running', ...tail], exitCode: 1 }
    case 'stranger':
      return { lines: ['kimi-proxy not running', `  ${engine.holder}`, ...tail], exitCode: 1 }
    case 'otherPort': {
      const where = `  It runs on port ${engine.port} (PID ${engine.pid})`
      return { lines: [`kimi-proxy not running on port ${engine.asked}`, where, ...tail], exitCode: 1 }
    }
    case 'hung': {
      const lines = [
        `kimi-proxy UNHEALTHY (PID ${engine.pid}) on port ${engine.port}`,
        '  Error: It does not answer.',
        `  Recovery: ${hungRecovery(watchdog, watched)}`,
      ]
      return { lines: [...lines, ...tail], exitCode: watched ? 0 : 2 }
    }
    case 'answering':
      return answering(engine.port, engine.state, engine.now, tail, watched)
  }
}

function hungRecovery({ kind }: WatchdogView, watched: boolean): string {
  if (watched) return 'The watchdog restarts it.'
  // `--stop` ends a hung engine by force. The system takes that for a crash and starts the service again.
  if (kind === 'service') return 'Run kimi-proxy --stop; the system’s service then starts it again.'
  return 'Run kimi-proxy --stop, then kimi-proxy.'
}

function answering(
  port: number,
  state: AppState,
  now: Now,
  tail: readonly string[],
  watched: boolean,
): CliView {
  const { healthy: valid, tokenExpiresInMs, problem } = healthOf(state, now)
  // The token serves, but it is the last one, or the next start would not know it.
  const healthy = valid && state.unsaved === null && problem?.code !== 'SAVE_FAILED'
  const head = healthy
    ? `kimi-proxy healthy (PID ${state.pid}) on port ${port}`
    : `kimi-proxy UNHEALTHY (PID ${state.pid}) on port ${port}`
  const lines = [
    head,
    ...tokenLines(state, valid, tokenExpiresInMs),
    `  Uptime: ${hoursAndMinutes(now.elapsedMs - state.startedAtElapsedMs)}`,
    ...waitingLines(state),
    ...warningLines(port, state),
    ...refusalLines(state, now),
    ...problemLines(problem),
    ...tail,
    ...state.settings.map(({ name, value, source }) => `  Setting: ${name} = ${value} (from ${source})`),
  ]
  return { lines, exitCode: healthy || watched ? 0 : 2 }
}

function tokenLines(state: AppState, healthy: boolean, expiresInMs: number): string[] {
  if (state.login.kind !== 'signedIn') return []
  const { source, token } = state.login
  const login = `  Login: ${source.owner} (${source.path})`
  if (!healthy) return [login]
  const end = token.expiresAtMs === null ? 'not known' : minutesAndSeconds(expiresInMs)
  return [`  Token expires in: ${end}`, login]
}

/** Nothing that keeps it from serving. */
function warningLines(port: number, { skipped, otherOnIpv6 }: AppState): string[] {
  return [
    ...skipped.map(skippedSentence).map((sentence) => `  Warning: ${sentence}`),
    ...(otherOnIpv6 === null ? [] : [`  Warning: ${ipv6Sentence(port, otherOnIpv6)}`]),
  ]
}

export function skippedSentence({ name, reason }: SkippedVariable): string {
  return `${name} is passed over, since it cannot be used: ${reason}`
}

export function ipv6Sentence(port: number, holder: string): string {
  return `[::1]:${port} is used by ${holder}, and what asks for "localhost" may come there. Use 127.0.0.1.`
}

function waitingLines({ parkMs, traffic: { parkedRequests } }: AppState): string[] {
  const limit = parkMs === 0 ? 'no' : `up to ${minutesAndSeconds(parkMs)} for a sign-in or the network`
  const rule = `  Requests wait: ${limit}`
  if (parkedRequests === 0) return [rule]
  return [rule, `  Waiting: ${counted(parkedRequests, 'request')}, for a sign-in or the network`]
}

function refusalLines({ refusal }: AppState, now: Now): string[] {
  if (refusal === null) return []
  const leftMs = refusal.untilMs - now.wallMs
  const when = leftMs > 0 ? `in ${minutesAndSeconds(leftMs)}` : 'with the next request'
  return [`  Refused: Kimi refuses new tokens too; the next renewal is tried ${when}`]
}

function problemLines(problem: Problem | null): string[] {
  return problem === null ? [] : [`  Error: ${problem.message}`, `  Recovery: ${problem.recovery}`]
}

function watchdogLine(watchdog: WatchdogView): string[] {
  switch (watchdog.kind) {
    case 'none':
      return ['  Watchdog: not running']
    case 'app':
      return ['  Watchdog: the app supervises']
    case 'service':
      return ['  Watchdog: the system’s service supervises']
    case 'active': {
      const { supervisor, pid } = watchdog
      if (supervisor.kind === 'gaveUp') {
        return [
          `  Watchdog: gave up after ${counted(supervisor.restarts, 'restart')} (PID ${pid}): ${supervisor.reason}`,
          '  Recovery: See the log, then run kimi-proxy --watchdog to try again.',
        ]
      }
      const waiting = supervisor.kind === 'portTaken' ? `, waiting: ${supervisor.holder}` : ''
      return [`  Watchdog: active (PID ${pid})${waiting}`]
    }
  }
}
