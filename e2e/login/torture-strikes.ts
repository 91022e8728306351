/** What befalls a process at the moment in which Kimi has rotated its token: where a login can be lost. */
import type { Random } from './random'

/** `soon`: around the moment in which the answer is read, saved and renamed. */
export type Strike = 'none' | 'kill' | 'stop' | 'kill soon' | 'stop soon'

/** This rotation's process is killed before it gets its answer, so that every run sees a login die. */
const FATAL_ROTATION = 2

const SHARES: readonly (readonly [Strike, number])[] = [
  ['kill', 0.06],
  ['stop', 0.1],
  ['kill soon', 0.12],
  ['stop soon', 0.1],
]

/** `rotation`: 1 for the first of the run. */
export function strikeAt(rotation: number, random: Random): Strike {
  if (rotation <= FATAL_ROTATION) return rotation === FATAL_ROTATION ? 'kill' : 'none'
  let dice = random.next()
  for (const [strike, share] of SHARES) {
    if (dice < share) return strike
    dice -= share
  }
  return 'none'
}
