/** The rows of the result. A row has a value for each target where that makes sense. */
import type { TargetName } from './targets'

export interface Row {
  readonly title: string
  readonly unit: 'ms' | 'µs' | '/s' | 'KB' | 'MB' | '%' | ''
  /** Whether the figure of interest is what a proxy adds to the direct way. */
  readonly isDelay?: true
  /** Whether the figure moves by a third and more between runs on a machine that does anything else. */
  readonly isNoisy?: true
}

export const ROWS = {
  postP50: { title: 'Small message, p50', unit: 'ms', isDelay: true },
  postP90: { title: 'Small message, p90', unit: 'ms', isDelay: true },
  postP99: { title: 'Small message, p99', unit: 'ms', isDelay: true, isNoisy: true },
  getP50: { title: 'GET, p50', unit: 'ms', isDelay: true },
  cpuPerRequest: { title: 'CPU per request', unit: 'µs' },
  handshakes: { title: 'TLS handshakes per 1,000 requests', unit: '' },
  perSecond1: { title: 'Requests per second, 1 at a time', unit: '/s' },
  perSecond16: { title: 'Requests per second, 16 at a time', unit: '/s' },
  perSecond64: { title: 'Requests per second, 64 at a time', unit: '/s', isNoisy: true },
  leanPerSecond16: { title: 'The same, 16 at a time, on an upstream that costs next to nothing', unit: '/s' },
  failed: { title: 'Failed of all those', unit: '' },
  linkSteady: { title: '40 ms link: a request', unit: 'ms' },
  linkFirst: { title: '40 ms link: the first request', unit: 'ms' },
  sse1P50: { title: '1 stream, delay of an event, p50', unit: 'ms', isDelay: true },
  sse1P99: { title: '1 stream, delay of an event, p99', unit: 'ms', isDelay: true, isNoisy: true },
  sse50P50: { title: '50 streams, delay of an event, p50', unit: 'ms', isDelay: true },
  sse50P99: { title: '50 streams, delay of an event, p99', unit: 'ms', isDelay: true, isNoisy: true },
  sse200P50: { title: '200 streams, delay of an event, p50', unit: 'ms', isDelay: true },
  sse200P99: { title: '200 streams, delay of an event, p99', unit: 'ms', isDelay: true, isNoisy: true },
  cpuPerEvent: { title: 'CPU per event, 200 streams', unit: 'µs' },
  kbPerStream: { title: 'Memory per open stream, 200 streams', unit: 'KB', isNoisy: true },
  kbPerFurtherStream: { title: 'Memory per further stream, 200 to 400', unit: 'KB', isNoisy: true },
  idleMb: { title: 'Memory after the start', unit: 'MB' },
  growth: { title: 'Memory growth, 10,000 to 20,000 requests', unit: '%', isNoisy: true },
  upload1: { title: 'Upload of 1 MB', unit: 'ms', isNoisy: true },
  upload10: { title: 'Upload of 10 MB', unit: 'ms', isNoisy: true },
  expiredRefreshes: { title: '100 at once, token expired: renewals', unit: '' },
  expiredFailures: { title: '100 at once, token expired: failures', unit: '' },
  expiredMs: { title: '100 at once, token expired: all answered', unit: 'ms', isNoisy: true },
  revokedRefreshes: { title: '100 at once, token revoked: renewals', unit: '' },
  revokedFailures: { title: '100 at once, token revoked: failures', unit: '' },
  revokedMs: { title: '100 at once, token revoked: all answered', unit: 'ms', isNoisy: true },
  goneBeforeAnswer: { title: 'Client gone before the answer: upstream closed', unit: '%' },
  goneBeforeAnswerMs: { title: 'Client gone before the answer: slowest', unit: 'ms' },
  goneMidStream: { title: 'Client gone in a stream: upstream closed', unit: '%' },
  goneMidStreamMs: { title: 'Client gone in a stream: slowest', unit: 'ms' },
  goneMidUpload: { title: 'Client gone in an upload: upstream closed', unit: '%' },
  goneMidUploadMs: { title: 'Client gone in an upload: slowest', unit: 'ms' },
  coldStart: { title: 'From start to the first answer', unit: 'ms' },
  nodeFloor: { title: 'From start to the end of an empty Node program', unit: 'ms' },
  appIdleP50: { title: 'App, window open: delay of an event, p50', unit: 'ms', isDelay: true },
  appIdleP99: { title: 'App, window open: delay of an event, p99', unit: 'ms', isDelay: true, isNoisy: true },
  appBusyP50: { title: 'App, a click each second in window or menu: p50', unit: 'ms', isDelay: true },
  appBusyP99: {
    title: 'App, a click each second in window or menu: p99',
    unit: 'ms',
    isDelay: true,
    isNoisy: true,
  },
  appHurriedP50: { title: 'App, four clicks a second: p50', unit: 'ms', isDelay: true },
  appHurriedP99: { title: 'App, four clicks a second: p99', unit: 'ms', isDelay: true, isNoisy: true },
} as const satisfies Readonly<Record<string, Row>>

export type RowId = keyof typeof ROWS

export const ROW_IDS = Object.keys(ROWS) as readonly RowId[]

export interface Reading {
  readonly row: RowId
  readonly target: TargetName
  readonly value: number
}

export type Table = Readonly<Partial<Record<RowId, Readonly<Partial<Record<TargetName, number>>>>>>

export function tableOf(readings: readonly Reading[]): Table {
  const table: Partial<Record<RowId, Partial<Record<TargetName, number>>>> = {}
  for (const { row, target, value } of readings) table[row] = { ...table[row], [target]: value }
  return table
}

/** Null where the row was not measured for that target. */
export function valueIn(table: Table, row: RowId, target: TargetName): number | null {
  return table[row]?.[target] ?? null
}

/** The time that the proxy adds to the direct way; null where one of the two was not measured. */
export function addedIn(table: Table, row: RowId, target: TargetName): number | null {
  const [value, direct] = [valueIn(table, row, target), valueIn(table, row, 'direct')]
  return value === null || direct === null ? null : value - direct
}
