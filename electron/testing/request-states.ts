/** Lists of requests as the window is told of them, for tests and for pictures of the views. */
import type { AppState } from '../contract/app'
import type { RequestList, RequestRecord, RunningRequest, SessionTotals } from '../contract/recorder'
import { appState, busyTraffic, trayEngine } from './app-states'
import { ENDED_REQUEST } from './ended-request'
import { START_MS } from './engine-states'
import { PLAN_STATES } from './plan-states'

const MINUTE_MS = 60_000
const NO_USAGE = { usage: null, model: null } as const
const REFUSED = { ...NO_USAGE, status: 402, end: 'ownError', durationMs: 210, silence: null } as const

export function requestRecord(seq: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    ...ENDED_REQUEST,
    seq,
    requestId: `req_${seq}`,
    startedAtMs: START_MS - 30 * MINUTE_MS + seq * MINUTE_MS,
    session: 'aaaabbbb-1111',
    model: 'kimi-for-coding',
    waits: { ...ENDED_REQUEST.waits, connectMs: 30, uploadMs: 12, firstByteMs: 1_240 },
    silence: { ms: 900, by: 'kimi' },
    durationMs: 3_120,
    bytesUp: 182_000,
    bytesDown: 9_400,
    usage: { input: 2_000, output: 1_234, cacheRead: 16_000, cacheCreation: 300 },
    ...changes,
  }
}

export function runningRequest(at: number, changes: Partial<RunningRequest> = {}): RunningRequest {
  const { session, client, method, path, model } = requestRecord(0)
  const requestId = `running_${at}`
  const startedAtMs = START_MS - 12_000 - at * 1_000
  return { requestId, startedAtMs, session, client, method, path, model, isAnswered: true, ...changes }
}

const SESSION: SessionTotals = {
  session: 'aaaabbbb-1111',
  client: 'claude-cli/2.1.332',
  requests: 9,
  failed: 2,
  usage: { input: 18_000, output: 9_870, cacheRead: 140_000, cacheCreation: 2_000 },
  lastAtMs: START_MS,
  cacheFall: { from: 0.91, to: 0.12 },
  missCause: null,
}

/** One of each kind, the latest last. */
export const REQUEST_LIST: RequestList = {
  records: [
    requestRecord(1, {
      waits: {
        queuedMs: 4_000,
        waitedMs: 61_000,
        renewalMs: 4_100,
        connectMs: 40,
        uploadMs: 300,
        firstByteMs: 2_200,
        retriedMs: 700,
      },
      silence: { ms: 20_000, by: 'client' },
      replays: 1,
      renewals: 1,
      durationMs: 780_000,
    }),
    requestRecord(2, { ...NO_USAGE, method: 'GET', path: '/v1/models', durationMs: 240, stream: false }),
    requestRecord(3, { ...REFUSED, code: 'LOGIN_REVOKED' }),
    requestRecord(4, { ...REFUSED, status: 502, code: 'UPSTREAM_UNREACHABLE', durationMs: 9_000 }),
    requestRecord(5, { end: 'upstreamDied', session: 'ccccdddd-2222', client: 'opencode/1.2' }),
    requestRecord(6, { ...NO_USAGE, status: 0, end: 'clientGone', session: null }),
    requestRecord(7, { ...NO_USAGE, status: 500, session: 'ccccdddd-2222', client: 'opencode/1.2' }),
    requestRecord(8, { ...REFUSED, code: 'PLAN_BUSY', refusal: 'concurrency' }),
    requestRecord(29, { ...REFUSED, code: 'LIMIT_REACHED', refusal: 'limit' }),
    requestRecord(30),
  ],
  sessions: [
    {
      ...SESSION,
      session: 'ccccdddd-2222',
      client: 'opencode/1.2',
      requests: 1,
      failed: 0,
      cacheFall: null,
    },
    SESSION,
  ],
  running: [runningRequest(0), runningRequest(1, { model: null, isAnswered: false })],
}

/** `count` requests that have ended, of two sessions. */
export function manyRequests(count: number, running: number): RequestList {
  return {
    ...REQUEST_LIST,
    records: Array.from({ length: count }, (_, at) =>
      requestRecord(at + 1, { session: at % 2 === 0 ? 'aaaabbbb-1111' : 'ccccdddd-2222' }),
    ),
    running: Array.from({ length: running }, (_, at) => runningRequest(at)),
  }
}

export const REQUEST_STATES = {
  requestsBusy: appState({
    face: 'requests',
    engine: trayEngine({ traffic: busyTraffic, plan: PLAN_STATES.limited.engine.plan }),
  }),
  requestsElsewhere: appState({
    face: 'requests',
    serving: {
      kind: 'elsewhere',
      other: { pid: 4242, port: 18462, answers: true, activeRequests: 2, watched: true },
    },
  }),
} satisfies Record<string, AppState>
