/** start, check and stop: what a person types. Each returns an exit code and throws KimiProxyError otherwise. */
import { KimiProxyError } from '../../core/basics/errors'
import { cliStatus, type EngineView, type WatchdogView } from '../../core/views/cli/status'
import { alreadyRunning } from '../../node/engine/home-claim'
import { holderOf, takenBy } from '../../node/engine/port-holder'
import { probePort } from '../../node/engine/probe'
import {
  findEngine,
  type Listening,
  letGo,
  readState,
  startProcess,
  stopEngine,
  stopWatchdog,
} from '../../node/engine/process'
import type { RunRecord } from '../../node/engine/run-file'
import { findWatchdog } from '../../node/engine/watchdog-file'
import type { CliCommand, StartOptions } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'

/** Starts the engine in the background. Rejects with ALREADY_RUNNING when there is no need to. */
export async function startEngine(context: CliContext, options: StartOptions): Promise<Listening> {
  const settings = loadSettings(context, options.port)
  const running = await findEngine(context.paths)
  if (running !== null) throw alreadyRunning(running.record, settings.port, running.answers)
  const { child, report } = startProcess(['--foreground', ...engineArgs(options)], { ...context.env })
  const outcome = await report
  letGo(child)
  if (outcome.kind === 'failed') throw new KimiProxyError(outcome.problem)
  return outcome
}

/** As they were given: a port that was not is left out, so that --check names the settings file as its source. */
export function engineArgs({ port, park }: StartOptions): string[] {
  return [...(port === undefined ? [] : ['--port', String(port)]), ...(park ? ['--park'] : [])]
}

export async function start(context: CliContext, options: StartOptions): Promise<number> {
  const report = await startEngine(context, options)
  context.print(context.say('cli.started', { port: report.port, pid: report.pid }))
  if (report.signedOut !== null) context.print(report.signedOut)
  return 0
}

export async function check(context: CliContext, { port }: CliCommand<'check'>): Promise<number> {
  const { engine, watchdog } = await lookAround(context, port)
  const { lines, exitCode } = cliStatus(context.say, engine, watchdog)
  for (const line of lines) context.print(line)
  return exitCode
}

/** Who runs here, or has the port. */
export async function lookAround(
  context: CliContext,
  port: number | undefined,
): Promise<{ engine: EngineView; watchdog: WatchdogView }> {
  const settings = loadSettings(context, port)
  const running = await findEngine(context.paths)
  const watchdog = watchdogView(context, running?.record ?? null)
  return { engine: await engineView(running, port, settings.port), watchdog }
}

async function engineView(
  running: { record: RunRecord; answers: boolean } | null,
  askedPort: number | undefined,
  settingsPort: number,
): Promise<EngineView> {
  if (running === null) return portView(settingsPort)
  const { record, answers } = running
  if (askedPort !== undefined && askedPort !== record.port) {
    return { kind: 'otherPort', port: record.port, asked: askedPort, pid: record.pid }
  }
  const answer = answers ? await readState(record) : null
  if (answer === null) return { kind: 'hung', port: record.port, pid: record.pid }
  return { kind: 'answering', port: record.port, ...answer }
}

async function portView(port: number): Promise<EngineView> {
  const probe = await probePort(port)
  return probe.kind === 'free'
    ? { kind: 'none' }
    : { kind: 'stranger', port, problem: takenBy(holderOf(probe, port), port).toProblem() }
}

function watchdogView(context: CliContext, record: RunRecord | null): WatchdogView {
  if (record?.host === 'tray') return { kind: 'app' }
  if (record?.host === 'service') return { kind: 'service' }
  const watchdog = findWatchdog(context.paths.watchdogFile)
  return watchdog === null ? { kind: 'none' } : { kind: 'active', ...watchdog }
}

/** 0 when something was stopped, 1 when nothing was there; `--stop-all` is always content. */
export async function stop(context: CliContext, { all }: CliCommand<'stop'>): Promise<number> {
  const watchdogStopped = await stopWatchdogAloud(context)
  const engineStopped = await stopEngineOnly(context, watchdogStopped)
  return all || watchdogStopped !== null || engineStopped ? 0 : 1
}

/** The pid of the engine that went with it, if it had one. */
async function stopWatchdogAloud(context: CliContext): Promise<{ enginePid: number | null } | null> {
  const { say } = context
  const result = await stopWatchdog(context.paths)
  switch (result.kind) {
    case 'none':
      return null
    case 'stopped':
      context.print(say('cli.stoppedWatchdog', { pid: result.pid }))
      return { enginePid: result.enginePid }
    case 'unproven':
      context.complain(say('cli.watchdogEndless', { pid: result.pid }))
      return null
  }
}

async function stopEngineOnly(
  context: CliContext,
  watchdog: { enginePid: number | null } | null,
): Promise<boolean> {
  const { say } = context
  const result = await stopEngine(context.paths)
  switch (result.kind) {
    case 'stopped':
      context.print(say('cli.stopped', { pid: result.pid }))
      if (result.again) context.print(say('cli.stoppedAgain'))
      return true
    case 'listenerStopped':
      context.print(say('cli.stoppedInApp', { pid: result.pid }))
      return true
    case 'unproven':
      context.complain(say('cli.mute', { pid: result.pid }))
      return false
    case 'none':
      if (watchdog !== null && watchdog.enginePid !== null) {
        context.print(say('cli.stopped', { pid: watchdog.enginePid }))
        return true
      }
      context.print(say('cli.nothingRuns'))
      return false
  }
}
