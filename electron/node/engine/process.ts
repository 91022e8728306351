/** An engine in a process of its own: starting it, hearing how that went, stopping it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { CommandResult } from '../../contract/commands'
import type { EngineState, LoginPick } from '../../contract/engine'
import { UNKNOWN_PLAN } from '../../contract/plan'
import type { Problem, Reason } from '../../contract/problem'
import type { RecorderAnswer } from '../../contract/recorder'
import { readProblem, readReason } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import type { Now } from '../../core/engine/health'
import { CONTROL_PREFIX, CONTROL_SECRET_FIELD } from '../../core/proxy/routes'
import { type KimiModel, KNOWN_MODELS } from '../../core/settings/models'
import { problem } from '../../core/words/problem'
import { reason } from '../../core/words/reason'
import { isSameProcess, type ProcessIdentity, signalProcess } from '../basics/process-identity'
import type { Paths } from '../files/paths'
import { selfCommand } from '../system/self-command'
import { ask, isEngineOf, probePort } from './probe'
import { type RunRecord, readRunFile } from './run-file'
import { findWatchdog } from './watchdog-file'

/** What a started process tells its starter over the IPC channel, once. */
export type StartReport = Listening | { readonly kind: 'failed'; readonly problem: Problem }

export interface Listening {
  readonly kind: 'listening'
  readonly pid: number
  readonly port: number
  /** What is to be said besides: that there is no login to use, or no run file. */
  readonly notes: readonly string[]
  /** Who has the same port on [::1], where somebody else does. */
  readonly otherOnIpv6: Reason | null
}

/** Tells the starter, if there is one, and lets it go. */
export function reportStart(report: StartReport): void {
  if (process.send === undefined || !process.connected) return
  process.send(report, () => {
    if (process.connected) process.disconnect()
  })
}

export interface StartedProcess {
  readonly child: ChildProcess
  readonly report: Promise<StartReport>
}

/** Far longer than any start takes. */
const LONGEST_START_MS = 60_000

