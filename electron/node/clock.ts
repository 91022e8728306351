import { uptime } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Clock } from '../core/ports'

/** `os.uptime` counts whole seconds on some systems, so a smaller difference is no sleep. */
const SLEEP_NOTICED_MS = 2_500

/**
 * The system's clocks. `performance.now` is exact but stands still while the machine sleeps; `os.uptime` goes on
 * (CLOCK_BOOTTIME and its kin) but is coarse: what it is ahead is the time slept.
 */
export function createSystemClock(): Clock {
  const offsetMs = uptime() * 1000 - performance.now()
  let sleptMs = 0
  return {
    wallMs: () => Date.now(),
    elapsedMs() {
      const awakeMs = performance.now()
      const aheadMs = uptime() * 1000 - awakeMs - offsetMs
      if (aheadMs > sleptMs + SLEEP_NOTICED_MS) sleptMs = aheadMs
      return awakeMs + sleptMs
    },
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs)
      return () => clearTimeout(timer)
    },
  }
}
