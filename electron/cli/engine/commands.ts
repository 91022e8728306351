/** start, check and stop: what a person types. Each returns an exit code and throws KimiProxyError otherwise. */
import type { Problem } from '../../contract/problem'
import { KimiProxyError } from '../../core/basics/errors'
import { differingSettings } from '../../core/settings/differences'
import type { Settings } from '../../core/settings/schema'
import { cliStatus, type EngineView, type WatchdogView } from '../../core/views/cli/status'
import { named } from '../../core/words/problem'
import { problemLine } from '../../core/words/problem-words'
import { alreadyRunning, whyUnfindable } from '../../node/engine/home-claim'
import { holderOf, type PortHolder, takenBy } from '../../node/engine/port-holder'
import { probePort } from '../../node/engine/probe'
import {
  type FoundEngine,
  findEngine,
  type Listening,
  letGo,
  readState,
  startProcess,
  stopEngine,
  stopWatchdog,
  whyNotToStop,
} from '../../node/engine/process'
import type { RunRecord } from '../../node/engine/run-file'
import { findWatchdog } from '../../node/engine/watchdog-file'
import type { Paths } from '../../node/files/paths'
import type { CliCommand, StartOptions } from '../basics/command'
import { connectionLines } from '../basics/connected'
import { type CliContext, loadSettings } from '../basics/context'
import { lookOf, painted } from '../basics/look'
import {
  complainOfOther,
  complainOfSkipped,
  complainOfUnknown,
  settingsLines,
} from '../basics/settings-lines'
import { unsavedLines } from '../basics/unsaved'
import { mayStop } from './busy'

/** Starts the engine in the background. Rejects with ALREADY_RUNNING when there is no need to. */
export async function startEngine(context: CliContext, options: StartOptions): Promise<Listening> {
  const settings = loadSettings(context, options.port)
  const running = await findEngine(context.paths)
  if (running !== null) {
    if (options.park && running.answers) await sayIfNoneWaits(context, running.record)
    if (running.answers) await sayIfSettingsDiffer(context, running.record, settings)
    throw alreadyRunning(running.record, settings.port, running.answers)
  }
  complainOfSkipped(context, settings)
  const { child, report } = startProcess(['--foreground', ...engineArgs(options)], { ...context.env })
  const outcome = await report
  letGo(child)
  if (outcome.kind === 'failed') throw new KimiProxyError(outcome.problem)
  complainOfOther(context, outcome.port, outcome.otherOnIpv6)
  return outcome
}

/** The app's engine follows the app's own environment. */
async function sayIfSettingsDiffer(
  { paths, complain, say }: CliContext,
  record: RunRecord,
  { origins, port }: Settings,
): Promise<void> {
  if (record.host === 'tray' || record.port !== port) return
  const told = await readState(record)
  const names = told === null ? [] : differingSettings(told.state.settings, origins, paths.settingsFile)
  if (names.length === 0) return
  complain(say('cli.failed', { line: say('cli.settingsDiffer', { names: names.join(', ') }) }))
}

/** `--park` is a matter of the start: an engine that runs already goes on as it is. */
export async function sayIfNoneWaits(context: CliContext, record: RunRecord): Promise<void> {
  if ((await readState(record))?.state.parkMs !== 0) return
  const { complain, say } = context
  complain(say('cli.failed', { line: say('cli.noneWaits', { pid: record.pid }) }))
}

/** As they were given: a port that was not is left out, so that --check names the settings file as its source. */
export function engineArgs({ port, park }: StartOptions): string[] {
  return [...(port === undefined ? [] : ['--port', String(port)]), ...(park ? ['--park'] : [])]
}

export async function start(context: CliContext, options: StartOptions): Promise<number> {
  complainOfUnknown(context)
  const report = await startEngine(context, options)
  context.print(context.say('cli.started', { port: report.port, pid: report.pid }))
  const connections = await connectionLines(context, report.port)
  for (const note of [...report.notes, ...connections]) context.print(note)
  return 0
}

