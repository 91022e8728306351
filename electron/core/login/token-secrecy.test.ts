import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { said, sentenceOf } from '../../testing/said'
import { refusedRequest, TokenBench } from '../../testing/token-bench'
import { Secret } from '../basics/secret'
import { classifyTokenAnswer } from './token-answer'
import { TokenKeeper } from './token-keeper'

/** Every text a program could make of a value by accident. */
function prints(value: object): string {
  return [
    String(value),
    `${value}`,
    JSON.stringify({ value }),
    inspect({ value }, { depth: 9, showHidden: true }),
  ].join('\n')
}

describe('a secret', () => {
  test('prints as [redacted] in every way, and reveals itself only when asked to', () => {
    const secret = new Secret('the-token')
    expect(prints(secret)).not.toContain('the-token')
    expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual([
      '[redacted]',
      '"[redacted]"',
      '[redacted]',
    ])
    expect(Object.keys(secret)).toEqual([])
    expect(secret.reveal()).toBe('the-token')
  })

  test('equals another of the same text', () => {
    expect(new Secret('a').equals(new Secret('a'))).toBe(true)
    expect(new Secret('a').equals(new Secret('b'))).toBe(false)
  })

  test('does not show in a grant that is printed', () => {
    const body = '{"access_token":"the-access","refresh_token":"the-refresh","expires_in":900}'
    expect(prints(classifyTokenAnswer(200, body))).not.toMatch(/the-access|the-refresh/)
  })
})

describe('no token is ever told', () => {
  /** Goes through every kind of event a keeper tells. */
  async function everyEvent(): Promise<TokenBench> {
    const bench = new TokenBench()
    const { auth, clock, file, keeper, store } = bench
    store.failing.add('commit')
    const first = await keeper.token()
    const second = await keeper.replacementFor(first, refusedRequest())
    if (second === null) throw new Error('no second token')
    await keeper.replacementFor(second, refusedRequest('/v1/messages', 0))
    keeper.confirm(second, '/v1/messages')
    store.failing.clear()
    await keeper.tend()
    file.put(auth.rotate('refresh-2'))
    await keeper.renewNow()
    const nonsense = classifyTokenAnswer(400, 'nonsense')
    auth.answerNext(nonsense, nonsense, nonsense)
    await clock.runUntil(keeper.renewNow()).catch(() => undefined)
    await clock.advance(444_000)
    auth.revokeAll()
    keeper.renewIfDue()
    await clock.flush()
    await clock.advance(450_000)
    await keeper.token().catch(() => undefined)
    return bench
  }

  test('by any kind of event', async () => {
    const bench = await everyEvent()
    expect(new Set(bench.eventKinds)).toEqual(
      new Set([
        'loginFound',
        'loginLost',
        'renewalStarted',
        'renewed',
        'adopted',
        'renewalFailed',
        'renewalDead',
        'unsaved',
        'refusalChanged',
      ]),
    )
    const told = JSON.stringify(bench.events)
    expect(bench.auth.issued.filter((token) => told.includes(token))).toEqual([])
  })

  test.each(['refused', 'transient', 'rejected', 'foreign', 'unreadable'] as const)(
    "by the server's own words, which may quote it (%s)",
    async (kind) => {
      const bench = new TokenBench()
      const answer = { kind, reason: said('HTTP 400: no such token: refresh-1') }
      bench.auth.answerNext(answer, answer, answer)
      const reason = await bench.clock.runUntil(bench.keeper.renewNow()).catch((error: unknown) => error)
      const problem = bench.last('renewalDead')?.problem ?? bench.last('renewalFailed')?.problem
      expect(problem === undefined ? '' : sentenceOf(problem)).toContain('no such token')
      expect(inspect([reason, bench.events], { depth: 9 })).not.toContain('refresh-1')
    },
  )

  test('by an error that is passed to a caller', async () => {
    const bench = new TokenBench()
    const token = await bench.keeper.token()
    bench.auth.revokeAll()
    const error = await bench.clock
      .runUntil(bench.keeper.replacementFor(token, refusedRequest()))
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error, { depth: 9 })).not.toMatch(/access-1|refresh-1/)
  })

  test('by the keeper itself when something prints it', async () => {
    const bench = new TokenBench()
    await bench.keeper.token()
    expect(bench.keeper).toBeInstanceOf(TokenKeeper)
    expect(prints(bench.keeper)).not.toMatch(/access-1|refresh-1/)
  })
})
