/** How much is measured. `SMOKE` proves that every row still works, and shows nothing about time. */

export interface Scale {
  readonly name: 'smoke' | 'quick' | 'full'
  readonly rounds: number
  readonly warmUp: number
  /** The number per target and round. */
  readonly requests: number
  readonly bareRequests: number
  readonly saturateMs: number
  readonly streamCounts: readonly (1 | 50 | 200)[]
  /** The number of streams in the rows for 200 streams. */
  readonly manyStreams: number
  readonly settleMs: number
  readonly watchMs: number
  /**
   * The pause between a start and the first request over the link. No person is faster, and connections that are opened ahead
   * are open by then.
   */
  readonly afterStartMs: number
  readonly linkStarts: number
  readonly linkRequests: number
  readonly handshakeRequests: number
  readonly growthRequests: number
  readonly uploadRounds: number
  readonly goneTimes: number
  /** The time in which half an upload has arrived, or a stream has begun, before the client leaves. */
  readonly underWayMs: number
  /** A proxy that has not closed the upstream within this time lets Kimi go on generating for nobody. */
  readonly goneLimitMs: number
  readonly coldStarts: number
  readonly stormRequests: number
  readonly appRounds: number
  /** Clicks in the app's menu and window. */
  readonly clicks: Clicks
  readonly hurriedClicks: Clicks
}

interface Clicks {
  readonly clicks: number
  readonly everyMs: number
}

export const FULL: Scale = {
  name: 'full',
  rounds: 5,
  warmUp: 2_000,
  requests: 1_000,
  bareRequests: 100,
  saturateMs: 1_200,
  streamCounts: [1, 50, 200],
  manyStreams: 200,
  settleMs: 500,
  watchMs: 2_000,
  afterStartMs: 500,
  linkStarts: 7,
  linkRequests: 25,
  handshakeRequests: 1_000,
  growthRequests: 10_000,
  uploadRounds: 15,
  goneTimes: 10,
  underWayMs: 150,
  goneLimitMs: 1_000,
  coldStarts: 15,
  stormRequests: 100,
  // Other programs delay single rounds by milliseconds, so the median needs more rounds here than elsewhere.
  appRounds: 4,
  // As fast as a person clicks for long, and as fast as fingers are for a moment.
  clicks: { clicks: 4, everyMs: 1_000 },
  hurriedClicks: { clicks: 16, everyMs: 250 },
}

export const QUICK: Scale = {
  ...FULL,
  name: 'quick',
  warmUp: 1_000,
  requests: 500,
  bareRequests: 50,
  streamCounts: [1, 200],
  watchMs: 1_500,
}

export const SMOKE: Scale = {
  name: 'smoke',
  rounds: 1,
  warmUp: 2,
  requests: 5,
  bareRequests: 5,
  saturateMs: 30,
  streamCounts: [1, 50, 200],
  manyStreams: 4,
  settleMs: 10,
  watchMs: 130,
  afterStartMs: 10,
  linkStarts: 1,
  linkRequests: 2,
  handshakeRequests: 10,
  growthRequests: 20,
  uploadRounds: 1,
  goneTimes: 1,
  underWayMs: 30,
  goneLimitMs: 400,
  coldStarts: 1,
  stormRequests: 5,
  appRounds: 1,
  clicks: { clicks: 4, everyMs: 50 },
  hurriedClicks: { clicks: 4, everyMs: 40 },
}
