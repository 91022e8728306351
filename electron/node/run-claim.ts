/** One engine per home: what stands in the way of another. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { KimiProxyError, systemCode, toKimiProxyError } from '../core/errors'
import type { LockHandle } from '../core/ports'
import { takeLock } from './file-lock'
import type { Paths } from './paths'
import { isEngineOf, probePort } from './probe'
import { isSameProcess } from './process-identity'
import type { RunRecord } from './run-file'

/** Throws HOME_UNWRITABLE when nothing can be written there: known at once, and not after waiting for a lock. */
export function ensureHome({ home }: Paths): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    accessSync(home, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw unwritableHome(home, error)
  }
}

/** The lock under which a home is claimed. Rejects with LOCK_BUSY, or HOME_UNWRITABLE when nothing can be written. */
export async function lockHome({ home, runFile }: Paths): Promise<LockHandle> {
  try {
    return await takeLock(runFile)
  } catch (error) {
    // Somebody else is starting or stopping there, which passes.
    if (toKimiProxyError(error).code === 'LOCK_BUSY') throw error
    throw unwritableHome(home, error)
  }
}

export function unwritableHome(home: string, cause: unknown): KimiProxyError {
  return new KimiProxyError(
    'HOME_UNWRITABLE',
    `The folder ${home} cannot be written (${systemCode(cause) ?? 'unknown error'}).`,
    'Give your user the right to write there, or name another with KIMI_PROXY_HOME.',
    cause,
    `${home}: ${systemCode(cause) ?? 'unknown error'}`,
  )
}

/** A stale record (its process is gone, or another answers) is no obstacle. */
export async function refuseIfAlive(other: RunRecord, port: number): Promise<void> {
  if (!isSameProcess(other)) return
  const probe = await probePort(other.port)
  if (isEngineOf(probe, other)) throw alreadyRunning(other, port, true)
  if (probe.kind === 'silent') throw alreadyRunning(other, port, false)
}

/** Only an engine that answers on the very port asked for serves as well as a new one. */
export function alreadyRunning(record: RunRecord, askedPort: number, answers: boolean): KimiProxyError {
  const message = `kimi-proxy already running (PID ${record.pid}) on port ${record.port}`
  if (!answers) {
    const recovery = 'Run kimi-proxy --stop, then start it again.'
    return new KimiProxyError('OTHER_ENGINE', `${message}, but it does not answer.`, recovery)
  }
  if (record.port === askedPort) return new KimiProxyError('ALREADY_RUNNING', message, '')
  return new KimiProxyError(
    'OTHER_ENGINE',
    `${message}.`,
    'Use that one, or stop it first with kimi-proxy --stop.',
  )
}
