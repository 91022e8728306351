/** The figures that must hold and those that are aimed at (issue "The benchmark"). Each is worked out within one run. */
import { addedIn, type RowId, type Table, valueIn } from './rows'
import { median } from './stats'

export interface Goal {
  readonly title: string
  readonly unit: '×' | 'ms' | 'KB' | '%' | ''
  readonly must: number
  readonly aim: number
  readonly better: 'lower' | 'higher'
  /** Null when a part of the figure was not measured. */
  readonly of: (table: Table) => number | null
}

const ours = (row: RowId) => (table: Table) => valueIn(table, row, 'ours')
const added = (row: RowId) => (table: Table) => addedIn(table, row, 'ours')
const versus = (row: RowId, other: 'direct' | 'nginx') => (table: Table) =>
  ratio(valueIn(table, row, 'ours'), valueIn(table, row, other))

export const GOALS = {
  addedVersusNginx: {
    title: "Added to a small request, p50, against nginx's",
    unit: '×',
    must: 5,
    aim: 3,
    better: 'lower',
    of: (table) => ratio(addedIn(table, 'postP50', 'ours'), addedIn(table, 'postP50', 'nginx')),
  },
  handshakes: {
    title: 'TLS handshakes per 1,000 requests',
    unit: '',
    must: 2,
    aim: 1,
    better: 'lower',
    of: ours('handshakes'),
  },
  linkSteady: {
    title: '40 ms link: a request, against direct',
    unit: '×',
    must: 1.1,
    aim: 1.05,
    better: 'lower',
    of: versus('linkSteady', 'direct'),
  },
  linkFirst: {
    title: '40 ms link: the first request, against warmed direct',
    unit: '×',
    must: 1.3,
    aim: 1.12,
    better: 'lower',
    of: (table) => ratio(valueIn(table, 'linkFirst', 'ours'), valueIn(table, 'linkSteady', 'direct')),
  },
  sse1: {
    title: 'Added to an event, 1 stream, p50',
    unit: 'ms',
    must: 0.5,
    aim: 0.2,
    better: 'lower',
    of: added('sse1P50'),
  },
  sse200: {
    title: 'Added to an event, 200 streams, p50',
    unit: 'ms',
    must: 0.8,
    aim: 0.4,
    better: 'lower',
    of: added('sse200P50'),
  },
  cpuPerEvent: {
    title: 'CPU per event, 200 streams, against nginx',
    unit: '×',
    must: 5,
    aim: 3,
    better: 'lower',
    of: versus('cpuPerEvent', 'nginx'),
  },
  kbPerStream: {
    title: 'Memory per open stream',
    unit: 'KB',
    must: 250,
    aim: 140,
    better: 'lower',
    of: ours('kbPerStream'),
  },
  growth: {
    title: 'Memory growth, 10,000 to 20,000 requests',
    unit: '%',
    must: 10,
    aim: 3,
    better: 'lower',
    of: ours('growth'),
  },
  upload10: {
    title: 'Upload of 10 MB, against direct',
    unit: '×',
    must: 1.6,
    aim: 1.1,
    better: 'lower',
    of: versus('upload10', 'direct'),
  },
  expiredRefreshes: {
    title: '100 at once, token expired: renewals',
    unit: '',
    must: 1,
    aim: 1,
    better: 'lower',
    of: ours('expiredRefreshes'),
  },
  expiredFailures: {
    title: '100 at once, token expired: failures',
    unit: '',
    must: 0,
    aim: 0,
    better: 'lower',
    of: ours('expiredFailures'),
  },
  revokedRefreshes: {
    title: '100 at once, token revoked: renewals',
    unit: '',
    must: 1,
    aim: 1,
    better: 'lower',
    of: ours('revokedRefreshes'),
  },
  revokedFailures: {
    title: '100 at once, token revoked: failures',
    unit: '',
    must: 0,
    aim: 0,
    better: 'lower',
    of: ours('revokedFailures'),
  },
  gone: {
    title: 'Client gone, 3 cases: upstream closed',
    unit: '%',
    must: 100,
    aim: 100,
    better: 'higher',
    of: (table) => worst(Math.min, [table.goneBeforeAnswer, table.goneMidStream, table.goneMidUpload]),
  },
  goneMs: {
    title: 'Client gone, 3 cases: slowest',
    unit: 'ms',
    must: 100,
    aim: 20,
    better: 'lower',
    of: (table) => worst(Math.max, [table.goneBeforeAnswerMs, table.goneMidStreamMs, table.goneMidUploadMs]),
  },
  perSecond16: {
    title: 'Requests per second, 16 at a time, against nginx',
    unit: '×',
    must: 0.4,
    aim: 0.7,
    better: 'higher',
    of: versus('perSecond16', 'nginx'),
  },
  coldStart: {
    title: 'From start to the first answer, plain Node',
    unit: 'ms',
    must: 200,
    aim: 110,
    better: 'lower',
    of: ours('coldStart'),
  },
  appBusy: {
    title: 'App: p99 added to an event, a click each second in window or menu, against idle',
    unit: '×',
    must: 2,
    aim: 1.2,
    better: 'lower',
    of: (table) => ratio(addedIn(table, 'appBusyP99', 'ours'), addedIn(table, 'appIdleP99', 'ours')),
  },
} as const satisfies Readonly<Record<string, Goal>>

export type GoalId = keyof typeof GOALS
export const GOAL_IDS = Object.keys(GOALS) as readonly GoalId[]

export type GoalFigures = Readonly<Record<GoalId, number | null>>
export type Verdict = 'aim' | 'must' | 'missed' | 'unknown'

/** The median over runs of each figure within its run. */
export function goalFigures(runs: readonly Table[]): GoalFigures {
  const figure = (id: GoalId) => {
    const values = runs.map((table) => GOALS[id].of(table)).filter((value) => value !== null)
    return values.length === 0 ? null : median(values)
  }
  return Object.fromEntries(GOAL_IDS.map((id) => [id, figure(id)])) as Record<GoalId, number | null>
}

export function verdictOn({ must, aim, better }: Goal, figure: number | null): Verdict {
  if (figure === null) return 'unknown'
  const reaches = (goal: number) => (better === 'lower' ? figure <= goal : figure >= goal)
  if (reaches(aim)) return 'aim'
  return reaches(must) ? 'must' : 'missed'
}

/** Null also where the denominator is zero or less: a proxy that adds nothing cannot be compared with. */
function ratio(value: number | null, base: number | null): number | null {
  return value === null || base === null || base <= 0 ? null : value / base
}

function worst(
  pick: (...values: number[]) => number,
  rows: readonly (Table[RowId] | undefined)[],
): number | null {
  const values = rows.map((row) => row?.ours).filter((value) => value !== undefined)
  return values.length < rows.length ? null : pick(...values)
}
