/** One published result: its date, its machine and its figures. */
import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import { type GoalFigures, goalFigures } from '../goals'
import { type Reading, ROW_IDS, type Table, tableOf } from '../rows'
import { median } from '../stats'
import { TARGETS } from '../targets'

export interface Run {
  /** ISO 8601, UTC. */
  readonly date: string
  /** The commit of the measured code, with `+` where the code was changed since. */
  readonly commit: string
  readonly machine: string
  readonly scale: string
  readonly runs: number
  readonly notes: readonly string[]
  /** The medians over the runs. */
  readonly rows: Table
  readonly goals: GoalFigures
}

export function runOf(tables: readonly Table[], about: Omit<Run, 'rows' | 'goals' | 'runs'>): Run {
  return { ...about, runs: tables.length, rows: medianTable(tables), goals: goalFigures(tables) }
}

export function medianTable(tables: readonly Table[]): Table {
  const readings: Reading[] = []
  for (const row of ROW_IDS) {
    for (const target of TARGETS) {
      const values = tables.map((table) => table[row]?.[target]).filter((value) => value !== undefined)
      if (values.length > 0) readings.push({ row, target, value: median(values) })
    }
  }
  return tableOf(readings)
}

/** Names neither a person nor a network. */
export function thisMachine(): string {
  const [first] = cpus()
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${first?.model ?? 'CPU'}, ${memoryGb} GB, ${process.platform} ${release().split('-')[0]}, Node ${process.versions.node}`
}

export function thisCommit(cwd: string): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim()
    const isChanged = git('status', '--porcelain', '--', 'electron', 'package.json') !== ''
    return git('rev-parse', '--short=12', 'HEAD') + (isChanged ? '+' : '')
  } catch {
    return 'unknown'
  }
}