/** Starts this very program again with other arguments, detached, its output nowhere: it has a log. */
export function startProcess(args: readonly string[], env: NodeJS.ProcessEnv): StartedProcess {
  const self = selfCommand(process)
  const child = spawn(self.program, [...self.args, ...args], {
    detached: true,
    windowsHide: true,
    env: { ...env, ...self.env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const report = new Promise<StartReport>((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      resolve(failure(reason('saidNothing')))
    }, LONGEST_START_MS)
    timer.unref()
    child.once('message', (message) => resolve(readReport(message)))
    child.once('error', (error) => resolve(failure(reason('said', { words: error.message }))))
    child.once('exit', (code, signal) =>
      resolve(failure(reason('endedAtOnce', { how: signal ?? code ?? '?' }))),
    )
  })
  return { child, report }
}

/** Lets a started process live on by itself. */
export function letGo(child: ChildProcess): void {
  if (child.connected) child.disconnect()
  child.unref()
}

function readReport(message: unknown): StartReport {
  if (isRecord(message) && message['kind'] === 'listening') {
    const { pid, port, notes, otherOnIpv6 } = message
    if (typeof pid === 'number' && typeof port === 'number') {
      return {
        kind: 'listening',
        pid,
        port,
        notes: Array.isArray(notes) ? notes.map(String) : [],
        otherOnIpv6: readReason(otherOnIpv6),
      }
    }
  }
  const told = isRecord(message) ? message['problem'] : undefined
  return isRecord(told) ? { kind: 'failed', problem: readProblem(told) } : failure(reason('saidNonsense'))
}

function failure(why: Reason): StartReport {
  return { kind: 'failed', problem: problem('INTERNAL.notStarted', { reason: why }) }
}

export interface FoundEngine {
  readonly record: RunRecord
  /** Only when it proved to be that engine. */
  readonly answers: boolean
}

/**
 * The engine of this home, if its process is alive. `port`: where it may be although its run file is gone, which it
 * writes anew when it is asked there.
 */
export async function findEngine(paths: Paths, port?: number): Promise<FoundEngine | null> {
  if (port !== undefined && readRunFile(paths.runFile) === null) await probePort(port)
  const record = readRunFile(paths.runFile)
  if (record === null || !isSameProcess(record)) return null
  const probe = await probePort(record.port)
  if (isEngineOf(probe, record)) return { record, answers: true }
  // Another answers in its place: the number was used again, and the record is stale.
  return probe.kind === 'silent' ? { record, answers: false } : null
}

export type StopResult =
  | { readonly kind: 'none' }
  /** `again`: the system's service takes its violent end for a crash and starts it again. */
  | { readonly kind: 'stopped'; readonly pid: number; readonly again: boolean }
  /** The tray's listener; the app goes on. */
  | { readonly kind: 'listenerStopped'; readonly pid: number }
  /** It does not answer and nothing proves that the process is ours. */
  | { readonly kind: 'unproven'; readonly pid: number }
  /** Its end would lose a renewed login: nothing was done. */
  | { readonly kind: 'refused'; readonly pid: number; readonly problem: Problem }

/** Asks politely, waits, then ends it: only ever the process of this home's run file. `port`: see `findEngine`. */
export async function stopEngine(paths: Paths, port?: number): Promise<StopResult> {
  const found = await findEngine(paths, port)
  if (found === null) return { kind: 'none' }
  const { record, answers } = found
  const problem = await whyNotToStop(found)
  if (problem !== null) return { kind: 'refused', pid: record.pid, problem }
  if (answers) {
    const waitMs = await askToStop(record)
    if (record.host === 'tray' && waitMs !== null) return { kind: 'listenerStopped', pid: record.pid }
    if (waitMs !== null && (await waitForEnd(record, waitMs))) {
      return { kind: 'stopped', pid: record.pid, again: false }
    }
  }
  if (record.host === 'tray' || !signalProcess(record, 'SIGKILL')) {
    return isSameProcess(record)
      ? { kind: 'unproven', pid: record.pid }
      : { kind: 'stopped', pid: record.pid, again: false }
  }
  await waitForEnd(record, 3_000)
  if (readRunFile(paths.runFile)?.nonce === record.nonce) await rm(paths.runFile, { force: true })
  return { kind: 'stopped', pid: record.pid, again: record.host === 'service' }
}

/** What would be lost with that process; null where nothing would. The app goes on, and keeps what it has. */
export async function whyNotToStop({ record, answers }: FoundEngine): Promise<Problem | null> {
  if (!answers || record.host === 'tray') return null
  const result = await commandEngine(record, 'secure', 3_000)
  return result === null || result.ok ? null : result.problem
}

/** How long it may take, in milliseconds; null when it did not answer. */
async function askToStop(record: RunRecord): Promise<number | null> {
  const headers = { [CONTROL_SECRET_FIELD]: record.secret }
  const answer = await ask(record.port, 'POST', `${CONTROL_PREFIX}stop`, headers, 3_000)
  if (typeof answer === 'string' || answer.status !== 200) return null
  try {
    const body: unknown = JSON.parse(answer.text)
    return isRecord(body) && typeof body['waitMs'] === 'number' ? body['waitMs'] : null
  } catch {
    return null
  }
}

/** The state of a running engine and the time it is to be seen at; null when it does not tell. */
export async function readState(record: RunRecord): Promise<{ state: EngineState; now: Now } | null> {
  const headers = { [CONTROL_SECRET_FIELD]: record.secret }
  const answer = await ask(record.port, 'GET', `${CONTROL_PREFIX}state`, headers, 3_000)
  // The nonce has shown that this is our own engine, so its answer is what our engine writes.
  if (typeof answer === 'string' || answer.status !== 200) return null
  const told: { state: EngineState; now: Now } = JSON.parse(answer.text)
  // One of an earlier version knows no plan.
  return { ...told, state: { ...told.state, plan: { ...UNKNOWN_PLAN, ...told.state.plan } } }
}

/** The requests of a running engine after the one with the number `after`, and its sums; null when it does not tell. */
export async function readRequests(record: RunRecord, after: number): Promise<RecorderAnswer | null> {
  const headers = { [CONTROL_SECRET_FIELD]: record.secret }
  const answer = await ask(record.port, 'GET', `${CONTROL_PREFIX}requests/${after}`, headers, 3_000)
  // As with the state: our own engine's words. One of an earlier version has none.
  return typeof answer === 'string' || answer.status !== 200 ? null : JSON.parse(answer.text)
}

/** The models that can be chosen; the known ones where the engine does not tell, or is of an older version. */
export async function askModels(record: RunRecord): Promise<readonly KimiModel[]> {
  const headers = { [CONTROL_SECRET_FIELD]: record.secret }
  const answer = await ask(record.port, 'GET', `${CONTROL_PREFIX}models`, headers, 5_000)
  if (typeof answer === 'string' || answer.status !== 200) return KNOWN_MODELS
  const told: { readonly models?: readonly KimiModel[] } = JSON.parse(answer.text)
  return told.models ?? KNOWN_MODELS
}

/** A renewal under way is waited for, 120 s at most, before another login takes its place. */
const COMMAND_LIMIT_MS = 130_000

/** Asks a running engine for something; null when it did not answer. `action`: see `control.ts`. */
export async function commandEngine(
  record: RunRecord,
  action: 'look-again' | 'secure' | 'quota' | `use/${LoginPick}`,
  limitMs = COMMAND_LIMIT_MS,
): Promise<CommandResult | null> {
  const headers = { [CONTROL_SECRET_FIELD]: record.secret }
  const answer = await ask(record.port, 'POST', `${CONTROL_PREFIX}${action}`, headers, limitMs)
  // As with the state: our own engine's words.
  return typeof answer === 'string' || answer.status !== 200 ? null : JSON.parse(answer.text)
}

export type StopWatchdogResult =
  | { readonly kind: 'none' }
  /** `enginePid`: the engine that went with it. */
  | { readonly kind: 'stopped'; readonly pid: number; readonly enginePid: number | null }
  | { readonly kind: 'unproven'; readonly pid: number }

/** Ends the watchdog of this home, and its engine with it. */
export async function stopWatchdog(paths: Paths): Promise<StopWatchdogResult> {
  const watchdog = findWatchdog(paths.watchdogFile)
  if (watchdog === null) return { kind: 'none' }
  const engine = await findEngine(paths)
  signalProcess(watchdog, 'SIGTERM')
  // It stops its engine first, which may be saving a renewed token.
  if (!(await waitForEnd(watchdog, engine === null ? 3_000 : 130_000))) {
    signalProcess(watchdog, 'SIGKILL')
    if (!(await waitForEnd(watchdog, 3_000))) return { kind: 'unproven', pid: watchdog.pid }
  }
  return { kind: 'stopped', pid: watchdog.pid, enginePid: engine?.record.pid ?? null }
}

/** True once the process is gone. */
export async function waitForEnd(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  const endAt = performance.now() + limitMs
  while (performance.now() < endAt) {
    if (!isSameProcess(identity)) return true
    await delay(40)
  }
  return !isSameProcess(identity)
}
