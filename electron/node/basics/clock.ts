import { uptime } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Clock } from '../../core/basics/ports'

/** `os.uptime` counts whole seconds on some systems, so a smaller difference is no sleep. */
const SLEEP_NOTICED_MS = 2_500
/** `os.uptime` opens a file on Linux, and a request asks for the time more than once. */
const ASK_AT_LEAST_EVERY_MS = 1_000

/** The three clocks of a system, in ms. */
export interface TimeSources {
  readonly wallMs: () => number
  /** Exact, but stands still while the machine sleeps. */
  readonly awakeMs: () => number
  /** Goes on while the machine sleeps (CLOCK_BOOTTIME and its kin), but is coarse and slow to read. */
  readonly uptimeMs: () => number
}

const SYSTEM: TimeSources = {
  wallMs: () => Date.now(),
  awakeMs: () => performance.now(),
  uptimeMs: () => uptime() * 1000,
}

/**
 * The system's clocks: what `uptimeMs` is ahead of `awakeMs` is the time slept. A sleep also moves the wall clock on, so
 * `uptimeMs` is read when that has jumped, and in any case every second, should both have been moved at once.
 */
export function createSystemClock({ wallMs, awakeMs, uptimeMs }: TimeSources = SYSTEM): Clock {
  const offsetMs = uptimeMs() - awakeMs()
  let asked = { awakeMs: awakeMs(), wallMs: wallMs() }
  let sleptMs = 0
  const elapsedMs = () => {
    const now = { awakeMs: awakeMs(), wallMs: wallMs() }
    const passedMs = now.awakeMs - asked.awakeMs
    const jumpedMs = Math.abs(now.wallMs - asked.wallMs - passedMs)
    if (passedMs >= ASK_AT_LEAST_EVERY_MS || jumpedMs >= SLEEP_NOTICED_MS / 2) {
      asked = now
      const aheadMs = uptimeMs() - now.awakeMs - offsetMs
      if (aheadMs > sleptMs + SLEEP_NOTICED_MS) sleptMs = aheadMs
    }
    return now.awakeMs + sleptMs
  }
  return { wallMs, elapsedMs, after: (delayMs, callback) => notBefore(elapsedMs, delayMs, callback) }
}

/** Node drops the fraction of a timer's length, so a timer may fire up to 2 ms early: whoever waited would wait again. */
function notBefore(elapsedMs: () => number, delayMs: number, callback: () => void): () => void {
  const dueMs = elapsedMs() + delayMs
  let timer: NodeJS.Timeout
  const arm = (leftMs: number) => {
    timer = setTimeout(() => {
      const earlyMs = dueMs - elapsedMs()
      if (earlyMs > 0) arm(earlyMs)
      else callback()
    }, Math.ceil(leftMs))
  }
  arm(delayMs)
  return () => clearTimeout(timer)
}
