/**
 * The log: one JSON object per line, secrets redacted by key and by shape, rotated by size. Lines are gathered and
 * written in the background; no failure here ever reaches a caller. What cannot be written at the second try is dropped.
 */
import { appendFileSync, closeSync, constants, openSync, renameSync, statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { devNull } from 'node:os'
import { dirname } from 'node:path'
import type { LogFields, Logger } from '../../core/basics/ports'
import { HIDDEN } from '../../core/basics/secret'
import { makeFolder } from './home-folder'

const ROTATE_AT_BYTES = 5 * 1024 * 1024
const KEPT_FILES = 3
const FLUSH_AFTER_MS = 200
/** A disk that stays full must not fill the memory. */
const MOST_WAITING_LINES = 5_000

/** A pipe in the log's place would otherwise wait for a reader. Windows has no such flag. */
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)
const MODE = 0o600

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

/** The same in one line. */
export function redactedLine(error: unknown): string {
  const text = redactText(error instanceof Error ? `${error.name}: ${error.message}` : 'not an error')
  return text.replace(/\s+/g, ' ')
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
  /** Given up where the process has no file descriptor left, so that the log can say so. */
  #spare: number | null

  constructor(path: string, nowMs: () => number) {
    this.#path = path
    this.#nowMs = nowMs
    this.#spare = openSpare()
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
    const write = () => {
      this.#prepare(text.length)
      appendNow(this.#path, text)
    }
    try {
      write()
    } catch {
      try {
        this.#makeRoom()
        write()
      } catch {
        this.#bytes = -1
      }
    }
    this.#spare ??= openSpare()
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
    const write = async () => {
      this.#prepare(text.length)
      await appendFile(this.#path, text, { mode: MODE, flag: APPEND })
    }
    await write()
      .catch(() => {
        this.#makeRoom()
        return write()
      })
      .catch(() => {
        this.#bytes = -1
      })
    this.#spare ??= openSpare()
    this.#writing = false
    if (this.#waiting.length > 0) this.#schedule()
  }

  #take(): string {
    const text = this.#waiting.join('')
    this.#waiting = []
    return text
  }

  /** Before the second try: the folder may be gone, or the last file descriptor used. */
  #makeRoom(): void {
    this.#bytes = -1
    if (this.#spare !== null) closeSync(this.#spare)
    this.#spare = null
  }

  /** Makes room for that many bytes, and counts them. Throws where they cannot be written. */
  #prepare(size: number): void {
    if (this.#bytes < 0) {
      makeFolder(dirname(this.#path))
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

/** Throws for what is no file. */
function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() === false) throw new Error('the log is not a plain file')
  return found?.size ?? 0
}

function appendNow(path: string, text: string): void {
  const fd = openSync(path, APPEND, MODE)
  try {
    appendFileSync(fd, text)
  } finally {
    closeSync(fd)
  }
}

function openSpare(): number | null {
  try {
    return openSync(devNull, 'r')
  } catch {
    return null
  }
}

/** `x.ndjson` becomes `x.ndjson.1`, and so on; the oldest goes. */
function rotate(path: string): void {
  for (let at = KEPT_FILES - 1; at >= 1; at -= 1) {
    const from = at === 1 ? path : `${path}.${at - 1}`
    try {
      renameSync(from, `${path}.${at}`)
    } catch {
      // The file is not there yet.
    }
  }
}
