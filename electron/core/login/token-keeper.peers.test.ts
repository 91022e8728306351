import { describe, expect, test } from 'vitest'
import { TokenBench } from '../../testing/token-bench'
import { decodeLogin } from './stored-login'

const LIFE_MS = 900_000

/** Two processes on one file, both with its login in hand. */
async function twoProcesses(): Promise<[TokenBench, TokenBench]> {
  const one = new TokenBench()
  const other = one.peer()
  await Promise.all([one.keeper.look(), other.keeper.look()])
  return [one, other]
}

describe('several processes', () => {
  test('that force a renewal at once ask Kimi once (checklist 9)', async () => {
    const [one, other] = await twoProcesses()
    await Promise.all([one.keeper.renewNow(), other.keeper.renewNow()])
    expect(one.auth.received).toEqual(['refresh-1'])
    expect([one.sending, other.sending]).toEqual(['access-2', 'access-2'])
    expect([one.eventKinds.includes('renewed'), other.eventKinds.includes('adopted')]).toEqual([true, true])
  })

  test.each([
    ['a forced renewal (checklist 10)', true],
    ['an unforced one (checklist 11)', false],
  ])('%s takes the token that was written while it waited for the lock', async (_name, forced) => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    const peersLock = await bench.file.lock()
    const renewed = forced ? bench.keeper.renewNow() : bench.keeper.token()
    await bench.clock.flush()
    bench.file.put(bench.auth.rotate('refresh-1'))
    await peersLock.release()
    await renewed
    expect([bench.sending, bench.auth.received, bench.file.isLocked]).toEqual(['access-2', [], false])
  })

  test('take a fresh token without the lock when it lies there already (checklist 11)', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    bench.file.put(bench.auth.rotate('refresh-1'))
    expect((await bench.keeper.token()).reveal()).toBe('access-2')
    expect([bench.auth.received, bench.store.count.lock]).toEqual([[], 0])
  })

  test("renew the file's login, not the one in hand, when the file's is over too", async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.file.put(bench.auth.rotate('refresh-1'))
    await bench.clock.advance(LIFE_MS)
    expect((await bench.keeper.token()).reveal()).toBe('access-3')
    expect(bench.auth.received).toEqual(['refresh-2'])
  })

  test('wait for a live lock and go on once its dead holder has lost it (checklist 12)', async () => {
    const bench = new TokenBench()
    await bench.file.lock()
    const renewed = bench.keeper.renewNow()
    await bench.clock.advance(3_600_000)
    expect(bench.auth.received).toEqual([])
    bench.file.takeOver()
    await renewed
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('do not renew without a lock, and leave none behind (checklist 13)', async () => {
    const bench = new TokenBench()
    bench.store.failing.add('lock')
    await expect(bench.keeper.renewNow()).rejects.toMatchObject({ code: 'LOCK_FAILED' })
    expect([bench.auth.received, bench.sending]).toEqual([[], 'access-1'])
    bench.store.failing.delete('lock')
    await bench.keeper.renewNow()
    expect([bench.sending, bench.file.isLocked]).toEqual(['access-2', false])
  })

  test('do not ask Kimi when the lock was lost before they could', async () => {
    const bench = new TokenBench()
    bench.store.afterLock = () => {
      if (bench.store.count.lock === 1) bench.file.takeOver()
    }
    await bench.clock.runUntil(bench.keeper.renewNow())
    expect([bench.store.count.lock, bench.auth.received]).toEqual([2, ['refresh-1']])
  })

  test('never ask at the same time, nor twice with one token, and leave a readable file (checklist 14, 15)', async () => {
    const first = new TokenBench()
    const benches = [first, ...Array.from({ length: 15 }, () => first.peer())]
    for (let round = 0; round < 5; round += 1) {
      await first.clock.advance(LIFE_MS)
      await Promise.all(benches.flatMap(({ keeper }) => [keeper.token(), keeper.renewNow(), keeper.token()]))
    }
    const { received, mostAtOnce } = first.auth
    expect([mostAtOnce, new Set(received).size]).toEqual([1, received.length])
    expect(received.length).toBeGreaterThanOrEqual(5)
    expect(decodeLogin(first.file.fields)).toMatchObject({ kind: 'login' })
    expect(first.file.fields['refresh_token']).toBe(`refresh-${received.length + 1}`)
  })
})

