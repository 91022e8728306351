import { describe, expect, test } from 'vitest'
import type { TokenUsage } from '../../contract/recorder'
import { ENDED_REQUEST } from '../../testing/ended-request'
import { CacheWatch } from './cache-watch'
import { clientIn, type EndedFlight, FlightRecorder, methodIn, pathIn, sessionIn } from './recorder'
import { ofSession, redacted } from './selected'
import { SilenceMeter } from './silence'
import { readDays } from './totals'

const NOON = new Date(2026, 10, 28, 12).getTime()
const DAY_MS = 86_400_000

const FLIGHT: EndedFlight = { ...ENDED_REQUEST, startedAtMs: NOON }

function recorded(...flights: readonly Partial<EndedFlight>[]): FlightRecorder {
  const recorder = new FlightRecorder()
  for (const flight of flights) recorder.add({ ...FLIGHT, ...flight })
  return recorder
}

describe('the list', () => {
  test('keeps the last 500, and tells those that came after a number', () => {
    const recorder = recorded(...Array.from({ length: 501 }, () => ({})))
    expect(recorder.since(0).records.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 500 }, (_, at) => at + 2),
    )
    expect(recorder.since(499).records).toEqual([
      expect.objectContaining({ seq: 500 }),
      expect.objectContaining({ seq: 501 }),
    ])
  })

  test('of the longest requests is less than 1 MB, with nothing in it that could move a cursor', () => {
    const long = `\u001b[2J${'用x'.repeat(50_000)}`
    const recorder = recorded(
      ...Array.from({ length: 600 }, (_, at) => ({
        method: methodIn(long),
        path: pathIn(`/${long}?query`),
        session: sessionIn(`${at}${long}`),
        client: clientIn(`x/${'1'.repeat(50_000)}`),
        startedAtMs: NOON + at * DAY_MS,
      })),
    )
    const text = JSON.stringify(recorder.since(0))
    expect(text.length).toBeLessThan(1_000_000)
    expect(text).toMatch(/^[\x20-\x7e]*$/)
  })
})

test('of what a client says only its product and the path without a query are kept', () => {
  expect(clientIn('claude-cli/2.1.332 (external, cli)')).toBe('claude-cli/2.1.332')
  expect([clientIn(undefined), clientIn('(odd)'), sessionIn(''), sessionIn(undefined)]).toEqual(
    Array(4).fill(null),
  )
  expect(pathIn('/v1/messages?key=hidden')).toBe('/v1/messages')
})

describe('the sums', () => {
  test('of a session and a day count requests, failures and tokens; who left has not failed', () => {
    const { sessions, days } = recorded(
      {},
      { status: 403, usage: null },
      { end: 'upstreamDied' },
      { end: 'clientGone', status: 0, usage: null },
      { session: 'bbbb', startedAtMs: NOON + DAY_MS, usage: null },
    ).since(0)
    const usage = { input: 200, output: 20, cacheRead: 1_800, cacheCreation: 0 }
    const none = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 }
    expect(sessions).toMatchObject([
      {
        session: 'aaaa-1111',
        requests: 4,
        failed: 2,
        usage,
        lastAtMs: NOON + 10,
        cacheFall: null,
        missCause: null,
      },
      { session: 'bbbb', requests: 1, failed: 0, usage: none },
    ])
    expect(days).toEqual([
      { day: '2026-11-28', requests: 4, failed: 2, usage },
      { day: '2026-11-29', requests: 1, failed: 0, usage: none },
    ])
  })

  test('of at most 60 days are kept, and read again as they were', () => {
    const recorder = recorded(...Array.from({ length: 70 }, (_, at) => ({ startedAtMs: NOON + at * DAY_MS })))
    const { days } = recorder
    expect(days).toHaveLength(60)
    expect(readDays(JSON.parse(JSON.stringify({ days })))).toEqual(days)
    const next = new FlightRecorder(days)
    next.add({ ...FLIGHT, startedAtMs: NOON + 69 * DAY_MS })
    expect(next.days.at(-1)?.requests).toBe(2)
  })

  test.each([null, 5, {}, { days: 'no' }, { days: [null, { day: 'x' }, { day: 5 }] }])(
    'read nothing from %j',
    (json) => {
      expect(readDays(json)).toEqual([])
    },
  )
})

