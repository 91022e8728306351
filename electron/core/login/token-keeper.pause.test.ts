import { describe, expect, test } from 'vitest'
import { TokenBench } from '../../testing/token-bench'
import { problemWords } from '../words/problem-words'
import { sayIn } from '../words/say'
import { classifyTokenAnswer, type RefreshAnswer } from './token-answer'

const HALF_LIFE_MS = 450_000
const LIFE_MS = 900_000
const GATEWAY = classifyTokenAnswer(401, 'Unauthorized')
const BUSY = classifyTokenAnswer(503, '')
const UNREADABLE = classifyTokenAnswer(200, '{"access_tok', { isWhole: false })

/** The token is over, and Kimi answers like this for as long as anybody asks. */
async function ended(answer: RefreshAnswer): Promise<TokenBench> {
  const bench = new TokenBench()
  await bench.keeper.look()
  await bench.clock.advance(LIFE_MS)
  bench.auth.answerNext(...Array.from({ length: 200 }, () => answer))
  return bench
}

/** How often Kimi is asked while a request comes every second. */
async function asks(bench: TokenBench, seconds: number): Promise<number> {
  const before = bench.auth.received.length
  for (let second = 0; second < seconds; second += 1) {
    bench.keeper.token().catch(() => undefined)
    await bench.clock.advance(1_000)
  }
  return bench.auth.received.length - before
}

describe('a host that gives no word on the token', () => {
  test.each([
    ['a gateway’s 401', GATEWAY],
    ['503', BUSY],
    ['404', classifyTokenAnswer(404, '')],
    ['a redirect', classifyTokenAnswer(302, '')],
    ['a web page', classifyTokenAnswer(200, '<html>')],
  ])('is asked after growing waits, by all callers together (%s)', async (_name, answer) => {
    const bench = await ended(answer)
    const before = bench.file.content
    expect([await asks(bench, 2), await asks(bench, 4), await asks(bench, 8)]).toEqual([2, 1, 1])
    expect(await asks(bench, 60)).toBe(4)
    expect(bench.file.content).toEqual(before)
  })

  test('is asked up to 14 s by one request, which is then told', async () => {
    const bench = await ended(BUSY)
    const startedAtMs = bench.clock.elapsedMs()
    await expect(bench.clock.runUntil(bench.keeper.token())).rejects.toMatchObject({ code: 'RENEWAL_FAILED' })
    expect([bench.clock.elapsedMs() - startedAtMs, bench.auth.received.length]).toEqual([14_000, 4])
  })

  test('is asked at once after a wake', async () => {
    const bench = await ended(BUSY)
    await asks(bench, 60)
    const token = bench.keeper.token()
    await bench.clock.flush()
    bench.auth.stopScript()
    const atMs = bench.clock.elapsedMs()
    bench.keeper.ease()
    expect((await bench.clock.runUntil(token)).reveal()).toBe('access-2')
    expect(bench.clock.elapsedMs()).toBe(atMs)
  })

  test('is asked again within 15 s where a request waits, however long it has failed', async () => {
    const bench = await ended(GATEWAY)
    await asks(bench, 600)
    expect(await asks(bench, 15)).toBe(1)
  })

  test('is left in peace for longer and longer where nobody waits', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(HALF_LIFE_MS)
    bench.auth.answerNext(...Array.from({ length: 200 }, () => BUSY))
    const counts: number[] = []
    for (let minute = 0; minute < 7; minute += 1) {
      const before = bench.auth.received.length
      for (let second = 0; second < 60; second += 1) {
        bench.keeper.renewIfDue()
        await bench.clock.advance(1_000)
      }
      counts.push(bench.auth.received.length - before)
    }
    expect(counts).toEqual([4, 2, 1, 0, 1, 0, 1])
    expect(bench.sending).toBe('access-1')
  })

  test('that grants again is as good as before', async () => {
    const bench = new TokenBench()
    bench.auth.answerNext(BUSY, BUSY)
    await bench.clock.runUntil(bench.keeper.renewNow())
    expect([bench.sending, bench.keeper.pauseMs]).toEqual(['access-2', 0])
    await bench.keeper.renewNow()
    expect(bench.sending).toBe('access-3')
  })

  test('is waited out by the next engine of the process too', async () => {
    const bench = await ended(classifyTokenAnswer(429, '', { retryAfterMs: 600_000 }))
    await bench.keeper.token().catch(() => undefined)
    await bench.clock.flush()
    const next = bench.successor()
    await expect(next.keeper.token()).rejects.toMatchObject({ code: 'RENEWAL_FAILED' })
    expect(bench.auth.received.length).toBe(1)
  })
})

