/** Other hosts, or another login, while something is under way for the former: no token goes astray, and none is lost. */
import { expect, test } from 'vitest'
import { MemoryAuth } from '../../testing/memory-auth'
import { MemoryFile, MemoryStore } from '../../testing/memory-store'
import { said } from '../../testing/said'
import { TokenBench } from '../../testing/token-bench'
import type { StoredLogin } from './stored-login'

const LIFE_MS = 900_000

/** Another Kimi, and an empty slot for a login there. */
function elsewhere(bench: TokenBench) {
  const auth = new MemoryAuth(bench.clock)
  const store = new MemoryStore(new MemoryFile(), { owner: 'own', path: '/memory/elsewhere.json' })
  return { auth, store }
}

test('a renewal that waits behind another is over before the hosts change', async () => {
  const bench = new TokenBench()
  const other = elsewhere(bench)
  await bench.keeper.look()
  await bench.clock.advance(LIFE_MS)
  const release = bench.auth.holdAnswers()
  const waiting = bench.keeper.token()
  await bench.clock.flush()
  bench.auth.answerNext({ kind: 'transient', reason: said('busy') })
  const forced = bench.keeper.renewNow()
  const moved = bench.keeper.rehost([other.store], other.auth)
  release()
  await bench.clock.runUntil(Promise.all([waiting, forced, moved]))
  await bench.clock.advance(60_000)
  expect([bench.sending, other.auth.received]).toEqual([null, []])
  expect(bench.file.fields['access_token']).toBe(`access-${bench.auth.received.length}`)
})

test('a look under way among the former logins finds nothing for the new hosts', async () => {
  const bench = new TokenBench()
  const other = elsewhere(bench)
  let goOn: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const read = bench.store.read.bind(bench.store)
  bench.store.read = async (): Promise<StoredLogin> => {
    const stored = await read()
    await gate
    return stored
  }
  const looking = bench.keeper.look().catch(() => undefined)
  await bench.clock.flush()
  const moved = bench.keeper.rehost([other.store], other.auth)
  await bench.clock.flush()
  goOn()
  await Promise.all([moved, looking])
  expect(bench.sending).toBe(null)
})

test('a renewal that begins while a pick is read does not take its place', async () => {
  const bench = new TokenBench({ owners: ['own', 'kimi-code'] })
  await bench.keeper.look()
  let began: Promise<void> | null = null
  const read = bench.store.read.bind(bench.store)
  bench.store.read = () => {
    bench.store.read = read
    began = bench.keeper.renewNow()
    return read()
  }
  await bench.keeper.use('kimi-code')
  await began
  expect(bench.sending).toBe('access-2')
  expect(bench.file.fields['refresh_token']).toBe('refresh-3')
})

test('a look during a renewal does not end the login that was renewed meanwhile', async () => {
  const bench = new TokenBench()
  await bench.keeper.look()
  await bench.clock.advance(LIFE_MS)
  const release = bench.auth.holdAnswers()
  const waiting = bench.keeper.token()
  await bench.clock.flush()
  let goOn: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const read = bench.store.read.bind(bench.store)
  bench.store.read = async () => {
    bench.store.read = read
    const stored = await read()
    await gate
    return stored
  }
  const looking = bench.keeper.look()
  await bench.clock.flush()
  release()
  expect((await waiting).reveal()).toBe('access-2')
  goOn()
  await looking.catch(() => undefined)
  expect([bench.sending, bench.last('loginLost')]).toEqual(['access-2', undefined])
})

test('a look between the rotation and the save does not end the login', async () => {
  const bench = new TokenBench()
  await bench.keeper.look()
  await bench.clock.advance(LIFE_MS)
  bench.store.beforeCommit = async () => {
    await bench.keeper.look().catch(() => undefined)
  }
  expect((await bench.keeper.token()).reveal()).toBe('access-2')
  expect(bench.last('loginLost')).toBe(undefined)
})