describe('a peer that acts during a renewal', () => {
  /** A forced renewal whose answer is still on the way. */
  async function inFlight(bench: TokenBench) {
    await bench.keeper.look()
    const release = bench.auth.holdAnswers()
    const renewed = bench.keeper.renewNow()
    await bench.clock.flush()
    return { renewed, release }
  }

  test('by rotating the token first makes us adopt its login and delete nothing (checklist 17)', async () => {
    const bench = new TokenBench({ settleMs: 100 })
    const peersLogin = bench.auth.rotate('refresh-1')
    const { renewed, release } = await inFlight(bench)
    release()
    await bench.clock.advance(99)
    bench.file.put(peersLogin)
    await bench.clock.runUntil(renewed)
    expect([bench.sending, bench.auth.received]).toEqual(['access-2', ['refresh-1']])
    expect([bench.file.fields, bench.store.count.revoke]).toEqual([peersLogin, 0])
  })

  test('by rotating it long ago makes us renew from what it wrote (checklist 17)', async () => {
    const bench = new TokenBench()
    const peersLogin = { ...bench.auth.rotate('refresh-1'), expires_at: 1 }
    const { renewed, release } = await inFlight(bench)
    bench.file.put(peersLogin)
    release()
    await bench.clock.runUntil(renewed)
    expect([bench.sending, bench.auth.received]).toEqual(['access-3', ['refresh-1', 'refresh-2']])
  })

  test('by a new login is not overwritten by our late success (checklist 22)', async () => {
    const bench = new TokenBench()
    const { renewed, release } = await inFlight(bench)
    const newLogin = bench.auth.signIn()
    bench.file.put(newLogin)
    release()
    await renewed
    expect([bench.file.fields, bench.sending]).toEqual([newLogin, newLogin.access_token])
  })

  test('by a new login that is over already makes us renew that one (checklist 22)', async () => {
    const bench = new TokenBench()
    const { renewed, release } = await inFlight(bench)
    bench.file.put({ ...bench.auth.signIn(), expires_at: 1 })
    release()
    await bench.clock.runUntil(renewed)
    expect([bench.auth.received, bench.sending]).toEqual([['refresh-1', 'refresh-3'], 'access-4'])
    expect(bench.file.fields['refresh_token']).toBe('refresh-4')
  })

  test('by a new login is not ended by our late failure (checklist 22)', async () => {
    const bench = new TokenBench()
    bench.auth.revokeAll()
    const { renewed, release } = await inFlight(bench)
    const newLogin = bench.auth.signIn()
    bench.file.put(newLogin)
    release()
    await bench.clock.runUntil(renewed)
    expect([bench.file.fields, bench.sending]).toEqual([newLogin, newLogin.access_token])
  })

  test('by logging out is not undone by our late success (checklist 22)', async () => {
    const bench = new TokenBench()
    const { renewed, release } = await inFlight(bench)
    bench.file.content = { kind: 'missing' }
    release()
    await renewed.catch(() => undefined)
    await bench.keeper.tend()
    expect([bench.file.content, bench.store.count.commit]).toEqual([{ kind: 'missing' }, 0])
  })

  test('by writing a tombstone over the token we rotated is overruled by our grant', async () => {
    const bench = new TokenBench()
    const peer = bench.peer()
    const { renewed, release } = await inFlight(bench)
    await peer.store.markRevoked()
    expect(bench.file.fields['refresh_token']).toBe('')
    release()
    await renewed
    expect(bench.file.fields).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' })
  })

  test('by taking our lock over and renewing first is given the time to save what it was granted', async () => {
    const bench = new TokenBench()
    const peersLogin = bench.auth.rotate('refresh-1')
    const { renewed, release } = await inFlight(bench)
    bench.file.takeOver()
    release()
    await bench.clock.flush()
    expect([bench.store.count.revoke, bench.file.fields['refresh_token']]).toEqual([0, 'refresh-1'])
    bench.file.put(peersLogin)
    await bench.clock.runUntil(renewed)
    expect([bench.sending, bench.file.fields]).toEqual(['access-2', peersLogin])
  })

  test('by taking our lock over does not lose the rotation we then receive (checklist 12)', async () => {
    const bench = new TokenBench()
    const { renewed, release } = await inFlight(bench)
    bench.file.takeOver()
    release()
    await bench.clock.runUntil(renewed)
    expect([bench.file.fields['refresh_token'], bench.sending]).toEqual(['refresh-2', 'access-2'])
  })

  test('by taking our lock over and writing a tombstone a moment after our save does not end the login', async () => {
    const bench = new TokenBench({ settleMs: 100 })
    const { renewed, release } = await inFlight(bench)
    bench.file.takeOver()
    release()
    await bench.clock.flush()
    expect(bench.file.fields['refresh_token']).toBe('refresh-2')
    await bench.peer().store.markRevoked()
    await bench.clock.advance(100)
    await renewed
    expect([bench.file.fields['refresh_token'], bench.sending]).toEqual(['refresh-2', 'access-2'])
  })
})
