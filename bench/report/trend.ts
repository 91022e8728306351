/** One line of JSON per full run, so that a change of speed can be traced to its commit. */
import type { Run } from './run'

export function trendLine({ date, commit, machine, runs, rows, goals }: Run): string {
  return `${JSON.stringify({ date, commit, machine, runs, goals: rounded(goals), rows: rounded(rows) })}\n`
}

/** Rounds to four digits that count, because more are noise and make the file hard to read. */
function rounded(value: object): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, each: unknown) =>
      typeof each === 'number' ? Number(each.toPrecision(4)) : each,
    ),
  )
}
