/**
 * One engine per home.
 *
 * - `claimHome` looks for a living engine, takes the port and writes the run file, all under one short lock. Where a disk
 *   is full or read-only, or something lies in the way, it does without lock and file: the port alone excludes another.
 * - `keepRunFile` writes the run file again where it is gone: without it nobody could find or stop the engine.
 */
import { accessSync, constants, existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import type { LockHandle } from '../../core/basics/ports'
import { reason } from '../../core/words/reason'
import { isSameProcess } from '../basics/process-identity'
import { diskTrouble } from '../files/disk-trouble'
import { takeLock } from '../files/file-lock'
import { ensureHome, unwritableHome } from '../files/home-folder'
import { writeRunFile } from '../files/json-file'
import type { Paths } from '../files/paths'
import { isEngineOf, probePort } from './probe'
import { type RunRecord, readRunFile } from './run-file'

/** The same, but a disk in trouble is no reason not to serve. */
export function ensureHomeToServe(paths: Paths): void {
  try {
    ensureHome(paths)
  } catch (error) {
    if (diskTrouble(error) === null) throw error
  }
}

/** What is opened while a home is claimed. */
interface OpenPort {
  readonly port: number
  close(drainMs: number): Promise<void>
}

export interface Claimed<Port> {
  readonly listener: Port
  readonly record: RunRecord
  /** Why there is no run file; null where there is. */
  readonly unwritable: KimiProxyError | null
}

/**
 * Makes this process the engine of its home; `record` gets the port that `open` brought. Rejects with ALREADY_RUNNING or
 * OTHER_ENGINE, LOCK_BUSY, HOME_UNWRITABLE, or what `open` rejects with.
 */
export async function claimHome<Port extends OpenPort>(
  paths: Paths,
  record: RunRecord,
  askedPort: number,
  open: () => Promise<Port>,
): Promise<Claimed<Port>> {
  ensureHomeToServe(paths)
  const lock = await lockHome(paths)
  try {
    const other = readRunFile(paths.runFile)
    if (other !== null && other.nonce !== record.nonce) await refuseIfAlive(other, askedPort)
    const listener = await open()
    const claimed = { ...record, port: listener.port }
    const unwritable = await writeRunFile(paths.runFile, claimed).then(
      () => null,
      (error: unknown) => whyUnfindable(paths, error),
    )
    return { listener, record: claimed, unwritable }
  } finally {
    await lock?.release()
  }
}

/** Does nothing while the run file is there, or that of another living engine. Never rejects. */
export async function keepRunFile({ runFile }: Paths, record: RunRecord): Promise<void> {
  const there = readRunFile(runFile)
  if (there !== null && (there.nonce === record.nonce || isSameProcess(there))) return
  await writeRunFile(runFile, record).catch(() => undefined)
}

/** The lock under which a home is claimed; null where none can be made. Rejects with LOCK_BUSY. */
async function lockHome({ runFile }: Paths): Promise<LockHandle | null> {
  try {
    return await takeLock(runFile)
  } catch (error) {
    // Somebody else is starting or stopping there, which passes.
    if (toKimiProxyError(error).code === 'LOCK_BUSY') throw error
    return null
  }
}

/** Why an engine may serve that no command finds: it has no run file, and can have none. Null where it could have one. */
export function whyUnfindable(paths: Paths, cause?: unknown): KimiProxyError | null {
  const { home, runFile } = paths
  const isInTheWay = statSync(runFile, { throwIfNoEntry: false })?.isDirectory() === true
  if (isInTheWay) return inTheWay(runFile, cause)
  const why = cause ?? whyNotWritable(home)
  return why === null ? null : unwritableHome(home, why)
}

/** Found out by writing: of a full disk nothing else tells. Of a folder that is not there yet, those above it tell. */
function whyNotWritable(home: string): unknown {
  if (!existsSync(home)) return whyNotToBeMade(dirname(home))
  const path = join(home, `run.json.tmp.${process.pid}.00000000`)
  try {
    writeFileSync(path, Buffer.alloc(4_096), { flag: 'wx', mode: 0o600 })
    return null
  } catch (error) {
    return error
  } finally {
    rmSync(path, { force: true })
  }
}

function whyNotToBeMade(parent: string): unknown {
  if (!existsSync(parent) && dirname(parent) !== parent) return whyNotToBeMade(dirname(parent))
  try {
    accessSync(parent, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return error
  }
}

function inTheWay(runFile: string, cause: unknown): KimiProxyError {
  return new KimiProxyError(
    'HOME_UNWRITABLE.inTheWay',
    { path: runFile, reason: reason('folderInPlace') },
    cause,
  )
}

/** A stale record (its process is gone, or another answers) is no obstacle. */
async function refuseIfAlive(other: RunRecord, port: number): Promise<void> {
  if (!isSameProcess(other)) return
  const probe = await probePort(other.port)
  if (isEngineOf(probe, other)) throw alreadyRunning(other, port, true)
  if (probe.kind === 'silent') throw alreadyRunning(other, port, false)
}

/** Only an engine that answers on the very port asked for serves as well as a new one. */
export function alreadyRunning(record: RunRecord, askedPort: number, answers: boolean): KimiProxyError {
  const { pid, port } = record
  if (!answers) return new KimiProxyError('OTHER_ENGINE.silent', { pid, port })
  return new KimiProxyError(port === askedPort ? 'ALREADY_RUNNING' : 'OTHER_ENGINE', { pid, port })
}
