/**
 * The log: one JSON object per line, secrets redacted by key and by shape, rotated by size. Lines are gathered and
 * written in the background; no failure here ever reaches a caller.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LogFields, Logger } from '../core/ports'

const ROTATE_AT_BYTES = 5 * 1024 * 1024
const KEPT_FILES = 3
const FLUSH_AFTER_MS = 200
/** A disk that stays full must not fill the memory. */
const MOST_WAITING_LINES = 5_000

const SECRET_KEY = /token|secret|authorization|cookie|api[-_]?key|password|credential$/i
/** JWTs, bearer values, and Kimi's own keys, should one ever stand inside a text. */
const SECRET_SHAPE = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\bBearer\s+\S+|\bsk-[\w-]{8,}/g

export interface LogFile extends Logger {
  /** Writes what is waiting, at once; for the end of the process. */
  flush(): void
}

export function redactText(text: string): string {
  return text.replace(SECRET_SHAPE, '[redacted]')
}

export function createLogFile(path: string, nowMs: () => number = Date.now): LogFile {
  let waiting: string[] = []
  let timer: NodeJS.Timeout | null = null
  let writing = false
  let bytes = -1

  const take = (): string => {
    const text = waiting.join('')
    waiting = []
    return text
  }
  const prepare = (size: number): void => {
    if (bytes < 0) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      bytes = sizeOf(path)
    }
    if (bytes > 0 && bytes + size > ROTATE_AT_BYTES) {
      rotate(path)
      bytes = 0
    }
    bytes += size
  }
  const drain = async (): Promise<void> => {
    timer = null
    if (writing || waiting.length === 0) return
    writing = true
    const text = take()
    try {
      prepare(text.length)
      await appendFile(path, text, { mode: 0o600 })
    } catch {
      bytes = -1
    }
    writing = false
    if (waiting.length > 0) schedule()
  }
  const schedule = (): void => {
    if (timer === null) timer = setTimeout(() => void drain(), FLUSH_AFTER_MS).unref()
  }
  const write = (level: string, event: string, fields: LogFields = {}): void => {
    if (waiting.length >= MOST_WAITING_LINES) return
    waiting.push(`${lineOf(nowMs(), level, event, fields)}\n`)
    schedule()
  }
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    flush() {
      const text = take()
      if (text === '') return
      try {
        prepare(text.length)
        appendFileSync(path, text, { mode: 0o600 })
      } catch {
        bytes = -1
      }
    },
  }
}

function lineOf(nowMs: number, level: string, event: string, fields: LogFields): string {
  const safe: Record<string, LogFields[string]> = { at: new Date(nowMs).toISOString(), level, event }
  for (const [key, value] of Object.entries(fields)) {
    if (SECRET_KEY.test(key)) safe[key] = '[redacted]'
    else safe[key] = typeof value === 'string' ? redactText(value) : value
  }
  return JSON.stringify(safe)
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}

/** `x.ndjson` becomes `x.ndjson.1`, and so on; the oldest goes. */
function rotate(path: string): void {
  for (let at = KEPT_FILES - 1; at >= 1; at -= 1) {
    const from = at === 1 ? path : `${path}.${at - 1}`
    try {
      renameSync(from, `${path}.${at}`)
    } catch {
      // Not there yet.
    }
  }
}