describe('a glimpse of a session', () => {
  test('has the time until its last message was answered, with all that was waited for', () => {
    const waits = { ...FLIGHT.waits, queuedMs: 1_000, renewalMs: 200, firstByteMs: 30 }
    const recorder = recorded({ waits }, { waits: { ...waits, firstByteMs: 7 }, usage: null })
    expect(recorder.glimpse('aaaa-1111', undefined)).toEqual({ firstByteMs: 1_230 })
  })

  test('has no time while no message was answered, and is none of a session that is not known', () => {
    const recorder = recorded({ usage: null })
    expect(recorder.glimpse('aaaa-1111', undefined)).toEqual({ firstByteMs: null })
    expect(recorder.glimpse('cccc', 'tools_changed')).toBe(null)
    expect(recorder.since(0).sessions).toHaveLength(1)
  })

  test('brings Claude Code’s word for a miss, which the sums tell from then on', () => {
    const recorder = recorded({})
    recorder.glimpse('aaaa-1111', 'tools_changed')
    recorder.glimpse('aaaa-1111', undefined)
    expect(recorder.since(0).sessions).toMatchObject([{ missCause: 'tools_changed' }])
  })
})

describe('the share of the cache', () => {
  const prompt = (share: number, tokens = 10_000): TokenUsage => ({
    input: tokens * (1 - share),
    output: 1,
    cacheRead: tokens * share,
    cacheCreation: 0,
  })

  function watched(shares: readonly number[], tokens?: number): CacheWatch {
    const watch = new CacheWatch()
    for (const share of shares) watch.add(prompt(share, tokens))
    return watch
  }

  const usual = [0, 0.8, 0.9, 0.9, 0.9, 0.9]

  test.each<[string, readonly number[], object | null]>([
    ['that is low three times has fallen', [...usual, 0.1, 0.2, 0.1], { from: 0.9, to: 0.1 }],
    [
      'that stays low is measured by what it was before',
      [...usual, ...Array<number>(60).fill(0.2)],
      { from: 0.9, to: 0.2 },
    ],
    ['that is low twice has not', [...usual, 0.1, 0.1], null],
    ['that is low now and then has not', [...usual, 0.1, 0.9, 0.1, 0.9, 0.1, 0.1], null],
    ['that has come back is good again', [...usual, 0.1, 0.1, 0.1, 0.9], null],
    ['that was always low has not', Array<number>(20).fill(0.05), null],
    ['of a session that is new has not', [0.9, 0.9, 0, 0, 0], null],
  ])('%s', (_what, shares, fall) => {
    expect(watched(shares).fall).toEqual(fall)
  })

  test('counts only prompts that are long enough to be of the conversation', () => {
    const watch = watched(usual)
    for (let at = 0; at < 10; at += 1) watch.add(prompt(0, 500))
    expect(watch.fall).toBe(null)
  })
})

describe('a report', () => {
  test('names no session and no path of the person', () => {
    const told = redacted(recorded({}, { session: 'bbbb' }, { path: '/v1/files/my-secret' }).since(0))
    expect(told.records.map(({ session, path }) => [session, path])).toEqual([
      ['session 1', '/v1/messages'],
      ['session 2', '/v1/messages'],
      ['session 1', '/…'],
    ])
    expect(JSON.stringify(told)).not.toMatch(/aaaa|bbbb|my-secret/)
  })

  test('of one session holds nothing of others', () => {
    const told = ofSession(recorded({}, { session: 'bbbb' }).since(0), 'aa')
    expect(told).toMatchObject({ records: [{ seq: 1 }], sessions: [{ session: 'aaaa-1111' }], days: [] })
  })
})

test('the longest silence is told with whose it was', () => {
  let nowMs = 0
  const meter = new SilenceMeter(() => nowMs)
  const pass = (ms: number, then: 'kimi' | 'client') => {
    nowMs += ms
    meter.mark(then)
  }
  pass(100, 'kimi')
  pass(50, 'client')
  expect(meter.longest).toEqual({ ms: 100, by: 'kimi' })
  pass(2_000, 'kimi')
  pass(300, 'kimi')
  expect(meter.longest).toEqual({ ms: 2_000, by: 'client' })
})
