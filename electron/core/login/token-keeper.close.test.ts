import { describe, expect, test } from 'vitest'
import { said } from '../../testing/said'
import { TokenBench } from '../../testing/token-bench'

const LIFE_MS = 900_000

/** Lets everything happen that needs no time, and tells whether the promise has settled. */
async function isSettled(bench: TokenBench, promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const mark = () => {
    settled = true
  }
  promise.then(mark, mark)
  await bench.clock.flush()
  return settled
}

describe('closing', () => {
  test('waits until a renewal under way is saved', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    const release = bench.auth.holdAnswers()
    const renewed = bench.keeper.renewNow()
    await bench.clock.flush()
    const closed = bench.keeper.close()
    expect(await isSettled(bench, closed)).toBe(false)
    release()
    await closed
    await renewed
    expect([bench.file.fields['refresh_token'], bench.file.isLocked]).toEqual(['refresh-2', false])
  })

  test('asks nothing of Kimi any more, also where the lock only comes free afterwards', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    const peersLock = await bench.file.lock()
    const renewed = bench.keeper.renewNow()
    await bench.clock.flush()
    const closed = bench.keeper.close()
    await peersLock.release()
    await closed
    await expect(renewed).rejects.toMatchObject({ code: 'RENEWAL_FAILED' })
    expect([bench.auth.received, bench.file.isLocked]).toEqual([[], false])
  })

  test('is undone by opening', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.keeper.close()
    bench.keeper.open()
    await bench.keeper.renewNow()
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('saves what could not be saved before', async () => {
    const bench = new TokenBench()
    bench.store.failing.add('commit')
    await bench.keeper.renewNow()
    bench.store.failing.clear()
    await bench.keeper.close()
    expect(bench.file.fields['refresh_token']).toBe('refresh-2')
  })

  test('during a wait between two tries starts no further try', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.auth.answerNext({ kind: 'transient', reason: said('offline') })
    const renewed = bench.keeper.renewNow().catch(() => undefined)
    await bench.clock.flush()
    const closed = bench.keeper.close()
    await bench.clock.advance(10_000)
    await Promise.all([closed, renewed])
    expect(bench.auth.received).toEqual(['refresh-1'])
  })

  test('before the answer to a first try starts no further try', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    bench.auth.answerNext({ kind: 'transient', reason: said('offline') })
    const release = bench.auth.holdAnswers()
    const renewed = bench.keeper.renewNow().catch(() => undefined)
    await bench.clock.flush()
    const closed = bench.keeper.close()
    release()
    await Promise.all([closed, renewed])
    expect([bench.auth.received, bench.clock.pendingTimers]).toEqual([['refresh-1'], 0])
  })

  test('leaves no renewal under way that waited for its turn', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(LIFE_MS)
    const release = bench.auth.holdAnswers()
    const unforced = bench.keeper.token()
    const forced = bench.keeper.renewNow().catch(() => undefined)
    await bench.clock.flush()
    const closed = bench.keeper.close()
    release()
    await closed
    expect([bench.keeper.isRenewing, bench.file.fields['refresh_token']]).toEqual([
      false,
      `refresh-${bench.auth.received.length + 1}`,
    ])
    await Promise.all([unforced, forced])
    expect(bench.file.fields['refresh_token']).toBe(`refresh-${bench.auth.received.length + 1}`)
  })

  test('without anything under way is done at once, and nothing is renewed after it', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.keeper.close()
    await bench.clock.advance(LIFE_MS - 1)
    bench.keeper.renewIfDue()
    await bench.clock.flush()
    expect(bench.auth.received).toEqual([])
  })
})
