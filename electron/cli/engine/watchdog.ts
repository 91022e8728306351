/** `--watchdog`: in the background unless `--foreground`. */
import type { Serving } from '../../contract/serving'
import { KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import { createSystemClock } from '../../node/basics/clock'
import { processMarker, signalProcess } from '../../node/basics/process-identity'
import { alreadyRunning, ensureHomeToServe } from '../../node/engine/home-claim'
import { findEngine, letGo, reportStart, startProcess, waitForEnd } from '../../node/engine/process'
import { findWatchdog } from '../../node/engine/watchdog-file'
import { diskTrouble } from '../../node/files/disk-trouble'
import { takeLock } from '../../node/files/file-lock'
import { removeOwnFile, writeRunFile } from '../../node/files/json-file'
import { createLogFile } from '../../node/files/log-file'
import { ChildHost } from '../../node/supervise/child-host'
import { SupervisorLoop } from '../../node/supervise/supervisor-loop'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { complainOfOther, complainOfSkipped } from '../basics/settings-lines'
import { endOnUncaughtErrors } from '../basics/uncaught'
import { engineArgs, sayIfNoneWaits } from './commands'
import { HOST_VARIABLE } from './serve'

/** Whether its own file is still there. */
const LOOK_EVERY_MS = 5_000

/** Tells the process that started this one how the start ended. */
export async function watchdog(context: CliContext, command: CliCommand<'watchdog'>): Promise<number> {
  try {
    return await watchUnlessWatched(context, command)
  } catch (error) {
    const failure = toKimiProxyError(error)
    reportStart({ kind: 'failed', problem: failure.toProblem() })
    throw failure
  }
}

async function watchUnlessWatched(
  context: CliContext,
  { port, park, foreground }: CliCommand<'watchdog'>,
): Promise<number> {
  const settings = loadSettings(context, port)
  const engine = await findEngine(context.paths)
  if (engine?.record.host === 'tray') {
    context.print(context.say('cli.watchdogOfApp'))
    return 0
  }
  if (engine?.record.host === 'service') {
    context.print(context.say('cli.watchdogOfService'))
    return 0
  }
  if (engine !== null && engine.record.port !== settings.port && port !== undefined) {
    throw alreadyRunning(engine.record, settings.port, engine.answers)
  }
  const watched = engine?.record.port ?? settings.port
  await refuseIfWatched(context)
  if (engine === null) complainOfSkipped(context, settings)
  else if (park && engine.answers) await sayIfNoneWaits(context, engine.record)
  const args = argsFor(context, watched, park)
  return foreground ? watch(context, watched, args) : watchInBackground(context, args)
}

/** A second watchdog is not needed; one that gave up makes room for a new try. */
async function refuseIfWatched(context: CliContext): Promise<void> {
  const running = findWatchdog(context.paths.watchdogFile)
  if (running === null) return
  if (running.supervisor.kind !== 'gaveUp') {
    throw new KimiProxyError('ALREADY_RUNNING.watchdog', { pid: running.pid })
  }
  signalProcess(running, 'SIGTERM')
  if (!(await waitForEnd(running, 5_000))) signalProcess(running, 'SIGKILL')
}

/** Left out where the settings say the same, so that --check names them as its source. */
function argsFor(context: CliContext, port: number, park: boolean): string[] {
  const isSet = port === loadSettings(context, undefined).port
  return engineArgs({ port: isSet ? undefined : port, park })
}

async function watchInBackground(context: CliContext, args: readonly string[]): Promise<number> {
  const { child, report } = startProcess(['--watchdog', '--foreground', ...args], { ...context.env })
  const outcome = await report
  letGo(child)
  if (outcome.kind === 'failed') throw new KimiProxyError(outcome.problem)
  const { port } = outcome
  context.print(context.say('cli.watchdogStarted', { pid: child.pid ?? outcome.pid, port }))
  for (const note of outcome.notes) context.print(note)
  complainOfOther(context, port, outcome.otherOnIpv6)
  return 0
}

async function watch(context: CliContext, port: number, args: readonly string[]): Promise<number> {
  const { paths } = context
  // From here on no signal may end it before its engine.
  const signalled = untilSignal()
  const log = createLogFile(paths.watchdogLogFile)
  endOnUncaughtErrors(log)
  let writing: Promise<void> = Promise.resolve()
  const identity = { pid: process.pid, marker: processMarker(process.pid) }
  let supervisor: Serving = { kind: 'off' }
  const onChange = (next: Serving) => {
    supervisor = next
    const record = { ...identity, supervisor }
    // In order, and never in the way of watching.
    writing = writing.then(() => writeRunFile(paths.watchdogFile, record)).catch(() => undefined)
  }
  const env = { ...context.env, [HOST_VARIABLE]: 'watchdog' }
  const clock = createSystemClock()
  const host = new ChildHost({
    paths,
    port,
    args,
    clock,
    log,
    env,
    onEnded: (problem) => loop.ended(problem),
  })
  const loop = new SupervisorLoop({ host, clock, log, onChange })
  const end = async () => {
    await loop.end(0)
    await writing
    await removeOwnFile(paths.watchdogFile)
    log.flush()
  }
  ensureHomeToServe(paths)
  const lock = await takeLock(paths.watchdogFile).catch((error: unknown) => {
    // A full disk is no reason not to watch.
    if (diskTrouble(error) === null) throw error
    return null
  })
  try {
    await refuseIfWatched(context)
    const started = loop.start().then(() => host.report)
    const report = await Promise.race([started, signalled.then(() => null)])
    await writing
    if (report?.kind === 'failed') {
      await end()
      throw new KimiProxyError(report.problem)
    }
    context.print(context.say('cli.watching', { port }))
    context.print(context.say('cli.ctrlC'))
    const { notes = [], otherOnIpv6 = null } = report ?? {}
    reportStart({ kind: 'listening', pid: process.pid, port, notes, otherOnIpv6 })
  } finally {
    await lock?.release()
  }
  // A supervisor that gave up has no timer left, and its process is to be found all the same.
  const keepAlive = setInterval(() => {
    // A full disk did not take it, or somebody removed it.
    if (findWatchdog(paths.watchdogFile) === null) onChange(supervisor)
  }, LOOK_EVERY_MS)
  await signalled
  clearInterval(keepAlive)
  await end()
  return 0
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve())
  })
}
