import { describe, expect, test } from 'vitest'
import { said } from '../../testing/said'
import { TokenBench } from '../../testing/token-bench'
import { classifyTokenAnswer } from './token-answer'

const BUSY = classifyTokenAnswer(503, '{"message":"busy"}')
const OFFLINE = { kind: 'transient', reason: said('ENOTFOUND auth.kimi.com') } as const
const NONSENSE = classifyTokenAnswer(200, '{"token":"unknown"}')
const HALF_LIFE_MS = 450_000
const LIFE_MS = 900_000

describe('asking for the token', () => {
  test('gives a fresh one without asking Kimi (checklist 1)', async () => {
    const bench = new TokenBench()
    expect((await bench.keeper.token()).reveal()).toBe('access-1')
    await bench.clock.advance(HALF_LIFE_MS - 1)
    expect((await bench.keeper.token()).reveal()).toBe('access-1')
    await bench.clock.flush()
    expect([bench.auth.received, bench.store.count.lock]).toEqual([[], 0])
  })

  test('gives the old one at once from half its life on, and renews it meanwhile', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(HALF_LIFE_MS)
    const release = bench.auth.holdAnswers()
    expect((await bench.keeper.token()).reveal()).toBe('access-1')
    await bench.clock.flush()
    expect([bench.sending, bench.keeper.isRenewing]).toEqual(['access-1', true])
    release()
    await bench.clock.flush()
    expect([bench.sending, bench.keeper.isRenewing]).toEqual(['access-2', false])
    expect(bench.file.fields).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' })
  })

  test('waits for the new one when the old one is over', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    expect(bench.sending).toBe(null)
    expect((await bench.keeper.token()).reveal()).toBe('access-2')
    expect(bench.eventKinds).toEqual(['loginFound', 'renewalStarted', 'renewed', 'unsaved'])
  })

  test('uses a token of unknown end and does not renew it (checklist 3)', async () => {
    const bench = new TokenBench()
    bench.file.put({ ...bench.file.fields, expires_at: 0 })
    await bench.clock.advance(10 * LIFE_MS)
    expect((await bench.keeper.token()).reveal()).toBe('access-1')
    await bench.clock.flush()
    expect(bench.auth.received).toEqual([])
  })

  test('renews even a fresh one when told to (checklist 4)', async () => {
    const bench = new TokenBench()
    await bench.keeper.renewNow()
    expect([bench.sending, bench.auth.received]).toEqual(['access-2', ['refresh-1']])
  })

  test('without a login asks for one and sends nothing (checklist 5)', async () => {
    const bench = new TokenBench()
    bench.file.content = { kind: 'missing' }
    await expect(bench.keeper.token()).rejects.toMatchObject({
      code: 'LOGIN_MISSING',
    })
    expect(bench.last('loginLost')?.problem.code).toBe('LOGIN_MISSING')
    expect(bench.auth.received).toEqual([])
  })

  test('finds the login that came since', async () => {
    const bench = new TokenBench()
    bench.file.content = { kind: 'missing' }
    await expect(bench.keeper.token()).rejects.toMatchObject({ code: 'LOGIN_MISSING' })
    bench.file.put(bench.auth.signIn())
    expect((await bench.keeper.token()).reveal()).toBe('access-2')
  })
})

