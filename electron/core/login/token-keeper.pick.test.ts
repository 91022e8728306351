/** Which login is used: chosen by the rules, picked by a person, or changed under our feet. */
import { describe, expect, test } from 'vitest'
import type { LoginPick } from '../../contract/engine'
import { MemoryAuth } from '../../testing/memory-auth'
import { MemoryFile, MemoryStore } from '../../testing/memory-store'
import { TokenBench } from '../../testing/token-bench'

const OWNERS = ['own', 'kimi-code', 'kimi-cli'] as const

/** The three logins hold access-1 (own), access-2 (kimi-code) and access-3 (kimi-cli). */
async function three(pick?: LoginPick): Promise<TokenBench> {
  const bench = new TokenBench({ owners: OWNERS, ...(pick === undefined ? {} : { pick }) })
  await bench.keeper.look()
  return bench
}

describe('a login that a person picks', () => {
  test.each([
    ['own', 'access-1'],
    ['kimi-code', 'access-2'],
    ['kimi-cli', 'access-3'],
  ] as const)('%s is used from then on, at once and without asking Kimi', async (pick, access) => {
    const bench = await three()
    await bench.keeper.use(pick)
    expect([bench.sending, bench.last('picked'), bench.auth.received]).toEqual([
      access,
      { kind: 'picked', pick },
      [],
    ])
  })

  test('is what a start begins with, before the own one', async () => {
    expect((await three('kimi-code')).sending).toBe('access-2')
  })

  test('is left for another once it is dead, and the session goes on', async () => {
    const bench = await three('kimi-cli')
    bench.auth.revokeAll()
    await bench.clock.runUntil(bench.keeper.renewNow())
    expect(bench.sending).toBe('access-1')
  })

  test('that is not there is refused, and nothing changes', async () => {
    const bench = await three()
    bench.seats[2]?.file.put({})
    await expect(bench.keeper.use('kimi-cli')).rejects.toMatchObject({ code: 'LOGIN_MISSING' })
    expect([bench.sending, bench.last('picked')]).toEqual(['access-1', undefined])
    // The former choice still counts.
    await bench.keeper.use('kimi-code')
    await bench.keeper.use('auto')
    expect(bench.sending).toBe('access-1')
  })

  test('takes its place after a renewal under way, whose outcome is saved where it belongs', async () => {
    const bench = await three()
    const renewing = bench.keeper.renewNow()
    await bench.keeper.use('kimi-code')
    await renewing
    expect(bench.sending).toBe('access-2')
    expect(bench.file.fields['refresh_token']).toBe('refresh-4')
    expect(bench.seats[1]?.file.fields['refresh_token']).toBe('refresh-2')
  })
})

describe('a login that was written or removed by somebody who says so', () => {
  test('is used at once where the same file holds another', async () => {
    const bench = await three()
    bench.file.put(bench.auth.signIn())
    await bench.keeper.lookAgain()
    expect(bench.sending).toBe('access-4')
  })

  test('is used no longer where its file is gone, though its token still lives', async () => {
    const bench = await three()
    bench.file.content = { kind: 'missing' }
    await bench.keeper.lookAgain()
    expect(bench.sending).not.toBe('access-1')
    expect(bench.last('loginFound')?.source.owner).not.toBe('own')
  })

  test('and was the only one, leaves nobody signed in', async () => {
    const bench = new TokenBench({ owners: ['own'] })
    await bench.keeper.look()
    bench.file.content = { kind: 'missing' }
    await bench.keeper.lookAgain()
    expect([bench.sending, bench.last('loginLost')?.problem.code]).toEqual([null, 'LOGIN_MISSING'])
  })

  test('is not revived by a renewal that was under way (checklist 22)', async () => {
    const bench = new TokenBench({ owners: ['own'] })
    await bench.keeper.look()
    const answer = bench.auth.holdAnswers()
    const renewing = bench.keeper.renewNow().catch(() => undefined)
    await bench.clock.flush()
    bench.file.content = { kind: 'missing' }
    const looking = bench.keeper.lookAgain()
    answer()
    await renewing
    await looking
    expect([bench.sending, bench.file.content.kind]).toEqual([null, 'missing'])
  })
})

describe('what lies on the disk', () => {
  test('is told once, with what could take over, and again when it changes', async () => {
    const bench = await three()
    await bench.keeper.survey()
    const told = () => bench.events.filter((event) => event.kind === 'loginsFound')
    expect(told()).toHaveLength(1)
    expect(bench.last('loginsFound')?.logins.map(({ source, usable }) => [source.owner, usable])).toEqual([
      ['own', true],
      ['kimi-code', true],
      ['kimi-cli', true],
    ])
    bench.seats[1]?.file.put({ access_token: '', refresh_token: '' })
    await bench.keeper.survey()
    expect(told()).toHaveLength(2)
    expect(bench.last('loginsFound')?.logins).toHaveLength(2)
  })
})

describe('with other hosts', () => {
  async function elsewhere(bench: TokenBench) {
    const auth = new MemoryAuth(bench.clock)
    const store = new MemoryStore(new MemoryFile(auth.signIn()), {
      owner: 'own',
      path: '/memory/elsewhere.json',
    })
    await bench.keeper.rehost([store], auth)
    return auth
  }

  test('only their logins are used and only their sign-in host is asked', async () => {
    const bench = await three()
    const auth = await elsewhere(bench)
    expect(bench.sending).toBeNull()
    await bench.keeper.renewNow()
    expect([auth.received, bench.auth.received]).toEqual([['refresh-1'], []])
  })

  test('a token of the former ones that could not be saved is not sent to them', async () => {
    const bench = new TokenBench({ owners: ['own'] })
    bench.store.failing.add('commit')
    await bench.keeper.renewNow()
    expect(bench.sending).toBe('access-2')
    await elsewhere(bench)
    await bench.keeper.look()
    expect(bench.sending).toBe('access-1')
    bench.store.failing.clear()
    await bench.keeper.tend()
    expect(bench.file.fields['refresh_token']).toBe('refresh-2')
  })
})
