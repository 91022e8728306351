import { describe, expect, test } from 'vitest'
import type { Quota, WindowName } from '../../contract/plan'
import { type UsageSamples, withForecast, withSamplesOf } from './forecast'

const START_MS = 1_800_000_000_000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

function quota(
  name: WindowName,
  usedRatio: number | null,
  resetsAtMs: number | null = START_MS + 5 * HOUR_MS,
): Quota {
  const window = { name, label: null, usedRatio, resetsAtMs, emptyAtMs: null }
  return { windows: [window], wallet: null, parallelLimit: null, membership: null }
}

/** Looks `[minute, used share]` from the start on; when it is empty by the last of them, in minutes from the start. */
function emptyAfter(
  looks: readonly (readonly [minute: number, usedRatio: number])[],
  { name = 'fiveHours', resetsInMinutes = 300 }: { name?: WindowName; resetsInMinutes?: number | null } = {},
): number | null {
  const resetsAtMs = resetsInMinutes === null ? null : START_MS + resetsInMinutes * MINUTE_MS
  let samples: UsageSamples = {}
  let atMs: number | null = null
  for (const [minute, usedRatio] of looks) {
    const nowMs = START_MS + minute * MINUTE_MS
    const told = quota(name, usedRatio, resetsAtMs)
    samples = withSamplesOf(samples, told, nowMs)
    atMs = withForecast(told, samples, nowMs).windows[0]?.emptyAtMs ?? null
  }
  return atMs === null ? null : Math.round((atMs - START_MS) / MINUTE_MS)
}

describe('when a window is empty at this pace', () => {
  test.each<[what: string, Parameters<typeof emptyAfter>, minute: number | null]>([
    [
      'half in 20 minutes',
      [
        [
          [0, 0],
          [10, 0.25],
          [20, 0.5],
        ],
      ],
      40,
    ],
    [
      'too few minutes',
      [
        [
          [0, 0],
          [10, 0.5],
        ],
      ],
      null,
    ],
    ['one look', [[[0, 0.5]]], null],
    [
      'a rise that rounding could make',
      [
        [
          [0, 0.5],
          [20, 0.51],
          [40, 0.52],
        ],
      ],
      null,
    ],
    [
      'none at all',
      [
        [
          [0, 0.5],
          [60, 0.5],
        ],
      ],
      null,
    ],
    [
      'it resets before',
      [
        [
          [0, 0.1],
          [60, 0.2],
        ],
      ],
      null,
    ],
    [
      'it resets right after',
      [
        [
          [0, 0.1],
          [60, 0.2],
        ],
        { resetsInMinutes: 541 },
      ],
      540,
    ],
    [
      'nobody knows when it resets',
      [
        [
          [0, 0],
          [20, 0.5],
        ],
        { resetsInMinutes: null },
      ],
      null,
    ],
    [
      'it is empty',
      [
        [
          [0, 0.5],
          [20, 1],
        ],
      ],
      null,
    ],
    [
      'the pace of the last hour counts, not that of before',
      [
        [
          [0, 0],
          [30, 0.5],
          [90, 0.5],
          [120, 0.6],
        ],
      ],
      240,
    ],
    [
      'a reset in between begins anew',
      [
        [
          [0, 0.8],
          [20, 0.9],
          [30, 0.02],
          [40, 0.3],
        ],
      ],
      null,
    ],
    [
      'and is enough again later',
      [
        [
          [0, 0.9],
          [30, 0],
          [40, 0.25],
          [50, 0.5],
        ],
      ],
      70,
    ],
    [
      'the clock was set back',
      [
        [
          [30, 0],
          [0, 0.3],
          [10, 0.5],
        ],
      ],
      null,
    ],
    [
      'a week is not told from an hour',
      [
        [
          [0, 0],
          [60, 0.1],
        ],
        { name: 'week', resetsInMinutes: 10_000 },
      ],
      null,
    ],
    [
      'a week is told from a day',
      [
        [
          [0, 0.2],
          [1_440, 0.5],
        ],
        { name: 'week', resetsInMinutes: 10_000 },
      ],
      3_840,
    ],
    [
      'a window of unknown length is not told',
      [
        [
          [0, 0],
          [30, 0.5],
        ],
        { name: 'other' },
      ],
      null,
    ],
  ])('%s', (_what, args, minute) => {
    expect(emptyAfter(...args)).toBe(minute)
  })

  test('a share that is not known is no sample', () => {
    expect(withSamplesOf({}, quota('week', null), START_MS)).toEqual({})
  })
})

test.each<[WindowName, hours: number]>([
  ['fiveHours', 4],
  ['week', 120],
  ['month', 500],
])('ten thousand looks at %s in %i h keep few samples, and the same pace', (name, hours) => {
  let samples: UsageSamples = {}
  let atMs: number | null = null
  for (let look = 1; look <= 10_000; look += 1) {
    const nowMs = START_MS + (look / 10_000) * hours * HOUR_MS
    const told = quota(name, 0.9 * (look / 10_000), START_MS + 1_000 * HOUR_MS)
    samples = withSamplesOf(samples, told, nowMs)
    atMs = withForecast(told, samples, nowMs).windows[0]?.emptyAtMs ?? null
  }
  expect(samples[name]?.length).toBeLessThan(100)
  expect(((atMs ?? 0) - START_MS) / HOUR_MS).toBeCloseTo(hours / 0.9, 3)
})
