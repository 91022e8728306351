import { describe, expect, test } from 'vitest'
import { said } from '../../testing/said'
import { refusedRequest, TokenBench } from '../../testing/token-bench'
import { Secret } from '../basics/secret'
import type { RefusedRequest } from './refusal-cooldown'
import { classifyTokenAnswer } from './token-answer'

const OFFLINE = { kind: 'transient', reason: said('offline') } as const

const MESSAGES = '/v1/messages'

/** What a request is replayed with after Kimi answered 401 to this token; by default it has no time to wait. */
async function replacement(
  bench: TokenBench,
  rejected: string,
  request: RefusedRequest = refusedRequest(MESSAGES, 0),
): Promise<string | null> {
  const secret = await bench.clock.runUntil(bench.keeper.replacementFor(new Secret(rejected), request))
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

  test('newer tokens of a peer’s on disk, the third only after a wait: Kimi refuses them all', async () => {
    const bench = await signedIn()
    const request = refusedRequest(MESSAGES)
    const renewByPeer = (number: number) => bench.file.put(bench.auth.rotate(`refresh-${number}`))
    for (const number of [1, 2]) {
      renewByPeer(number)
      expect(await replacement(bench, `access-${number}`, request)).toBe(`access-${number + 1}`)
      expect(request.waits).toBe(0)
    }
    renewByPeer(3)
    const sinceMs = bench.clock.elapsedMs()
    expect(await replacement(bench, 'access-3', request)).toBe('access-4')
    expect(bench.clock.elapsedMs() - sinceMs).toBeGreaterThanOrEqual(1_000)
    expect([bench.auth.received, request.waits]).toEqual([[], 1])
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
    const first = bench.keeper.replacementFor(new Secret('access-1'), refusedRequest())
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
    bench.auth.answerNext(OFFLINE, OFFLINE, OFFLINE, OFFLINE)
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
  /** One 401, its renewal, and a 401 for the renewed token as well; the path has worked before. */
  async function refusedTwice(): Promise<TokenBench> {
    const bench = await signedIn()
    bench.keeper.confirm(new Secret('access-1'), MESSAGES)
    expect(await replacement(bench, 'access-1')).toBe('access-2')
    expect(await replacement(bench, 'access-2')).toBe(null)
    return bench
  }

  test('has its 401 passed on where nobody can wait, and so have all within the next second', async () => {
    const bench = await refusedTwice()
    expect(bench.last('refusalChanged')).toEqual({
      kind: 'refusalChanged',
      refusal: { untilMs: bench.clock.wallMs() + 1_000, lengthMs: 1_000 },
    })
    await bench.clock.advance(999)
    expect(await replacement(bench, 'access-2')).toBe(null)
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('is waited out for a second, and the request tried again with another', async () => {
    const bench = await refusedTwice()
    const request = refusedRequest()
    const before = bench.clock.elapsedMs()
    expect(await replacement(bench, 'access-2', request)).toBe('access-3')
    expect([bench.clock.elapsedMs() - before, request.waits]).toEqual([1_000, 1])
  })

  test('is waited out by a hundred requests for one renewal', async () => {
    const bench = await refusedTwice()
    const all = await Promise.all(
      Array.from({ length: 100 }, () => replacement(bench, 'access-2', refusedRequest())),
    )
    expect(new Set(all)).toEqual(new Set(['access-3']))
    expect(bench.auth.received).toEqual(['refresh-1', 'refresh-2'])
  })

  test('is waited for 1, 2, 4 and 8 s by one request, which is then handed the 401', async () => {
    const bench = await refusedTwice()
    const request = refusedRequest()
    const startedAtMs = bench.clock.elapsedMs()
    for (let n = 2; n < 6; n += 1)
      expect(await replacement(bench, `access-${n}`, request)).toBe(`access-${n + 1}`)
    expect(await replacement(bench, 'access-6', request)).toBe(null)
    expect([bench.clock.elapsedMs() - startedAtMs, request.waits]).toEqual([15_000, 4])
  })

  test('costs no wait once a longer one is due', async () => {
    const bench = await refusedTwice()
    const first = refusedRequest()
    for (let n = 2; n < 7; n += 1) await replacement(bench, `access-${n}`, first)
    const atMs = bench.clock.elapsedMs()
    expect(await replacement(bench, 'access-6', refusedRequest())).toBe(null)
    expect(bench.clock.elapsedMs()).toBe(atMs)
  })

  test('makes those who come shortly before the end of a longer wait wait for it', async () => {
    const bench = await refusedTwice()
    const first = refusedRequest()
    for (let n = 2; n < 7; n += 1) await replacement(bench, `access-${n}`, first)
    await bench.clock.advance(1_000)
    expect(await replacement(bench, 'access-6', refusedRequest())).toBe('access-7')
  })

  test('is renewed at the end of the last wait for all who waited, though none of them may wait on', async () => {
    const bench = await refusedTwice()
    const first = refusedRequest()
    for (let n = 2; n < 5; n += 1) await replacement(bench, `access-${n}`, first)
    const others = Array.from({ length: 20 }, () => refusedRequest(MESSAGES, 8_000))
    const all = await Promise.all(others.map((request) => replacement(bench, 'access-5', request)))
    expect(new Set(all)).toEqual(new Set(['access-6']))
  })

  test('lets the request go on at once when another has had a token accepted', async () => {
    const bench = await refusedTwice()
    const waiting = bench.keeper.replacementFor(new Secret('access-2'), refusedRequest())
    await bench.clock.flush()
    bench.keeper.confirm(new Secret('access-2'), MESSAGES)
    const atMs = bench.clock.elapsedMs()
    expect((await bench.clock.runUntil(waiting))?.reveal()).toBe('access-3')
    expect(bench.clock.elapsedMs()).toBe(atMs)
  })

  test('lets a waiting request go on at once with a token that a person asked for', async () => {
    const bench = await refusedTwice()
    const waiting = bench.keeper.replacementFor(new Secret('access-2'), refusedRequest())
    await bench.clock.flush()
    const atMs = bench.clock.elapsedMs()
    await bench.keeper.renewNow()
    expect((await waiting)?.reveal()).toBe('access-3')
    expect(bench.clock.elapsedMs()).toBe(atMs)
  })

  test('renews nothing for a client that has left', async () => {
    const bench = await refusedTwice()
    let isGone = false
    const request = { ...refusedRequest(), isGone: () => isGone }
    const waiting = bench.keeper.replacementFor(new Secret('access-2'), request)
    await bench.clock.flush()
    isGone = true
    expect(await bench.clock.runUntil(waiting)).toBe(null)
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('keeps nobody waiting when the engine stops', async () => {
    const bench = await refusedTwice()
    const waiting = bench.keeper.replacementFor(new Secret('access-2'), refusedRequest())
    const told = expect(waiting).rejects.toMatchObject({ code: 'RENEWAL_FAILED' })
    await bench.clock.flush()
    await bench.keeper.close()
    await told
    expect(bench.clock.elapsedMs()).toBe(0)
  })

  test('is waited for just as long by the first messages of all', async () => {
    const bench = await signedIn()
    const request = refusedRequest()
    for (let n = 1; n < 6; n += 1)
      expect(await replacement(bench, `access-${n}`, request)).toBe(`access-${n + 1}`)
    expect(await replacement(bench, 'access-6', request)).toBe(null)
    expect(request.waits).toBe(4)
  })

  test('is told once, although a hundred requests bring it back', async () => {
    const bench = await signedIn()
    await replacement(bench, 'access-1')
    const all = await Promise.all(Array.from({ length: 100 }, () => replacement(bench, 'access-2')))
    expect(new Set(all)).toEqual(new Set([null]))
    expect(bench.eventKinds.filter((kind) => kind === 'refusalChanged').length).toBe(1)
  })

  test('costs ten renewals in ten minutes, whoever asks meanwhile', async () => {
    const bench = await refusedTwice()
    let token = 'access-2'
    while (bench.clock.elapsedMs() < 600_000) {
      token = (await replacement(bench, token, refusedRequest())) ?? token
      await bench.clock.advance(100)
    }
    expect(bench.auth.received.length).toBeLessThanOrEqual(11)
  })

  test('costs no more renewals when Kimi’s sign-in fails as well', async () => {
    const bench = await refusedTwice()
    const first = refusedRequest()
    for (let n = 2; n < 7; n += 1) await replacement(bench, `access-${n}`, first)
    const before = bench.auth.received.length
    // One flight of three tries after each 16 s.
    bench.auth.answerNext(...Array.from({ length: 12 }, () => OFFLINE))
    await bench.clock.advance(16_000)
    for (const endMs = bench.clock.elapsedMs() + 32_000; bench.clock.elapsedMs() < endMs; ) {
      await replacement(bench, 'access-6').catch(() => undefined)
      await bench.clock.advance(100)
    }
    expect(bench.auth.received.length - before).toBe(6)
  })

  test('is not forgiven by an answer that is no success', async () => {
    const bench = await refusedTwice()
    bench.keeper.confirm(new Secret('access-2'), MESSAGES, false)
    expect(await replacement(bench, 'access-2')).toBe(null)
  })

  test('is forgiven by the first success', async () => {
    const bench = await refusedTwice()
    bench.keeper.confirm(new Secret('access-2'), MESSAGES)
    expect(bench.last('refusalChanged')?.refusal).toBe(null)
    expect(await replacement(bench, 'access-2')).toBe('access-3')
    expect(await replacement(bench, 'access-3')).toBe(null)
    expect(bench.last('refusalChanged')?.refusal?.lengthMs).toBe(1_000)
  })
})

describe('a path that refuses every token', () => {
  const COUNT = '/v1/messages/count_tokens'

  /** Kimi refuses `bench.sending` on that path, again and again, until it is to be passed on. */
  async function askInVain(bench: TokenBench): Promise<number> {
    const request = refusedRequest(COUNT)
    const before = bench.auth.received.length
    for (let token = bench.sending; token !== null; ) token = await replacement(bench, token, request)
    return bench.auth.received.length - before
  }

  test('costs two renewals, and none once another path has shown that the token is good', async () => {
    const bench = await signedIn()
    expect(await askInVain(bench)).toBe(2)
    for (let turn = 0; turn < 20; turn += 1) {
      bench.keeper.confirm(new Secret(bench.sending ?? ''), MESSAGES)
      expect(await askInVain(bench)).toBe(0)
    }
  })

  test('is given another renewal when its own wait has ended, each wait longer than the last', async () => {
    const bench = await signedIn()
    await askInVain(bench)
    const waitsMs: number[] = []
    for (let renewals = 0; renewals < 10; renewals += 1) {
      const sinceMs = bench.clock.elapsedMs()
      bench.keeper.confirm(new Secret(bench.sending ?? ''), MESSAGES)
      while ((await askInVain(bench)) === 0) await bench.clock.advance(1_000)
      waitsMs.push(bench.clock.elapsedMs() - sinceMs)
      // What that renewal brought works elsewhere.
      bench.keeper.confirm(new Secret(bench.sending ?? ''), MESSAGES)
    }
    expect(waitsMs).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600].map((seconds) => seconds * 1000))
  })

  test('keeps nobody waiting on the paths that work', async () => {
    const bench = await signedIn()
    await askInVain(bench)
    bench.keeper.confirm(new Secret(bench.sending ?? ''), MESSAGES)
    const atMs = bench.clock.elapsedMs()
    const next = await replacement(bench, bench.sending ?? '', refusedRequest(MESSAGES))
    expect([next, bench.clock.elapsedMs() - atMs]).toEqual(['access-4', 0])
  })

  test('works again with its first success', async () => {
    const bench = await signedIn()
    await askInVain(bench)
    bench.keeper.confirm(new Secret(bench.sending ?? ''), COUNT)
    expect(await replacement(bench, bench.sending ?? '', refusedRequest(COUNT))).toBe('access-4')
  })
})

test('a token that Kimi accepts and refuses by turns is renewed no more than once a second in the long run', async () => {
  const bench = await signedIn()
  while (bench.clock.elapsedMs() < 20_000) {
    const sending = bench.sending ?? ''
    bench.keeper.confirm(new Secret(sending), MESSAGES)
    expect(await replacement(bench, sending, refusedRequest())).not.toBe(null)
    await bench.clock.advance(100)
  }
  expect(bench.auth.received.length).toBeLessThanOrEqual(4 + 20)
})

test('a renewed token that Kimi accepted may be refused later like any other', async () => {
  const bench = await signedIn()
  await replacement(bench, 'access-1')
  bench.keeper.confirm(new Secret('access-2'), MESSAGES)
  expect(await replacement(bench, 'access-2')).toBe('access-3')
  expect(bench.last('refusalChanged')).toBe(undefined)
})

test('a renewed token that Kimi knew, though it refused the request, may be refused later like any other', async () => {
  const bench = await signedIn()
  await replacement(bench, 'access-1')
  // A 429, say.
  bench.keeper.confirm(new Secret('access-2'), MESSAGES, false)
  expect(await replacement(bench, 'access-2')).toBe('access-3')
})

test('a refused token whose file cannot be read is no login any more, until the file can be read again', async () => {
  const bench = await signedIn()
  const content = bench.file.content
  bench.file.content = { kind: 'unreadable' }
  await expect(replacement(bench, 'access-1')).rejects.toMatchObject({ code: 'LOGIN_UNREADABLE' })
  expect(bench.last('loginLost')?.problem).toMatchObject({ code: 'LOGIN_UNREADABLE' })
  expect(bench.auth.received).toEqual([])
  bench.file.content = content
  await bench.clock.runUntil(bench.keeper.renewNow())
  expect(bench.sending).toBe('access-2')
})
