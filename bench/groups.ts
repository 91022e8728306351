/** The groups of rows, in the order in which they are measured. */
import { canRunApp, measureApp } from './groups/app'
import { measureColdStart } from './groups/cold-start'
import { measureGone } from './groups/gone'
import { measureHandshakes } from './groups/handshakes'
import { measureLatency } from './groups/latency'
import { measureLink } from './groups/link'
import { measureMemory } from './groups/memory'
import { measureStorms } from './groups/storms'
import { measureStreams } from './groups/streams'
import { measureThroughput } from './groups/throughput'
import { measureUploads } from './groups/uploads'
import type { Rig } from './rig'
import type { Reading } from './rows'
import type { Scale } from './scale'

export interface Group {
  readonly name: string
  /** Whether the quick run measures the group. */
  readonly isQuick: boolean
  readonly measure: (rig: Rig, scale: Scale) => Promise<readonly Reading[]>
  readonly canRun?: () => boolean
}

export const GROUPS: readonly Group[] = [
  { name: 'latency', isQuick: true, measure: measureLatency },
  { name: 'sse', isQuick: true, measure: measureStreams },
  { name: 'storms', isQuick: true, measure: measureStorms },
  { name: 'handshakes', isQuick: false, measure: measureHandshakes },
  { name: 'throughput', isQuick: false, measure: measureThroughput },
  { name: 'link', isQuick: false, measure: measureLink },
  { name: 'uploads', isQuick: false, measure: measureUploads },
  { name: 'gone', isQuick: false, measure: measureGone },
  { name: 'cold-start', isQuick: false, measure: measureColdStart },
  { name: 'memory', isQuick: false, measure: measureMemory },
  { name: 'app', isQuick: false, measure: measureApp, canRun: canRunApp },
]
