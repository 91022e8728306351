import { describe, expect, test } from 'vitest'
import { said } from '../../testing/said'
import { TokenBench } from '../../testing/token-bench'
import { classifyTokenAnswer } from './token-answer'

const HOUR_MS = 3_600_000
const LIFE_MS = 900_000

/** What requests and the scheduler do within a minute; fails when a valid token is ever missing. */
async function aBusyMinute(bench: TokenBench): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    expect(bench.sending).not.toBe(null)
    bench.keeper.renewIfDue()
    await bench.keeper.tend()
    await bench.clock.advance(1_000)
  }
}

describe('a wall clock that is set', () => {
  test.each([
    ['5 h forward', 5 * HOUR_MS, 1],
    ['5 h back', -5 * HOUR_MS, 0],
    ['1 s back', -1_000, 0],
  ])('%s costs at most one renewal, and the token never seems expired', async (_name, jumpMs, renewals) => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.clock.jumpWall(jumpMs)
    await aBusyMinute(bench)
    expect(bench.auth.received.length).toBe(renewals)
  })

  test('forth and back again and again costs at most one renewal each time', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    for (const jumpMs of [5, -5, 5, -5, -5, 5]) {
      const before = bench.auth.received.length
      bench.clock.jumpWall(jumpMs * HOUR_MS)
      await aBusyMinute(bench)
      expect(bench.auth.received.length - before).toBeLessThanOrEqual(1)
    }
  })

  test('forward without a network leaves the token in use, and the tries 30 s and more apart', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.clock.jumpWall(5 * HOUR_MS)
    bench.auth.answerNext(
      ...Array.from({ length: 99 }, () => ({ kind: 'transient', reason: said('offline') }) as const),
    )
    await aBusyMinute(bench)
    expect([bench.sending, bench.auth.received.length]).toEqual(['access-1', 4])
  })

  test('moves the times of the token in hand along', async () => {
    const bench = new TokenBench()
    expect(bench.keeper.times()).toBe(null)
    await bench.keeper.look()
    bench.clock.jumpWall(-5 * HOUR_MS)
    expect(bench.keeper.times()?.expiresAtMs).toBe(bench.clock.wallMs() + LIFE_MS)
  })
})

test('a file written before the clock was set back is renewed at once, and serves meanwhile', async () => {
  const bench = new TokenBench()
  bench.clock.jumpWall(-5 * HOUR_MS)
  const release = bench.auth.holdAnswers()
  await bench.keeper.look()
  expect((await bench.keeper.token()).reveal()).toBe('access-1')
  await bench.clock.flush()
  expect([bench.sending, bench.auth.received]).toEqual(['access-1', ['refresh-1']])
  release()
  await bench.clock.flush()
  expect(bench.sending).toBe('access-2')
  await aBusyMinute(bench)
  expect(bench.auth.received).toEqual(['refresh-1'])
})

describe('the life of a renewed token', () => {
  test('counts from when it was asked for, in hand and in the file', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    const release = bench.auth.holdAnswers()
    const renewed = bench.keeper.renewNow()
    const endsAtMs = bench.clock.wallMs() + LIFE_MS
    await bench.clock.advance(60_000)
    release()
    await renewed
    expect(bench.keeper.times()?.expiresAtMs).toBe(endsAtMs)
    expect(bench.file.fields['expires_at']).toBe(endsAtMs / 1000)
    await bench.clock.advance(LIFE_MS - 60_000)
    expect(bench.sending).toBe(null)
  })

  test('is all that counts after an earlier failure: a short one is renewed in time', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.auth.answerNext(classifyTokenAnswer(404, ''))
    bench.auth.lifetimeS = 40
    await bench.clock.runUntil(bench.keeper.renewNow())
    await bench.clock.advance(20_000)
    bench.keeper.renewIfDue()
    await bench.clock.flush()
    expect(bench.sending).toBe('access-3')
  })
})

describe('after a sleep of twice the lifetime', () => {
  test('the first callers share exactly one renewal', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.suspend(2 * LIFE_MS)
    expect(bench.sending).toBe(null)
    bench.keeper.renewIfDue()
    const tokens = await Promise.all([bench.keeper.token(), bench.keeper.tend(), bench.keeper.token()])
    expect([tokens[0].reveal(), tokens[2].reveal()]).toEqual(['access-2', 'access-2'])
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('in the middle of a wait between two tries, the next try is made once', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.auth.answerNext({ kind: 'transient', reason: said('offline') })
    const renewed = bench.keeper.renewNow()
    await bench.clock.flush()
    await bench.clock.suspend(2 * LIFE_MS)
    await renewed
    expect([bench.sending, bench.auth.received.length]).toEqual(['access-2', 2])
  })
})

describe('the chosen login', () => {
  test('is kept while it can be renewed, although another was issued later', async () => {
    const bench = new TokenBench({ owners: ['kimi-code', 'kimi-cli'] })
    await bench.keeper.look()
    await bench.clock.suspend(2 * LIFE_MS)
    bench.seats[1]?.file.put(bench.auth.rotate('refresh-2'))
    await bench.keeper.tend()
    await bench.keeper.token()
    expect(bench.auth.received).toEqual(['refresh-1'])
    expect(bench.events.filter((event) => event.kind === 'loginFound').length).toBe(1)
  })

  test('is the one issued later when the engine starts anew', async () => {
    const bench = new TokenBench({ owners: ['kimi-code', 'kimi-cli'] })
    await bench.clock.advance(1_000)
    bench.seats[1]?.file.put(bench.auth.rotate('refresh-2'))
    await bench.keeper.look()
    expect(bench.last('loginFound')?.source.owner).toBe('kimi-cli')
  })
})