describe('many callers', () => {
  test('share one renewal (checklist 6)', async () => {
    const bench = new TokenBench()
    await bench.clock.advance(LIFE_MS)
    const tokens = await Promise.all(Array.from({ length: 100 }, () => bench.keeper.token()))
    expect(new Set(tokens.map((token) => token.reveal()))).toEqual(new Set(['access-2']))
    expect([bench.auth.received, bench.store.count.commit]).toEqual([['refresh-1'], 1])
    expect(bench.eventKinds).toEqual(['loginFound', 'renewalStarted', 'renewed', 'unsaved'])
  })

  test('share one forced renewal (checklist 6)', async () => {
    const bench = new TokenBench()
    await Promise.all(Array.from({ length: 100 }, () => bench.keeper.renewNow()))
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('who force one do not ride on an unforced one: they share the one after it (checklist 7)', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    const release = bench.auth.holdAnswers()
    const unforced = bench.keeper.token()
    await bench.clock.flush()
    const forced = [bench.keeper.renewNow(), bench.keeper.renewNow(), bench.keeper.renewNow()]
    release()
    expect((await unforced).reveal()).toBe('access-2')
    await Promise.all(forced)
    expect([bench.auth.received, bench.sending]).toEqual([['refresh-1', 'refresh-2'], 'access-3'])
  })

  test('who do not force one ride on a forced one (checklist 7)', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    const forced = bench.keeper.renewNow()
    const riding = bench.keeper.token()
    await forced
    expect((await riding).reveal()).toBe('access-2')
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('who force one start their own when the unforced one fails (checklist 8)', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    bench.auth.answerNext(NONSENSE, NONSENSE, NONSENSE, NONSENSE)
    const unforced = bench.keeper.token()
    const forced = bench.keeper.renewNow()
    const told = expect(unforced).rejects.toMatchObject({ code: 'RENEWAL_MALFORMED' })
    await bench.clock.runUntil(forced)
    await told
    expect([bench.auth.received.length, bench.sending]).toEqual([5, 'access-2'])
  })
})

describe('a renewal that fails for now', () => {
  test('is tried again after 2 s and 4 s, without the lock while waiting (checklist 23)', async () => {
    const bench = new TokenBench()
    bench.auth.answerNext(BUSY, OFFLINE)
    const renewed = bench.keeper.renewNow()
    await bench.clock.flush()
    expect([bench.auth.received.length, bench.file.isLocked]).toEqual([1, false])
    await bench.clock.advance(1_999)
    expect(bench.auth.received.length).toBe(1)
    await bench.clock.advance(1)
    expect([bench.auth.received.length, bench.file.isLocked]).toEqual([2, false])
    await bench.clock.advance(3_999)
    expect(bench.auth.received.length).toBe(2)
    await bench.clock.advance(1)
    await renewed
    expect(bench.auth.received).toEqual(['refresh-1', 'refresh-1', 'refresh-1'])
    expect(bench.sending).toBe('access-2')
  })

  test('fails after three tries and names the cause (checklist 23, 25)', async () => {
    const bench = new TokenBench()
    bench.auth.answerNext(BUSY, BUSY, OFFLINE)
    await expect(bench.clock.runUntil(bench.keeper.renewNow())).rejects.toMatchObject({
      code: 'RENEWAL_FAILED',
    })
    expect(bench.auth.received.length).toBe(3)
  })

  test('takes the token that a peer wrote while it waited (checklist 11)', async () => {
    const bench = new TokenBench()
    bench.auth.answerNext(BUSY)
    const renewed = bench.keeper.renewNow()
    await bench.clock.flush()
    bench.file.put(bench.auth.rotate('refresh-1'))
    await bench.clock.runUntil(renewed)
    expect([bench.auth.received.length, bench.sending]).toEqual([1, 'access-2'])
  })

  test('in the background is told, keeps the token and waits 30 s (checklist 25)', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(HALF_LIFE_MS)
    bench.auth.answerNext(OFFLINE, OFFLINE, OFFLINE)
    bench.keeper.renewIfDue()
    await bench.clock.advance(6_000)
    expect([bench.sending, bench.auth.received.length]).toEqual(['access-1', 3])
    expect(bench.last('renewalFailed')).toMatchObject({
      problem: { code: 'RENEWAL_FAILED' },
      retryAtMs: bench.clock.wallMs() + 30_000,
    })
    await bench.clock.advance(29_999)
    bench.keeper.renewIfDue()
    await bench.clock.flush()
    expect(bench.auth.received.length).toBe(3)
    await bench.clock.advance(1)
    bench.keeper.renewIfDue()
    await bench.clock.flush()
    expect([bench.sending, bench.auth.received.length]).toEqual(['access-2', 4])
  })

  test.each([
    ['an answer without a token (checklist 26)', NONSENSE, 'RENEWAL_MALFORMED'],
    ['a 400 that is not OAuth’s word', classifyTokenAnswer(400, ''), 'RENEWAL_MALFORMED'],
    ['a 404', classifyTokenAnswer(404, ''), 'RENEWAL_MALFORMED'],
    ['a redirect', classifyTokenAnswer(302, ''), 'RENEWAL_MALFORMED'],
    ['a web page', classifyTokenAnswer(200, '<html>'), 'RENEWAL_MALFORMED'],
    ['a 401 of a gateway', classifyTokenAnswer(401, 'Unauthorized'), 'RENEWAL_FAILED'],
  ])('is tried three times and stores nothing on %s', async (_name, answer, code) => {
    const bench = new TokenBench()
    const before = bench.file.content
    bench.auth.answerNext(answer, answer, answer)
    await expect(bench.clock.runUntil(bench.keeper.renewNow())).rejects.toMatchObject({ code })
    expect([bench.auth.received.length, bench.store.count.commit]).toEqual([3, 0])
    expect([bench.file.content, bench.sending]).toEqual([before, 'access-1'])
  })
})
