/** The arguments of `npm run bench`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { GROUPS, type Group } from './groups'
import { FULL, QUICK, type Scale } from './scale'

export const USAGE = `npm run bench -- [--quick | --full] [--runs N] [--only GROUP[,GROUP]] [--before FOLDER] [--profile FOLDER]
  --quick     the default: latency, streams and storms, about 2 minutes
  --full      every row; written to bench/results/latest.* and the trend file
  --runs N    so many runs of it; what is written is their median
  --only      of: ${GROUPS.map(({ name }) => name).join(', ')}; printed only
  --before    the dist folder of another build, measured beside this one; nothing is kept
  --profile   CPU profiles of the measured product go to that folder
`

export interface BenchOptions {
  readonly scale: Scale
  readonly groups: readonly Group[]
  readonly runs: number
  /** The `cli.js` of another build to compare with. */
  readonly before: string | null
  readonly profileFolder: string | null
  /** Where the result is kept; null where it is only printed. */
  readonly kept: 'latest' | 'quick' | null
}

/** Throws an Error whose message is for the user. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      runs: { type: 'string', default: '1' },
      only: { type: 'string' },
      before: { type: 'string' },
      profile: { type: 'string' },
    },
  })
  const runs = Number(values.runs)
  if (!Number.isInteger(runs) || runs < 1 || runs > 9) throw new Error('--runs takes a number from 1 to 9.')
  const scale = values.full ? FULL : QUICK
  const only = values.only?.split(',') ?? null
  const unknown = only?.find((name) => !GROUPS.some((group) => group.name === name))
  if (unknown !== undefined) throw new Error(`There is no group "${unknown}".`)
  const groups = GROUPS.filter(({ name, isQuick }) => only?.includes(name) ?? (values.full || isQuick))
  const before = values.before === undefined ? null : resolve(values.before, 'cli.js')
  const kept = only === null && before === null ? (values.full ? 'latest' : 'quick') : null
  return { scale, groups, runs, before, profileFolder: values.profile ?? null, kept }
}
