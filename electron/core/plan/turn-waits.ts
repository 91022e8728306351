/** How long a request waits where Kimi serves too many at a time already. Pure. */
import { LONGEST_SILENT_MS } from '../proxy/parking'

/** From its arrival: then a client that hears nothing gives up, and what Kimi refused until then is passed on. */
export const TURN_PATIENCE_MS = LONGEST_SILENT_MS

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 5_000

/** Until Kimi is asked again after it has refused: 0.5, 1, 2, 4, 5, 5 … s. */
export function refusalWaitMs(earlierRefusals: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(earlierRefusals, 8))
}
