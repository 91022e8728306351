/** Which renewals our own engines have logged: how the doctor tells whose renewal a login file holds. */
import { open } from 'node:fs/promises'
import { isRecord } from '../../core/token'

export interface LoggedRenewal {
  readonly path: string
  /** When the token that it brought ends, by the wall clock of then. */
  readonly expiresAtMs: number
}

/** Many days of renewals, and read in no time. */
const TAIL_BYTES = 1_048_576

/** From the newest lines of the log and of the one before it. Never rejects. */
export async function loggedRenewals(logFile: string): Promise<readonly LoggedRenewal[]> {
  const tails = await Promise.all([tailOf(`${logFile}.1`), tailOf(logFile)])
  return tails.flatMap((tail) => tail.split('\n')).flatMap(renewalIn)
}

function renewalIn(line: string): LoggedRenewal[] {
  if (!line.includes('"renewed"')) return []
  try {
    const json: unknown = JSON.parse(line)
    if (!isRecord(json) || json['event'] !== 'renewed') return []
    const { path, expiresAtMs } = json
    return typeof path === 'string' && typeof expiresAtMs === 'number' ? [{ path, expiresAtMs }] : []
  } catch {
    // The first line of a tail is cut.
    return []
  }
}

async function tailOf(path: string): Promise<string> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const length = Math.min(size, TAIL_BYTES)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length)
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    return ''
  }
}