describe('a wait that the host asks for', () => {
  test('is waited out within the request where it is short', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    bench.auth.answerNext(classifyTokenAnswer(429, '', { retryAfterMs: 12_000 }))
    const token = bench.keeper.token()
    await bench.clock.advance(11_999)
    expect(bench.auth.received.length).toBe(1)
    await bench.clock.advance(1)
    expect((await token).reveal()).toBe('access-2')
  })

  test('is told at once where it is long, and nobody asks before its end', async () => {
    const bench = await ended(classifyTokenAnswer(503, '', { retryAfterMs: 300_000 }))
    await expect(bench.keeper.token()).rejects.toMatchObject({ code: 'RENEWAL_FAILED' })
    expect(bench.keeper.pauseMs).toBe(300_000)
    const told = bench.events.length
    expect(await asks(bench, 280)).toBe(0)
    expect(bench.events.length).toBe(told)
    expect([await asks(bench, 19), await asks(bench, 1)]).toEqual([0, 1])
  })

  test('does not keep a newer token in the file from being taken', async () => {
    const bench = await ended(classifyTokenAnswer(503, '', { retryAfterMs: 300_000 }))
    await bench.keeper.token().catch(() => undefined)
    bench.file.put(bench.auth.rotate('refresh-1'))
    expect((await bench.keeper.token()).reveal()).toBe('access-2')
  })
})

describe('a 401 that is not OAuth’s word', () => {
  test('leaves the old token in use, and nothing is written', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    const before = bench.file.content
    bench.auth.answerNext(GATEWAY, GATEWAY, GATEWAY)
    await expect(bench.clock.runUntil(bench.keeper.renewNow())).rejects.toMatchObject({
      code: 'RENEWAL_FAILED',
    })
    expect([bench.sending, bench.file.content, bench.store.count.revoke]).toEqual(['access-1', before, 0])
  })

  test('offers a sign-in after minutes, and leaves open whose word it was', async () => {
    const bench = await ended(GATEWAY)
    const before = bench.file.content
    await asks(bench, 170)
    expect(bench.last('renewalFailed')?.problem.code).toBe('RENEWAL_FAILED')
    await asks(bench, 60)
    const told = bench.last('renewalFailed')?.problem
    expect(told?.code).toBe('RENEWAL_DOUBTED')
    expect(told && problemWords(sayIn('en'), told, 'terminal')).toEqual({
      message: expect.stringContaining('by Kimi or by something on the way to it'),
      recovery: expect.stringContaining('kimi-proxy login'),
    })
    expect(bench.file.content).toEqual(before)
  })

  test('for minutes ends by itself once Kimi grants', async () => {
    const bench = await ended(GATEWAY)
    await asks(bench, 240)
    bench.auth.stopScript()
    const token = await bench.clock.runUntil(bench.keeper.token())
    expect(token.reveal()).toBe('access-2')
  })
})

describe('an answer of which nothing can be read', () => {
  test('makes the old token be tried once more, and then hardly ever', async () => {
    const bench = await ended(UNREADABLE)
    await asks(bench, 590)
    expect(bench.auth.received).toEqual(['refresh-1', 'refresh-1'])
  })

  test('and a refusal after it end the login', async () => {
    const bench = await ended(UNREADABLE)
    bench.auth.stopScript()
    bench.auth.answerNext(UNREADABLE)
    bench.auth.revokeAll()
    await expect(bench.clock.runUntil(bench.keeper.token())).rejects.toMatchObject({
      code: 'RENEWAL_REFUSED',
    })
    expect(bench.auth.received.length).toBe(2)
  })

  test('says nothing about another login', async () => {
    const bench = await ended(UNREADABLE)
    await asks(bench, 10)
    bench.auth.stopScript()
    bench.file.put({ ...bench.auth.signIn(), expires_at: 1 })
    expect((await bench.clock.runUntil(bench.keeper.token())).reveal()).toBe('access-3')
  })
})

describe('a slow answer', () => {
  test('is told to the request after 30 s, is not asked for again, and saved when it comes', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    const release = bench.auth.holdAnswers()
    const first = expect(bench.keeper.token()).rejects.toMatchObject({ code: 'RENEWAL_FAILED' })
    await bench.clock.advance(30_000)
    await first
    const second = bench.keeper.token()
    await bench.clock.advance(20_000)
    expect(bench.auth.received).toEqual(['refresh-1'])
    release()
    expect((await second).reveal()).toBe('access-2')
    expect(bench.file.fields['refresh_token']).toBe('refresh-2')
    expect(bench.clock.pendingTimers).toBe(0)
  })
})

describe('a grant', () => {
  test('that does not say how long it lives serves until Kimi refuses it', async () => {
    const bench = new TokenBench()
    bench.auth.answerNext(classifyTokenAnswer(200, '{"access_token":"a","refresh_token":"r"}'))
    await bench.keeper.renewNow()
    expect(bench.file.fields).toMatchObject({
      access_token: 'a',
      refresh_token: 'r',
      expires_at: 0,
      expires_in: 0,
    })
    await bench.clock.advance(10 * LIFE_MS)
    bench.keeper.renewIfDue()
    expect([bench.sending, bench.auth.received.length]).toEqual(['a', 1])
  })

  test('without a refresh token goes on with the old one', async () => {
    const bench = new TokenBench()
    bench.auth.answerNext(classifyTokenAnswer(200, '{"access_token":"a","expires_in":900}'))
    await bench.keeper.renewNow()
    expect(bench.file.fields).toMatchObject({ access_token: 'a', refresh_token: 'refresh-1' })
    await bench.keeper.renewNow()
    expect([bench.auth.received, bench.sending]).toEqual([['refresh-1', 'refresh-1'], 'access-2'])
  })
})
