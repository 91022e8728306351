/** What all decisions need from outside. Adapters live in `node/`, fakes moved by hand in `testing/`. */

export interface Clock {
  /** Unix time as the system believes it; it may jump. */
  wallMs(): number
  /** Time passed since some fixed moment. Never jumps when the clock is set; goes on while the machine sleeps. */
  elapsedMs(): number
  /** Calls back once; the returned function takes it back. */
  after(delayMs: number, callback: () => void): () => void
}

/** Resolves after `delayMs` of the given clock. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
}

export interface LockHandle {
  /** False once another process may have taken the lock over (after this one was suspended). */
  isHeld(): Promise<boolean>
  /** Never rejects. */
  release(): Promise<void>
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** Never throws and never blocks the caller. Secrets and queries do not belong into fields. */
export interface Logger {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
