/**
 * The log: one JSON object per line, secrets redacted by key and by shape, rotated by size. Lines are gathered and
 * written in the background; no failure here ever reaches a caller.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LogFields, Logger } from '../../core/basics/ports'
import { HIDDEN } from '../../core/basics/secret'

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
  return text.replace(SECRET_SHAPE, HIDDEN)
}

/** Where an error came from, without what it may quote. */
export function redactedStack(error: unknown): string {
  return redactText(error instanceof Error ? (error.stack ?? error.message) : 'not an error')
}

export function createLogFile(path: string, nowMs: () => number = Date.now): LogFile {
  return new RotatingLog(path, nowMs)
}

class RotatingLog implements LogFile {
  readonly #path: string
  readonly #nowMs: () => number
  #waiting: string[] = []
  #timer: NodeJS.Timeout | null = null
  #writing = false
  /** Negative while not known. */
  #bytes = -1

  constructor(path: string, nowMs: () => number) {
    this.#path = path
    this.#nowMs = nowMs
  }

  info(event: string, fields?: LogFields): void {
    this.#add('info', event, fields)
  }

  warn(event: string, fields?: LogFields): void {
    this.#add('warn', event, fields)
  }

  error(event: string, fields?: LogFields): void {
    this.#add('error', event, fields)
  }

  flush(): void {
    const text = this.#take()
    if (text === '') return
    try {
      this.#prepare(text.length)
      appendFileSync(this.#path, text, { mode: 0o600 })
    } catch {
      this.#bytes = -1
    }
  }

  #add(level: string, event: string, fields: LogFields = {}): void {
    if (this.#waiting.length >= MOST_WAITING_LINES) return
    this.#waiting.push(`${lineOf(this.#nowMs(), level, event, fields)}\n`)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#timer === null) this.#timer = setTimeout(() => void this.#drain(), FLUSH_AFTER_MS).unref()
  }

  async #drain(): Promise<void> {
    this.#timer = null
    if (this.#writing || this.#waiting.length === 0) return
    this.#writing = true
    const text = this.#take()
    try {
      this.#prepare(text.length)
      await appendFile(this.#path, text, { mode: 0o600 })
    } catch {
      this.#bytes = -1
    }
    this.#writing = false
    if (this.#waiting.length > 0) this.#schedule()
  }

  #take(): string {
    const text = this.#waiting.join('')
    this.#waiting = []
    return text
  }

  /** Makes room for that many bytes, and counts them. */
  #prepare(size: number): void {
    if (this.#bytes < 0) {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
      this.#bytes = sizeOf(this.#path)
    }
    if (this.#bytes > 0 && this.#bytes + size > ROTATE_AT_BYTES) {
      rotate(this.#path)
      this.#bytes = 0
    }
    this.#bytes += size
  }
}

/** Keys come from our own code, so that they are few. */
const isSecretKey = new Map<string, boolean>()

function hidesValueOf(key: string): boolean {
  const known = isSecretKey.get(key)
  if (known !== undefined) return known
  const isSecret = SECRET_KEY.test(key)
  isSecretKey.set(key, isSecret)
  return isSecret
}

function lineOf(nowMs: number, level: string, event: string, fields: LogFields): string {
  const safe: Record<string, LogFields[string]> = { at: new Date(nowMs).toISOString(), level, event }
  for (const [key, value] of Object.entries(fields)) {
    if (hidesValueOf(key)) safe[key] = HIDDEN
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
