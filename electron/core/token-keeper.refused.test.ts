import { describe, expect, test } from 'vitest'
import { TokenBench } from '../testing/token-bench'
import { classifyTokenAnswer } from './refresh-policy'
import { Secret } from './secret'

const OFFLINE = { kind: 'transient', detail: 'offline' } as const

/** What a request is replayed with after Kimi answered 401 to this token. */
async function replacement(bench: TokenBench, rejected: string): Promise<string | null> {
  const secret = await bench.clock.runUntil(bench.keeper.replacementFor(new Secret(rejected)))
  return secret?.reveal() ?? null
}

async function signedIn(): Promise<TokenBench> {
  const bench = new TokenBench()
  await bench.keeper.look()
  return bench
}

describe('after a 401 a request is replayed with', () => {
  test('the newer token on disk, without asking Kimi (checklist 10)', async () => {
    const bench = await signedIn()
    bench.file.put(bench.auth.rotate('refresh-1'))
    expect(await replacement(bench, 'access-1')).toBe('access-2')
    expect([bench.auth.received, bench.eventKinds.at(-1)]).toEqual([[], 'adopted'])
  })

  test('a token renewed for it, although the old one looked fresh', async () => {
    const bench = await signedIn()
    expect(await replacement(bench, 'access-1')).toBe('access-2')
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('the current one when it comes late, for an older token', async () => {
    const bench = await signedIn()
    await bench.keeper.renewNow()
    expect(await replacement(bench, 'access-1')).toBe('access-2')
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('the same renewed token for a hundred requests', async () => {
    const bench = await signedIn()
    const all = await Promise.all(Array.from({ length: 100 }, () => replacement(bench, 'access-1')))
    expect(new Set(all)).toEqual(new Set(['access-2']))
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('one more renewed token where the last ended before it was used, because the machine slept', async () => {
    const bench = await signedIn()
    const release = bench.auth.holdAnswers()
    const first = bench.keeper.replacementFor(new Secret('access-1'))
    await bench.clock.flush()
    await bench.clock.suspend(1_800_000)
    release()
    expect((await bench.clock.runUntil(first))?.reveal()).toBe('access-2')
    expect(await replacement(bench, 'access-2')).toBe('access-3')
    expect(bench.eventKinds).not.toContain('refusalChanged')
  })

  test('the token of the unforced renewal that was under way, if it brings one', async () => {
    const bench = await signedIn()
    await bench.clock.advance(450_000)
    bench.keeper.renewIfDue()
    expect(await replacement(bench, 'access-1')).toBe('access-2')
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('the token of a forced renewal after the unforced one failed (checklist 8)', async () => {
    const bench = await signedIn()
    await bench.clock.advance(450_000)
    bench.auth.answerNext(classifyTokenAnswer(400, ''))
    bench.keeper.renewIfDue()
    const all = await Promise.all([replacement(bench, 'access-1'), replacement(bench, 'access-1')])
    expect([all, bench.auth.received]).toEqual([
      ['access-2', 'access-2'],
      ['refresh-1', 'refresh-1'],
    ])
  })

  test('nothing when no renewal works: the reason is told and the token kept (checklist 25)', async () => {
    const bench = await signedIn()
    bench.auth.answerNext(OFFLINE, OFFLINE, OFFLINE)
    await expect(replacement(bench, 'access-1')).rejects.toMatchObject({ code: 'RENEWAL_FAILED' })
    expect(bench.sending).toBe('access-1')
  })

  test('never the refused token itself, also when riding on a renewal that a person asked for', async () => {
    const bench = await signedIn()
    bench.auth.revokeAll()
    const asked = bench.keeper.renewNow()
    const replaced = replacement(bench, 'access-1').catch(() => 'told')
    await asked.catch(() => undefined)
    expect(await replaced).not.toBe('access-1')
  })
})

describe('a new token that is refused too', () => {
  /** One 401, its renewal, and a 401 for the renewed token as well. */
  async function refusedTwice(): Promise<TokenBench> {
    const bench = await signedIn()
    expect(await replacement(bench, 'access-1')).toBe('access-2')
    expect(await replacement(bench, 'access-2')).toBe(null)
    return bench
  }

  test('has its 401 passed on, and so have all within 60 s', async () => {
    const bench = await refusedTwice()
    expect(bench.last('refusalChanged')).toEqual({
      kind: 'refusalChanged',
      untilMs: bench.clock.wallMs() + 60_000,
    })
    await bench.clock.advance(59_999)
    expect(await replacement(bench, 'access-2')).toBe(null)
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('is told once, although a hundred requests bring it back', async () => {
    const bench = await signedIn()
    await replacement(bench, 'access-1')
    const all = await Promise.all(Array.from({ length: 100 }, () => replacement(bench, 'access-2')))
    expect(new Set(all)).toEqual(new Set([null]))
    expect(bench.eventKinds.filter((kind) => kind === 'refusalChanged').length).toBe(1)
  })

  test('costs one renewal per cool-down, and each is twice as long, up to 600 s', async () => {
    const bench = await refusedTwice()
    const waitsMs: number[] = []
    for (let n = 2; n < 7; n += 1) {
      const waitMs = (bench.last('refusalChanged')?.untilMs ?? 0) - bench.clock.wallMs()
      waitsMs.push(waitMs)
      await bench.clock.advance(waitMs)
      expect(await replacement(bench, `access-${n}`)).toBe(`access-${n + 1}`)
      expect(await replacement(bench, `access-${n + 1}`)).toBe(null)
    }
    expect(waitsMs).toEqual([60_000, 120_000, 240_000, 480_000, 600_000])
    expect(bench.auth.received.length).toBe(6)
  })

  test('is not forgiven by an answer that is no success', async () => {
    const bench = await refusedTwice()
    bench.keeper.confirm(new Secret('access-2'), false)
    expect(await replacement(bench, 'access-2')).toBe(null)
  })

  test('is forgiven by the first success', async () => {
    const bench = await refusedTwice()
    bench.keeper.confirm(new Secret('access-2'))
    expect(bench.last('refusalChanged')?.untilMs).toBe(null)
    expect(await replacement(bench, 'access-2')).toBe('access-3')
    expect(await replacement(bench, 'access-3')).toBe(null)
    expect(bench.last('refusalChanged')?.untilMs).toBe(bench.clock.wallMs() + 60_000)
  })
})

test('a renewed token that Kimi accepted may be refused later like any other', async () => {
  const bench = await signedIn()
  await replacement(bench, 'access-1')
  bench.keeper.confirm(new Secret('access-2'))
  expect(await replacement(bench, 'access-2')).toBe('access-3')
  expect(bench.last('refusalChanged')).toBe(undefined)
})

test('a renewed token that Kimi knew, though it refused the request, may be refused later like any other', async () => {
  const bench = await signedIn()
  await replacement(bench, 'access-1')
  // A 429, say.
  bench.keeper.confirm(new Secret('access-2'), false)
  expect(await replacement(bench, 'access-2')).toBe('access-3')
})

test('a refused token whose file cannot be read is no login any more, until the file can be read again', async () => {
  const bench = await signedIn()
  const content = bench.file.content
  bench.file.content = { kind: 'unreadable' }
  await expect(replacement(bench, 'access-1')).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  expect(bench.last('loginLost')?.problem).toMatchObject({ code: 'LOGIN_UNREADABLE' })
  expect(bench.auth.received).toEqual([])
  bench.file.content = content
  await bench.clock.runUntil(bench.keeper.renewNow())
  expect(bench.sending).toBe('access-2')
})
