/** `kimi-proxy service install`: the same once more changes nothing, and other options change the service. */
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Reason } from '../../contract/problem'
import { KimiProxyError, systemReason } from '../../core/basics/errors'
import { isOwnUnit } from '../../core/service/unit'
import { problemLine } from '../../core/words/problem-words'
import { endOtherEngine } from '../../node/engine/other'
import { findPortHolder, takenBy } from '../../node/engine/port-holder'
import { findEngine, readState } from '../../node/engine/process'
import type { RunRecord } from '../../node/engine/run-file'
import { writeFileAtomically } from '../../node/files/atomic-file'
import { ensureHome, makeFolder } from '../../node/files/home-folder'
import type { Supervisor } from '../../node/service/supervisor'
import { engineOfService, prepareUnit } from '../../node/service/unit'
import type { ServiceCommand } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { refuseIfBusy } from '../engine/busy'
import { engineArgs } from '../engine/commands'
import { HOST_VARIABLE, signedOutLine } from '../engine/serve'
import { foreignFile, serviceFile } from './file'

type InstallCommand = Extract<ServiceCommand, { action: 'install' }>

/** 0 it runs as a service; 1 it does not, or only the file could be written. Throws SETTING_INVALID first of all. */
export async function install(
  context: CliContext,
  supervisor: Supervisor,
  command: InstallCommand,
): Promise<number> {
  const { port } = loadSettings(context, command.port)
  const { file } = supervisor
  const current = serviceFile(file)
  if (current !== null && !isOwnUnit(current)) {
    context.complain(foreignFile(context.say, file))
    return 1
  }
  const { unit, leftOut } = prepareUnit(context, engineArgs(command), { [HOST_VARIABLE]: 'service' })
  const text = await supervisor.textFor(unit, current)
  ensureHome(context.paths)
  const state = await supervisor.state()
  if (state.kind === 'unreachable') {
    await write(file, text)
    sayLeftOut(context, leftOut)
    return onlyWritten(context, supervisor, state.reason)
  }
  if (state.kind === 'running' && state.atStart && text === current) {
    const engine = await findEngine(context.paths)
    if (engine?.answers && engine.record.host === 'service') {
      const { port: ownPort, pid } = engine.record
      context.print(context.say('service.already', { port: ownPort, pid }))
      return 0
    }
  }
  if (await isInTheWay(context, port, command.yes, current)) return 1
  await write(file, text)
  sayLeftOut(context, leftOut)
  await makeRoom(context)
  await supervisor.start()
  return tellOutcome(context, supervisor)
}

function onlyWritten(
  { say, print, complain }: CliContext,
  { file, startByHand }: Supervisor,
  reason: Reason,
): number {
  print(say('service.written', { file }))
  complain(say('cli.failed', { line: say('service.notStarted', { reason }) }))
  for (const line of startByHand) complain(`  ${line}`)
  return 1
}

/** Says what keeps the service from taking over; true when something does. */
async function isInTheWay(
  context: CliContext,
  port: number,
  yes: boolean,
  current: string | null,
): Promise<boolean> {
  const { say } = context
  const engine = await findEngine(context.paths)
  if (engine?.record.host === 'tray') {
    context.complain(say('cli.failed', { line: say('service.appRuns') }))
    return true
  }
  const former = current === null ? null : (await engineOfService(current)).engine
  const ending = former?.record.pid === engine?.record.pid ? [engine] : [engine, former]
  if (!yes && (await refuseIfBusy(context, ending, 'service install'))) return true
  const isOurs = ending.some((each) => each?.record.port === port)
  const holder = isOurs ? null : await findPortHolder(port)
  if (holder !== null) {
    const line = problemLine(say, takenBy(holder, port).toProblem(), 'terminal')
    context.complain(say('cli.failed', { line }))
  }
  return holder !== null
}

/** An engine of the command line, and its watchdog, give way. One of the service is ended by its supervisor. */
async function makeRoom(context: CliContext): Promise<void> {
  const engine = await findEngine(context.paths)
  if (engine?.record.host === 'service') return
  await endOtherEngine(context.paths)
  if (engine !== null) {
    context.print(context.say('service.makesRoom', { pid: engine.record.pid }))
  }
}

function sayLeftOut(context: CliContext, leftOut: readonly string[]): void {
  for (const name of leftOut) {
    context.print(context.say('service.leftOut', { name, path: context.paths.settingsFile }))
  }
}

/** Readable for its user only, though nothing in it is secret. Throws SERVICE_FAILED. */
async function write(file: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(file), 0o777)
    await writeFileAtomically(file, text)
  } catch (error) {
    throw new KimiProxyError('SERVICE_FAILED.unwritable', { path: file, reason: systemReason(error) }, error)
  }
}

/** Once the supervisor has been asked to start it. 0 it runs, 1 not. */
export async function tellOutcome(context: CliContext, supervisor: Supervisor): Promise<number> {
  const { say } = context
  const record = await untilServed(context, supervisor)
  if (record === null) {
    context.complain(say('cli.failed', { line: say('service.notYet', { path: context.paths.logFile }) }))
    return 1
  }
  context.print(say('service.runs', { port: record.port, pid: record.pid }))
  const login = (await readState(record))?.state.login
  if (login?.kind === 'signedOut') context.print(signedOutLine(say, login.problem))
  const note = await supervisor.sessionNote()
  if (note !== null) context.print(say(note))
  return 0
}

const LONGEST_START_MS = 20_000
const LOOK_MS = 200
/** A supervisor may say for a moment that what it has just started does not run. */
const MOST_MISSES = 5

/** Null when it ended by itself, or says nothing in time. */
async function untilServed(context: CliContext, supervisor: Supervisor): Promise<RunRecord | null> {
  const endAt = performance.now() + LONGEST_START_MS
  for (let misses = 0; misses < MOST_MISSES && performance.now() < endAt; await delay(LOOK_MS)) {
    const engine = await findEngine(context.paths)
    if (engine?.answers && engine.record.host === 'service') return engine.record
    if ((await supervisor.state()).kind !== 'running') misses += 1
  }
  return null
}
