/** The output of `--check`, and its exit code, in the words of the script that this product replaces. Pure. */

import type { EngineState, SkippedVariable } from '../../../contract/engine'
import type { Problem } from '../../../contract/problem'
import type { Serving } from '../../../contract/serving'
import { hoursAndMinutes, minutesAndSeconds } from '../../basics/duration'
import { healthOf, losesLogin, type Now } from '../../engine/health'
import { problemLine, problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { reachedLine } from '../limit-lines'

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
  | { readonly kind: 'answering'; readonly port: number; readonly state: EngineState; readonly now: Now }
  /** The engine's process lives and does not answer. */
  | { readonly kind: 'hung'; readonly port: number; readonly pid: number }
  | { readonly kind: 'otherPort'; readonly port: number; readonly asked: number; readonly pid: number }
  | { readonly kind: 'stranger'; readonly port: number; readonly problem: Problem }

export interface CliView {
  readonly lines: readonly string[]
  readonly exitCode: 0 | 1 | 2
}

/** `more`: lines that stand before those of the settings. */
export function cliStatus(
  say: Say,
  engine: EngineView,
  watchdog: WatchdogView,
  more: readonly string[] = [],
): CliView {
  const watched = watchdog.kind === 'active' && watchdog.supervisor.kind !== 'gaveUp'
  const tail = watchdogLines(say, watchdog)
  const view = (head: string, details: readonly string[], exitCode: CliView['exitCode']): CliView => ({
    lines: [head, ...[...details, ...tail].map(indented)],
    exitCode,
  })
  switch (engine.kind) {
    case 'none':
      return view(say('status.none'), [], 1)
    case 'stranger':
      return view(say('status.none'), [problemLine(say, engine.problem, 'terminal')], 1)
    case 'otherPort': {
      const { asked, port, pid } = engine
      return view(say('status.noneOnPort', { port: asked }), [say('status.otherPort', { port, pid })], 1)
    }
    case 'hung': {
      const { port, pid } = engine
      const recovery = say(hungRecovery(watchdog, watched))
      const lines = [
        say('status.error', { message: say('status.hung') }),
        say('status.recovery', { recovery }),
      ]
      return view(say('status.unhealthy', { port, pid }), lines, watched ? 0 : 2)
    }
    case 'answering': {
      const { port, state, now } = engine
      const { pid } = state
      const health = healthOf(state, now)
      const healthy = health.healthy && !losesLogin(state, health)
      const head = healthy ? say('status.healthy', { port, pid }) : say('status.unhealthy', { port, pid })
      const settings = state.settings.map(({ name, value, source }) =>
        indented(say('status.setting', { name, value, source })),
      )
      const { lines, exitCode } = view(
        head,
        [...stateLines(say, port, state, now), ...more],
        healthy || watched ? 0 : 2,
      )
      return { lines: [...lines, ...settings], exitCode }
    }
  }
}

function indented(line: string): string {
  return `  ${line}`
}

function hungRecovery({ kind }: WatchdogView, watched: boolean) {
  if (watched) return 'status.hungWatched'
  // `--stop` ends a hung engine by force. The system takes that for a crash and starts the service again.
  return kind === 'service' ? 'status.hungService' : 'status.hungAlone'
}

function stateLines(say: Say, port: number, state: EngineState, now: Now): readonly string[] {
  const { healthy, tokenExpiresInMs, problem } = healthOf(state, now)
  return [
    ...limitReached(say, state, now),
    ...tokenLines(say, state, healthy, tokenExpiresInMs),
    say('status.uptime', { time: uptimeWords(say, now.elapsedMs - state.startedAtElapsedMs) }),
    ...waitingLines(say, state),
    ...warningLines(say, port, state),
    ...refusalLines(say, state, now),
    ...(problem === null ? [] : problemLines(say, problem)),
  ]
}

function limitReached(say: Say, engine: EngineState, { wallMs }: Now): string[] {
  const line = reachedLine({ engine }, say, wallMs)
  return line === null ? [] : [say('status.limit', { line })]
}

function tokenLines(say: Say, { login }: EngineState, healthy: boolean, expiresInMs: number): string[] {
  if (login.kind !== 'signedIn') return []
  const { source, token } = login
  const used = say('status.login', { owner: source.owner, path: source.path })
  if (!healthy) return [used]
  const left = minutesAndSeconds(say, expiresInMs)
  return [token.expiresAtMs === null ? say('status.expiryUnknown') : say('status.expires', { left }), used]
}

/** Nothing that keeps it from serving. */
function warningLines(say: Say, port: number, { skipped, otherOnIpv6 }: EngineState): string[] {
  const lines = [
    ...skipped.map((variable) => skippedSentence(say, variable)),
    ...(otherOnIpv6 === null ? [] : [say('cli.otherOnIpv6', { port, holder: otherOnIpv6 })]),
  ]
  return lines.map((line) => say('status.warning', { line }))
}

export function skippedSentence(say: Say, { name, problem }: SkippedVariable): string {
  return say('cli.skipped', { name, problem: problemWords(say, problem, 'terminal').message })
}

function waitingLines(say: Say, { parkMs, traffic: { waitingRequests: count } }: EngineState): string[] {
  return [
    parkMs === 0 ? say('status.waitsNot') : say('status.waits', { limit: minutesAndSeconds(say, parkMs) }),
    ...(count === 0 ? [] : [say('status.waiting', { count })]),
  ]
}

function refusalLines(say: Say, { refusal }: EngineState, now: Now): string[] {
  if (refusal === null) return []
  const leftMs = refusal.untilMs - now.wallMs
  return leftMs > 0
    ? [say('status.refused', { left: minutesAndSeconds(say, leftMs) })]
    : [say('status.refusedNow')]
}

function problemLines(say: Say, problem: Problem): string[] {
  const { message, recovery } = problemWords(say, problem, 'terminal')
  return [say('status.error', { message }), say('status.recovery', { recovery })]
}

function watchdogLines(say: Say, watchdog: WatchdogView): string[] {
  switch (watchdog.kind) {
    case 'none':
      return [say('status.noWatchdog')]
    case 'app':
      return [say('status.watchdogApp')]
    case 'service':
      return [say('status.watchdogService')]
    case 'active': {
      const { supervisor, pid } = watchdog
      if (supervisor.kind === 'gaveUp') {
        const { message: problem } = problemWords(say, supervisor.problem, 'terminal')
        const again = say('status.recovery', { recovery: say('status.watchdogAgain') })
        return [say('status.watchdogGaveUp', { count: supervisor.restarts, pid, problem }), again]
      }
      return supervisor.kind === 'portTaken'
        ? [say('status.watchdogWaiting', { pid, problem: problemWords(say, supervisor.problem).message })]
        : [say('status.watchdogActive', { pid })]
    }
  }
}

/** "12m 5s", after the first hour "3h 12m". */
function uptimeWords(say: Say, ms: number): string {
  return ms < 3_600_000 ? minutesAndSeconds(say, ms) : hoursAndMinutes(say, ms)
}
