/** The engine under `run`: used or started before the command, and started again while the command lives. */
import { setTimeout as delay } from 'node:timers/promises'
import type { EngineHost } from '../../contract/engine'
import { type KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import { problemWords } from '../../core/words/problem-words'
import { isAlive, isSameProcess } from '../../node/basics/process-identity'
import { findFreePort } from '../../node/engine/free-port'
import { findEngine } from '../../node/engine/process'
import { type RunRecord, readRunFile } from '../../node/engine/run-file'
import type { StartOptions } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'
import { sayIfNoneWaits, startEngine } from './commands'

export interface EnsuredEngine {
  readonly port: number
  /** What is to be said of the start, if there was one. */
  readonly notes: readonly string[]
}

/**
 * A running engine is used whatever its port, unless a certain one was asked for. `mayMove`: where a stranger has the usual
 * port, and neither option nor setting asks for it, a free one is taken.
 */
export async function ensureEngine(
  context: CliContext,
  options: StartOptions,
  mayMove = false,
): Promise<EnsuredEngine> {
  const { port, park } = options
  const running = await findEngine(context.paths)
  if (running?.answers && (port === undefined || port === running.record.port)) {
    if (park) await sayIfNoneWaits(context, running.record)
    return { port: running.record.port, notes: [] }
  }
  try {
    return await startEngine(context, options)
  } catch (error) {
    const { code } = toKimiProxyError(error)
    if (code === 'PORT_TAKEN' && mayMove && !asksForPort(context, options)) {
      return startElsewhere(context, options, toKimiProxyError(error))
    }
    // Another command has started it in the same moment.
    const engine = code === 'ALREADY_RUNNING' ? await findEngine(context.paths) : null
    if (engine === null) throw error
    return { port: engine.record.port, notes: [] }
  }
}

function asksForPort(context: CliContext, { port }: StartOptions): boolean {
  return port !== undefined || loadSettings(context, undefined).origins.some(({ name }) => name === 'port')
}

async function startElsewhere(
  context: CliContext,
  options: StartOptions,
  taken: KimiProxyError,
): Promise<EnsuredEngine> {
  const { port, notes } = await startEngine(context, { ...options, port: await findFreePort() })
  const { message } = problemWords(context.say, taken.toProblem(), 'terminal')
  return { port, notes: [context.say('cli.portInstead', { message, port }), ...notes] }
}

const LOOK_MS = 1_000
/** How often it must be missed: the app may just be taking its place. */
const LOOKS = 2
/** Where somebody else starts it again: a watchdog, the system's service, the app. */
const OTHERS_LOOKS = 6
const LONGEST_WAIT_MS = 30_000

export interface KeptEngine {
  /** Looks no more. Why the engine is gone and could not be started again; null where all is well. */
  end(): string | null
}

/**
 * Looks every second whether an engine is there, and starts one again on the same port: the command knows no other. Says
 * nothing meanwhile, since the screen is the command's.
 */
export function keepEngine(context: CliContext, port: number, park: boolean): KeptEngine {
  const ended = new AbortController()
  const silent = { ...context, print: () => undefined, complain: () => undefined }
  let failure: string | null = null
  let lastHost: EngineHost = 'cli'
  const wait = (ms: number) => delay(ms, undefined, { signal: ended.signal, ref: false })
  const keep = async () => {
    for (let missing = 0, waitMs = LOOK_MS; ; await wait(waitMs)) {
      const record = readRunFile(context.paths.runFile)
      if (record !== null && isThere(record)) {
        failure = null
        lastHost = record.host
        missing = 0
        waitMs = LOOK_MS
        continue
      }
      missing += 1
      if (missing < (lastHost === 'cli' ? LOOKS : OTHERS_LOOKS)) continue
      try {
        const { port: now } = await ensureEngine(silent, { port: unlessSet(context, port), park })
        failure = now === port ? null : context.say('cli.keptElsewhere', { port: now })
      } catch (error) {
        failure = problemWords(context.say, toKimiProxyError(error).toProblem(), 'terminal').message
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
      }
    }
  }
  // The wait ends by being aborted.
  keep().catch(() => undefined)
  return {
    end() {
      ended.abort()
      return failure
    },
  }
}

/** Cheap, since it is asked each second: elsewhere than on Linux the whole proof would start a program. */
function isThere(record: RunRecord): boolean {
  return process.platform === 'linux' ? isSameProcess(record) : isAlive(record.pid)
}

/** Left out where the settings say the same, so that `--check` names them as its source. */
function unlessSet(context: CliContext, port: number): number | undefined {
  return loadSettings(context, undefined).port === port ? undefined : port
}
