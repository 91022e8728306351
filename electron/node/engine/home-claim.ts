/**
 * One engine per home.
 *
 * - `claimHome` looks for a living engine, takes the port and writes the run file, all under one short lock.
 * - `keepRunFile` writes the run file again where somebody removed it: without it nobody could find or stop the engine.
 */

import { existsSync } from 'node:fs'
import { KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import type { LockHandle } from '../../core/basics/ports'
import { isSameProcess } from '../basics/process-identity'
import { takeLock } from '../files/file-lock'
import { unwritableHome } from '../files/home-folder'
import { writeRunFile } from '../files/json-file'
import type { Paths } from '../files/paths'
import { isEngineOf, probePort } from './probe'
import { type RunRecord, readRunFile } from './run-file'

/** What is opened while a home is claimed. */
interface OpenPort {
  readonly port: number
  close(drainMs: number): Promise<void>
}

/**
 * Makes this process the engine of its home; `record` gets the port that `open` brought. Rejects with ALREADY_RUNNING or
 * OTHER_ENGINE, LOCK_BUSY, HOME_UNWRITABLE, or what `open` rejects with; then the port is free again.
 */
export async function claimHome<Port extends OpenPort>(
  paths: Paths,
  record: RunRecord,
  askedPort: number,
  open: () => Promise<Port>,
): Promise<{ listener: Port; record: RunRecord }> {
  const lock = await lockHome(paths)
  try {
    const other = readRunFile(paths.runFile)
    if (other !== null && other.nonce !== record.nonce) await refuseIfAlive(other, askedPort)
    const listener = await open()
    const claimed = { ...record, port: listener.port }
    await writeRunFile(paths.runFile, claimed).catch(async (error: unknown) => {
      await listener.close(0)
      throw unwritableHome(paths.home, error)
    })
    return { listener, record: claimed }
  } finally {
    await lock.release()
  }
}

/** Does nothing while the run file is there. Never throws. */
export function keepRunFile({ runFile }: Paths, record: RunRecord): void {
  if (!existsSync(runFile)) void writeRunFile(runFile, record).catch(() => undefined)
}

/** The lock under which a home is claimed. Rejects with LOCK_BUSY, or HOME_UNWRITABLE when nothing can be written. */
async function lockHome({ home, runFile }: Paths): Promise<LockHandle> {
  try {
    return await takeLock(runFile)
  } catch (error) {
    // Somebody else is starting or stopping there, which passes.
    if (toKimiProxyError(error).code === 'LOCK_BUSY') throw error
    throw unwritableHome(home, error)
  }
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
