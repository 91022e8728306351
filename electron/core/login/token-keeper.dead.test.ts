import { describe, expect, test } from 'vitest'
import { refusedRequest, TokenBench, type TokenBenchOptions } from '../../testing/token-bench'
import { Secret } from '../basics/secret'
import { classifyTokenAnswer } from './token-answer'

const HALF_LIFE_MS = 450_000
const LIFE_MS = 900_000

/** Kimi has ended the login, and the renewal that was due has just learned it. */
async function refused(options: TokenBenchOptions = {}): Promise<TokenBench> {
  const bench = new TokenBench(options)
  await bench.keeper.look()
  await bench.clock.advance(HALF_LIFE_MS)
  bench.auth.revokeAll()
  bench.keeper.renewIfDue()
  await bench.clock.flush()
  return bench
}

/** Asks again and again for a while, as requests and the scheduler do. */
async function askForAWhile(bench: TokenBench): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    await bench.clock.advance(30_000)
    bench.keeper.renewIfDue()
    await bench.keeper.tend()
    await bench.keeper.token().catch(() => undefined)
    await bench.clock.runUntil(bench.keeper.renewNow()).catch(() => undefined)
  }
}

describe.each(['kimi-code', 'kimi-cli', 'own', 'file'] as const)('a refused refresh token of %s', (owner) => {
  test('is not tried again, and a new sign-in is asked for (checklist 16)', async () => {
    const bench = await refused({ owners: [owner] })
    expect(bench.auth.received).toEqual(['refresh-1'])
    expect(bench.last('renewalDead')?.problem).toMatchObject({
      code: 'RENEWAL_REFUSED',
      values: { reason: { values: { words: expect.stringContaining('The refresh token was used.') } } },
    })
  })

  test('leaves the access token in use until its end, then the login is over', async () => {
    const bench = await refused({ owners: [owner] })
    await bench.clock.advance(HALF_LIFE_MS - 1)
    expect((await bench.keeper.token()).reveal()).toBe('access-1')
    expect(bench.last('loginLost')).toBe(undefined)
    await bench.clock.advance(1)
    await expect(bench.keeper.token()).rejects.toMatchObject({
      code: expect.stringMatching(/^(LOGIN_REVOKED|RENEWAL_REFUSED)$/),
    })
    expect(bench.eventKinds.at(-1)).toBe('loginLost')
  })

  test('is never sent again (checklist 18)', async () => {
    const bench = await refused({ owners: [owner] })
    await askForAWhile(bench)
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('is told once, not at every turn of the scheduler', async () => {
    const bench = await refused({ owners: [owner] })
    const told = bench.events.length
    for (let n = 0; n < 10; n += 1) {
      await bench.clock.advance(40_000)
      bench.keeper.renewIfDue()
      await bench.keeper.tend()
    }
    expect([bench.events.length, bench.sending]).toEqual([told, 'access-1'])
  })

  test('is forgotten as soon as the file holds another (checklist 19)', async () => {
    const bench = await refused({ owners: [owner] })
    bench.file.put(bench.auth.signIn())
    await bench.keeper.tend()
    expect([bench.sending, bench.last('loginFound')?.source.owner]).toEqual(['access-2', owner])
    await bench.keeper.renewNow()
    expect(bench.auth.received).toEqual(['refresh-1', 'refresh-2'])
  })

  test('whose access token is refused too ends the login at once and for good (checklist 20)', async () => {
    const bench = new TokenBench({ owners: [owner] })
    const rejected = await bench.keeper.token()
    bench.auth.revokeAll()
    await expect(
      bench.clock.runUntil(bench.keeper.replacementFor(rejected, refusedRequest())),
    ).rejects.toMatchObject({
      code: 'RENEWAL_REFUSED',
    })
    const told = bench.events.length
    await bench.keeper.tend()
    await expect(bench.keeper.token()).rejects.toMatchObject({
      code: expect.stringMatching(/^(LOGIN_REVOKED|RENEWAL_REFUSED)$/),
    })
    expect([bench.sending, bench.file.content.kind]).toEqual([null, 'json'])
    expect(bench.eventKinds.slice(told)).not.toContain('loginFound')
  })

  test('and access token give way to the login in another file', async () => {
    const bench = new TokenBench({ owners: [owner, 'kimi-cli'] })
    const rejected = await bench.keeper.token()
    bench.auth.answerNext(classifyTokenAnswer(400, '{"error":"invalid_grant"}'))
    const replacement = await bench.clock.runUntil(bench.keeper.replacementFor(rejected, refusedRequest()))
    expect(replacement?.reveal()).toBe('access-2')
  })

  test('gives way to an expired login in another file, which is renewed', async () => {
    const bench = new TokenBench({ owners: [owner, 'kimi-cli'] })
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    bench.auth.answerNext(classifyTokenAnswer(400, '{"error":"invalid_grant"}'))
    const token = await bench.clock.runUntil(bench.keeper.token())
    expect([token.reveal(), bench.auth.received]).toEqual(['access-3', ['refresh-1', 'refresh-2']])
  })
})

describe('what is written down of a dead login', () => {
  test("is the tombstone in kimi-code's file: a new process sees it signed out (checklist 18)", async () => {
    const bench = await refused({ owners: ['kimi-code'] })
    expect(bench.file.fields).toMatchObject({
      access_token: '',
      refresh_token: '',
      expires_at: 0,
      expires_in: 0,
      scope: 'kimi-code',
    })
    const newProcess = bench.peer()
    await expect(newProcess.keeper.token()).rejects.toMatchObject({
      code: expect.stringMatching(/^(LOGIN_REVOKED|RENEWAL_REFUSED)$/),
    })
    expect(newProcess.last('loginLost')?.problem.code).toBe('LOGIN_REVOKED')
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test.each(['kimi-cli', 'own', 'file'] as const)(
    'is nothing in the file of %s (checklist 18, 20)',
    async (owner) => {
      const before = new TokenBench({ owners: [owner] }).file.fields
      const bench = await refused({ owners: [owner] })
      expect(bench.file.fields).toEqual(before)
    },
  )

  test('is nothing where the person logged out meanwhile (checklist 22)', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.auth.revokeAll()
    const release = bench.auth.holdAnswers()
    const renewed = bench.keeper.renewNow().catch(() => undefined)
    await bench.clock.flush()
    bench.file.content = { kind: 'missing' }
    release()
    await bench.clock.runUntil(renewed)
    expect(bench.file.content).toEqual({ kind: 'missing' })
  })

  test('may fail to be written: the login is over all the same', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(HALF_LIFE_MS)
    bench.auth.revokeAll()
    bench.store.failing.add('revoke')
    bench.keeper.renewIfDue()
    await bench.clock.flush()
    expect([bench.store.count.revoke, bench.eventKinds.at(-1)]).toEqual([1, 'renewalDead'])
    await askForAWhile(bench)
    expect(bench.auth.received).toEqual(['refresh-1'])
  })
})

describe('a login without a refresh token', () => {
  test('serves until its end; that it cannot be renewed is told, but not on every request', async () => {
    const bench = new TokenBench({ owners: ['file'] })
    bench.file.put({ ...bench.file.fields, refresh_token: '' })
    await bench.keeper.look()
    await bench.clock.advance(HALF_LIFE_MS)
    for (let n = 0; n < 10; n += 1) {
      expect((await bench.keeper.token()).reveal()).toBe('access-1')
      await bench.clock.flush()
    }
    expect(bench.eventKinds).toEqual(['loginFound', 'renewalStarted', 'renewalDead'])
    expect(bench.auth.received).toEqual([])
  })
})

test('a peer that signed out is believed, without asking Kimi', async () => {
  const bench = new TokenBench()
  const rejected = await bench.keeper.token()
  await bench.peer().store.markRevoked()
  await expect(
    bench.keeper.replacementFor(new Secret(rejected.reveal()), refusedRequest()),
  ).rejects.toMatchObject({
    code: expect.stringMatching(/^(LOGIN_REVOKED|RENEWAL_REFUSED)$/),
  })
  expect([bench.auth.received, bench.sending]).toEqual([[], null])
})
