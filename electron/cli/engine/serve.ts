/** The engine in this process, until somebody stops it. */
import { setTimeout as delay } from 'node:timers/promises'
import type { EngineHost, EngineState } from '../../contract/engine'
import type { Problem } from '../../contract/problem'
import { KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import { DEFAULT_PARK_MINUTES } from '../../core/settings/schema'
import { DEFAULT_PORT } from '../../core/settings/table'
import { problemLine, problemWords } from '../../core/words/problem-words'
import type { Say } from '../../core/words/say'
import { isSameProcess } from '../../node/basics/process-identity'
import { VERSION } from '../../node/basics/version'
import { Engine } from '../../node/engine/engine'
import { logged } from '../../node/engine/event-log'
import { ensureHomeToServe } from '../../node/engine/home-claim'
import { COMMAND_DRAIN_MS, DRAIN_MS } from '../../node/engine/options'
import { namingHolder } from '../../node/engine/port-holder'
import { findEngine, reportStart } from '../../node/engine/process'
import { readRunFile } from '../../node/engine/run-file'
import { createLogFile, type LogFile } from '../../node/files/log-file'
import type { StartOptions } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { complainOfOther, complainOfSkipped } from '../basics/settings-lines'
import { endOnUncaughtErrors } from '../basics/uncaught'
import { unsavedLines } from '../basics/unsaved'

/** Set by a watchdog and in a service, so that the run file tells who looks after the engine. */
export const HOST_VARIABLE = 'KIMI_PROXY_ENGINE_HOST'

/** Resolves with the exit code when the engine has stopped. Throws when it cannot start; the starter is told too. */
export async function serve(context: CliContext, { port, park }: StartOptions): Promise<number> {
  const { say } = context
  const log = createLogFile(context.paths.logFile)
  endOnUncaughtErrors(log)
  let asked = DEFAULT_PORT
  try {
    asked = loadSettings(context, port).port
    ensureHomeToServe(context.paths)
    if (hostFrom(context.env[HOST_VARIABLE]) === 'service') await untilAlone(context, log)
    // The settings may have changed since this process began.
    const settings = loadSettings(context, port)
    complainOfSkipped(context, settings)
    for (const { name, problem } of settings.skipped) log.warn('passed-over', { name, ...logged(problem) })
    const stopped = deferred<number>()
    const engine: Engine = new Engine({
      settings,
      currentSettings: () => loadSettings(context, port),
      parkMs: park ? (settings.parkMinutes ?? DEFAULT_PARK_MINUTES) * 60_000 : 0,
      paths: context.paths,
      host: hostFrom(context.env[HOST_VARIABLE]),
      version: VERSION,
      log,
      say: () => say,
      onStopRequested: () => stop(COMMAND_DRAIN_MS),
      onLost: (problem) => {
        context.complain(say('cli.failed', { line: problemWords(say, problem, 'terminal').message }))
        stopped.resolve(1)
      },
    })
    const stop = (drainMs: number) => void engine.stop(drainMs).then(() => stopped.resolve(0))
    const state = await engine.start()
    stopOnSignals(engine, stop, (count) => context.print(finishingLine(say, count)))
    const own = state.listener.kind === 'listening' ? state.listener.port : settings.port
    const notes = notesOn(say, state, engine.unwritable)
    context.print(say('cli.listening', { port: own }))
    context.print(say('cli.ctrlC'))
    for (const note of notes) context.print(note)
    const { otherOnIpv6 } = state
    complainOfOther(context, own, otherOnIpv6)
    reportStart({ kind: 'listening', pid: process.pid, port: own, notes, otherOnIpv6 })
    const code = await stopped.promise
    for (const line of unsavedLines(context, engine.state)) context.complain(line)
    return code
  } catch (error) {
    const failure = await namingHolder(inService(context, toKimiProxyError(error)), asked)
    log.error('not-started', logged(failure.toProblem()))
    log.flush()
    reportStart({ kind: 'failed', problem: failure.toProblem() })
    throw failure
  }
}

const LOOK_MS = 1_000

/** A service would otherwise be started every two seconds for as long as the app runs, and fill the log with it. */
async function untilAlone({ paths, print, say }: CliContext, log: LogFile): Promise<void> {
  for (let other = await findEngine(paths); other !== null; other = await findEngine(paths)) {
    const { record } = other
    const is = () => readRunFile(paths.runFile)?.nonce === record.nonce && isSameProcess(record)
    log.info('waits-for-another', { pid: record.pid })
    print(say('cli.serviceWaits', { pid: record.pid }))
    while (is()) await delay(LOOK_MS)
    // The app may only be starting its engine anew.
    await delay(LOOK_MS)
  }
}

/** To end well would tell the system's supervisor that there is nothing more to do, also once the other has ended. */
function inService({ env }: CliContext, error: KimiProxyError): KimiProxyError {
  if (error.code !== 'ALREADY_RUNNING' || hostFrom(env[HOST_VARIABLE]) !== 'service') return error
  return new KimiProxyError({ ...error.toProblem(), code: 'OTHER_ENGINE', variant: 'service' })
}

function notesOn(say: Say, { login }: EngineState, unwritable: KimiProxyError | null): string[] {
  return [
    ...(unwritable === null ? [] : [unfindableLine(say, unwritable.toProblem())]),
    ...(login.kind === 'signedOut' ? [signedOutLine(say, login.problem)] : []),
  ]
}

function unfindableLine(say: Say, problem: Problem): string {
  return say('cli.unfindable', { line: problemLine(say, problem, 'terminal') })
}

export function signedOutLine(say: Say, problem: Problem): string {
  return say('cli.signedOut', { line: problemLine(say, problem, 'terminal') })
}

function hostFrom(value: string | undefined): EngineHost {
  return value === 'watchdog' || value === 'service' ? value : 'cli'
}

function finishingLine(say: Say, count: number): string {
  return count === 1 ? say('cli.finishingOne') : say('cli.finishing', { count })
}

/**
 * The first signal drains, the second ends at once, unless a token would be lost that Kimi is just renewing. `onFinishing`: Ctrl+C
 * was pressed while that many requests run.
 */
function stopOnSignals(
  engine: Engine,
  stop: (drainMs: number) => void,
  onFinishing: (count: number) => void,
): void {
  let signals = 0
  const onSignal = (signal: NodeJS.Signals) => {
    signals += 1
    if (signals > 1 && !isRenewing(engine.state)) process.exit(0)
    const { activeRequests } = engine.state.traffic
    if (signals === 1 && signal === 'SIGINT' && activeRequests > 0) onFinishing(activeRequests)
    stop(DRAIN_MS)
  }
  // SIGHUP: the terminal was closed, which must not cost a token that Kimi is just renewing.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
}

function isRenewing({ login, unsaved }: EngineState): boolean {
  return unsaved !== null || (login.kind === 'signedIn' && login.renewal.kind === 'running')
}

interface Deferred<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
