/** Where the watchdog says that it is there and how it stands. */
import type { Serving } from '../../contract/serving'
import { readProblem } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import { isSameProcess, type ProcessIdentity } from '../basics/process-identity'
import { readJsonFile } from '../files/json-file'

export interface WatchdogRecord extends ProcessIdentity {
  readonly supervisor: Serving
}

/** The living watchdog of this home, or null. */
export function findWatchdog(path: string): WatchdogRecord | null {
  const json = readJsonFile(path)
  if (!isRecord(json)) return null
  const { pid, marker, supervisor } = json
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1) return null
  const record = {
    pid,
    marker: typeof marker === 'string' ? marker : null,
    supervisor: readSupervisor(supervisor),
  }
  return isSameProcess(record) ? record : null
}

/** Only what is shown is read back, and for the rest something that fits; times belong to the other process. */
function readSupervisor(json: unknown): Serving {
  if (!isRecord(json)) return { kind: 'off' }
  const restarts = typeof json['restarts'] === 'number' ? json['restarts'] : 0
  const problem = readProblem(json['problem'])
  switch (json['kind']) {
    case 'starting':
      return { kind: 'starting', restarts }
    case 'serving':
      return { kind: 'serving', port: 0, restarts, sinceMs: 0, misses: 0 }
    case 'backingOff':
      return { kind: 'backingOff', restarts, untilMs: 0, problem }
    case 'portTaken':
      return { kind: 'portTaken', restarts, problem }
    case 'gaveUp':
      return { kind: 'gaveUp', restarts, problem }
    default:
      return { kind: 'off' }
  }
}
