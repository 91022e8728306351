/** Notices that the machine slept, stood still, or had its clock set while something was waited for. Pure. */
import type { Clock } from './ports'

/** Less is a busy machine. */
const JUMP_MS = 2_000

/** The returned function answers whether more time has passed since than `longestMs`, or a clock was set. */
export function watchForJump(clock: Clock, longestMs: number): () => boolean {
  const before = { elapsedMs: clock.elapsedMs(), wallMs: clock.wallMs() }
  return () => {
    const passedMs = clock.elapsedMs() - before.elapsedMs
    const wallPassedMs = clock.wallMs() - before.wallMs
    return passedMs > longestMs + JUMP_MS || Math.abs(wallPassedMs - passedMs) > JUMP_MS
  }
}