export async function check(context: CliContext, { port }: CliCommand<'check'>): Promise<number> {
  const { engine, watchdog } = await lookAround(context, port)
  const { lines, exitCode } = cliStatus(context.say, engine, watchdog)
  printStatus(context, [...lines, ...settingsLines(context)], exitCode)
  return exitCode
}

/** The first line says how it is, and is green or red where there are colours. */
export function printStatus(
  { env, print }: CliContext,
  [head = '', ...lines]: readonly string[],
  exitCode: number,
): void {
  print(painted(lookOf(env), exitCode === 0 ? 'good' : 'bad', head))
  for (const line of lines) print(line)
}

/** Who runs here, or has the port. */
export async function lookAround(
  context: CliContext,
  port: number | undefined,
): Promise<{ engine: EngineView; watchdog: WatchdogView }> {
  const running = await findEngine(context.paths, port ?? likelyPort(context))
  const watchdog = watchdogView(context, running?.record ?? null)
  // Only what is not known from a running engine is looked up in the settings, which may make no sense meanwhile.
  const engine =
    running === null
      ? await portView(context, loadSettings(context, port).port)
      : await engineView(running, port)
  return { engine, watchdog }
}

async function engineView(running: FoundEngine, askedPort: number | undefined): Promise<EngineView> {
  const { record, answers } = running
  if (askedPort !== undefined && askedPort !== record.port) {
    return { kind: 'otherPort', port: record.port, asked: askedPort, pid: record.pid }
  }
  const answer = answers ? await readState(record) : null
  if (answer === null) return { kind: 'hung', port: record.port, pid: record.pid }
  return { kind: 'answering', port: record.port, ...answer }
}

async function portView({ paths }: CliContext, port: number): Promise<EngineView> {
  const probe = await probePort(port)
  if (probe.kind === 'free') return { kind: 'none' }
  const holder = holderOf(probe, port)
  return {
    kind: 'stranger',
    port,
    problem: unprovenHolder(holder, port, paths) ?? takenBy(holder, port).toProblem(),
  }
}

/** The program on the port may be our own engine, whose home took no run file. */
function unprovenHolder(holder: PortHolder, port: number, paths: Paths): Problem | null {
  const why = holder.kind === 'kimiProxy' ? whyUnfindable(paths) : null
  if (holder.kind !== 'kimiProxy' || why === null) return null
  return named('PORT_TAKEN.unproven', { port, pid: holder.pid, ...why.values })
}

function watchdogView(context: CliContext, record: RunRecord | null): WatchdogView {
  if (record?.host === 'tray') return { kind: 'app' }
  if (record?.host === 'service') return { kind: 'service' }
  const watchdog = findWatchdog(context.paths.watchdogFile)
  return watchdog === null ? { kind: 'none' } : { kind: 'active', ...watchdog }
}

/** 0 when something was stopped, 1 when nothing was there or answers run; `--stop-all` is always content. */
export async function stop(context: CliContext, { all, yes }: CliCommand<'stop'>): Promise<number> {
  const running = await findEngine(context.paths, likelyPort(context))
  if (!all && !yes && !(await mayStop(context, running))) return 1
  const problem = running === null ? null : await whyNotToStop(running)
  if (running !== null && problem !== null) {
    context.complain(notStopped(context, running.record.pid, problem))
    return all ? 0 : 1
  }
  const code = await stopAll(context, all)
  const connections = running === null ? [] : await connectionLines(context, null)
  for (const line of [...unsavedLines(context), ...connections]) context.print(line)
  return code
}

/** Broken settings are no reason not to stop. */
function likelyPort(context: CliContext): number | undefined {
  try {
    return loadSettings(context, undefined).port
  } catch {
    return undefined
  }
}

function notStopped({ say }: CliContext, pid: number, problem: Problem): string {
  return say('cli.notStopped', { pid, line: problemLine(say, problem, 'terminal') })
}

async function stopAll(context: CliContext, all: boolean): Promise<number> {
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
    case 'refused':
      context.complain(notStopped(context, result.pid, result.problem))
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
