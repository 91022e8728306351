/** Whatever is left out, put in another order, or written in another way: what is told is read, and nothing is made up. */
import { expect, test } from 'vitest'
import type { Quota, WindowName } from '../../contract/plan'
import { classifyUsages } from './usages-answer'

const NOW_MS = Date.UTC(2026, 8, 1, 12)
const RUNS = 800

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number

function oneOf<T>(random: Random, ...choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0]
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item)
}

/** The same fields in another order, at every level. */
function reordered(random: Random, value: unknown): unknown {
  if (Array.isArray(value)) return shuffled(random, value).map((item) => reordered(random, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    shuffled(random, Object.entries(value)).map(([key, item]) => [key, reordered(random, item)]),
  )
}

function written(random: Random, number: number): number | string {
  return oneOf<number | string>(random, number, String(number), ` ${number} `)
}

function timeWritten(random: Random, atMs: number): object {
  const iso = new Date(atMs).toISOString().replace('.000Z', '')
  const text = oneOf(random, `${iso}Z`, `${iso}.000000001Z`, `${iso}+00:00`, String(atMs / 1000))
  return { [oneOf(random, 'reset_time', 'resetTime', 'reset_at', 'resetAt')]: text }
}

/** Of one window in one place. Null: this place does not tell it. */
interface Told {
  readonly share: number | null
  readonly resetMs: number | null
}

function told(random: Random): Told | null {
  if (random() < 0.3) return null
  const hundredths = Math.floor(random() * 101)
  return {
    share: random() < 0.8 ? hundredths / 100 : null,
    resetMs: random() < 0.8 ? NOW_MS + Math.floor(random() * 1_000) * 60_000 : null,
  }
}

function ratioForm(random: Random, { share, resetMs }: Told): object {
  const odd = oneOf<object>(random, {}, { used_ratio: 'n/a' }, { used_ratio: null }, { used_ratio: -1 })
  return {
    ...(share === null ? odd : { used_ratio: written(random, share) }),
    ...(resetMs === null ? {} : timeWritten(random, resetMs)),
  }
}

function countForm(random: Random, { share, resetMs }: Told): object {
  const used = Math.round((share ?? 0) * 100)
  const amounts = oneOf<object>(
    random,
    { limit: written(random, 100), used: written(random, used) },
    { limit: written(random, 100), remaining: written(random, 100 - used) },
    { limit: '100', used: String(used), remaining: String(100 - used) },
  )
  const odd = oneOf<object>(
    random,
    {},
    { limit: '100' },
    { used: '3' },
    { limit: 'x', used: '1' },
    { limit: '0', used: '0' },
  )
  return { ...(share === null ? odd : amounts), ...(resetMs === null ? {} : timeWritten(random, resetMs)) }
}

interface Case {
  readonly body: unknown
  readonly places: Readonly<Partial<Record<WindowName, readonly (Told | null)[]>>>
}

function made(random: Random): Case {
  const [map5, list5, map7, usage, month, code] = Array.from({ length: 6 }, () => told(random))
  const map = { limit_5h: map5, limit_7d: map7, limit_month_total: month, limit_month_code: code }
  const usages = Object.entries(map).flatMap(([key, value]) =>
    value ? [[key, ratioForm(random, value)] as const] : [],
  )
  const window = oneOf(
    random,
    { duration: 300, timeUnit: 'TIME_UNIT_MINUTE' },
    { duration: '5', timeUnit: 'TIME_UNIT_HOUR' },
  )
  const body = {
    user: { membership: { level: 'LEVEL_BASIC' } },
    ...(random() < 0.5 ? { noise: oneOf<unknown>(random, null, [], { limit: '1', used: '1' }, 'x') } : {}),
    ...(usages.length > 0 || random() < 0.5 ? { usages: Object.fromEntries(usages) } : {}),
    ...(list5
      ? { limits: [{ window, detail: countForm(random, list5) }, oneOf<unknown>(random, null, {}, 7)] }
      : {}),
    ...(usage ? { usage: countForm(random, usage) } : {}),
  }
  const places = { fiveHours: [map5, list5], week: [map7, usage], month: [month], monthCode: [code] }
  return { body: reordered(random, body), places: places as Case['places'] }
}

function quotaOf(body: unknown): Quota | null {
  const answer = classifyUsages(200, JSON.stringify(body), NOW_MS, null)
  return answer.kind === 'quota' ? answer.quota : null
}

test('in every order and every spelling, the worst of what is told counts, and what is not told is not there', () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const { body, places } = made(randomFrom(seed))
    const quota = quotaOf(body)
    const note = `seed ${seed}: ${JSON.stringify(body)}`
    for (const [name, list] of Object.entries(places)) {
      const known = (list ?? []).filter(
        (each) => each != null && (each.share !== null || each.resetMs !== null),
      )
      const shares = known.flatMap((each) => each?.share ?? [])
      const window = quota?.windows.find((each) => each.name === name)
      expect(window !== undefined, `${name}, ${note}`).toBe(known.length > 0)
      if (window === undefined) continue
      expect(window.usedRatio, `${name}, ${note}`).toBe(shares.length === 0 ? null : Math.max(...shares))
      const resets = known.flatMap((each) => each?.resetMs ?? [])
      if (window.resetsAtMs === null) expect(resets, note).toEqual([])
      else expect(resets, note).toContain(window.resetsAtMs)
    }
  }
})

/** A body with anything in it replaced by something else. */
function broken(random: Random, value: unknown): unknown {
  if (random() < 0.12)
    return oneOf<unknown>(random, null, [], {}, '', 'x', -1, 1e308, true, 'NaN', '\u0000', [[]])
  if (Array.isArray(value)) return value.map((item) => broken(random, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      random() < 0.1 ? [] : [[key, broken(random, item)] as const],
    ),
  )
}

test('whatever is put in its place, nothing is thrown, and no share is anything but a share', () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = randomFrom(seed)
    const text = JSON.stringify(broken(random, made(random).body)) ?? ''
    const cut = random() < 0.2 ? text.slice(0, Math.floor(random() * text.length)) : text
    const answer = classifyUsages(oneOf(random, 200, 401, 403, 404, 500), cut, NOW_MS, null)
    if (answer.kind !== 'quota') continue
    for (const { usedRatio, resetsAtMs } of answer.quota.windows) {
      expect(usedRatio === null || (usedRatio >= 0 && usedRatio <= 1), `seed ${seed}: ${cut}`).toBe(true)
      expect(usedRatio !== null || resetsAtMs !== null, `seed ${seed}: ${cut}`).toBe(true)
    }
  }
})

test('no share is 0 unless a 0 was told', () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const random = randomFrom(seed)
    const text = JSON.stringify(broken(random, made(random).body)) ?? ''
    const answer = classifyUsages(200, text, NOW_MS, null)
    const zeros =
      answer.kind === 'quota' ? answer.quota.windows.filter(({ usedRatio }) => usedRatio === 0) : []
    const tellsZero = /"(?:used_ratio|used)":"? ?0|"remaining":"? ?100/.test(text)
    expect(zeros.length === 0 || tellsZero, `seed ${seed}: ${text}`).toBe(true)
  }
})
