import { describe, expect, test } from 'vitest'
import { refusedRequest, TokenBench } from '../../testing/token-bench'

const HALF_LIFE_MS = 450_000
const LIFE_MS = 900_000

/** A login that Kimi renewed and that could not be written down. */
async function unsaved(): Promise<TokenBench> {
  const bench = new TokenBench()
  bench.store.failing.add('commit')
  await bench.keeper.renewNow()
  return bench
}

describe('a renewed login that cannot be saved', () => {
  test('is used all the same, and told', async () => {
    const bench = await unsaved()
    expect([bench.sending, bench.file.fields['access_token']]).toEqual(['access-2', 'access-1'])
    expect(bench.last('unsaved')?.problem).toMatchObject({ code: 'SAVE_FAILED' })
  })

  test('is saved as soon as that works, and told once', async () => {
    const bench = await unsaved()
    await bench.keeper.tend()
    expect(bench.last('unsaved')?.problem).toMatchObject({ code: 'SAVE_FAILED' })
    bench.store.failing.delete('commit')
    await bench.keeper.tend()
    await bench.keeper.tend()
    expect(bench.file.fields).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' })
    expect(bench.last('unsaved')?.problem).toBe(null)
    expect([bench.store.count.commit, bench.file.isLocked]).toEqual([3, false])
  })

  test('is renewed from memory: the rotated token in the file is never sent again', async () => {
    const bench = await unsaved()
    await bench.clock.advance(LIFE_MS)
    await bench.keeper.tend()
    expect((await bench.keeper.token()).reveal()).toBe('access-3')
    expect(
      (
        await bench.clock.runUntil(bench.keeper.replacementFor(await bench.keeper.token(), refusedRequest()))
      )?.reveal(),
    ).toBe('access-4')
    expect(bench.auth.received).toEqual(['refresh-1', 'refresh-2', 'refresh-3'])
  })

  test('is not given up when it has run out before there was room', async () => {
    const bench = await unsaved()
    bench.store.failing.add('reserve')
    await bench.clock.advance(LIFE_MS)
    await bench.keeper.tend()
    expect(bench.last('loginLost')).toBe(undefined)
    await expect(bench.keeper.token()).rejects.toMatchObject({ code: 'SAVE_FAILED' })
    bench.store.failing.clear()
    expect((await bench.keeper.token()).reveal()).toBe('access-3')
    expect(bench.auth.received).toEqual(['refresh-1', 'refresh-2'])
  })

  test('is not saved over a new login', async () => {
    const bench = await unsaved()
    bench.store.failing.clear()
    const newLogin = bench.auth.signIn()
    bench.file.put(newLogin)
    await bench.keeper.tend()
    expect([bench.file.fields, bench.last('unsaved')?.problem]).toEqual([newLogin, null])
  })

  test('is no longer wanted once a newer login was taken from the file', async () => {
    const bench = await unsaved()
    bench.file.put(bench.auth.signIn())
    await bench.keeper.renewNow()
    expect([bench.sending, bench.last('unsaved')?.problem]).toEqual(['access-3', null])
  })

  test('waits for a renewal under way, which will save a newer one', async () => {
    const bench = await unsaved()
    bench.store.failing.clear()
    const release = bench.auth.holdAnswers()
    const renewed = bench.keeper.renewNow()
    await bench.clock.flush()
    await bench.keeper.tend()
    release()
    await renewed
    expect([bench.store.count.lock, bench.file.fields['refresh_token']]).toEqual([2, 'refresh-3'])
  })

  test('is not saved after a logout (checklist 22)', async () => {
    const bench = await unsaved()
    bench.store.failing.clear()
    bench.file.content = { kind: 'missing' }
    await bench.keeper.tend()
    expect(bench.file.content).toEqual({ kind: 'missing' })
  })

  test("is saved over a peer's tombstone", async () => {
    const bench = await unsaved()
    bench.store.failing.clear()
    await bench.peer().store.markRevoked()
    await bench.keeper.tend()
    expect(bench.file.fields['refresh_token']).toBe('refresh-2')
  })

  test('is not mistaken for its successor, which could not be saved either', async () => {
    const bench = await unsaved()
    let goOn: () => void = () => undefined
    bench.store.beforeLock = () => {
      bench.store.beforeLock = () => undefined
      return new Promise<void>((resolve) => {
        goOn = resolve
      })
    }
    const tended = bench.keeper.tend()
    await bench.keeper.renewNow()
    bench.store.failing.clear()
    goOn()
    await tended
    await bench.keeper.tend()
    expect([bench.sending, bench.file.fields['refresh_token']]).toEqual(['access-3', 'refresh-3'])
  })

  test('keeps the unknown fields of the file when it is saved', async () => {
    const bench = new TokenBench()
    bench.file.put({ ...bench.file.fields, device: 'mine' })
    await bench.keeper.renewNow()
    expect(bench.file.fields).toMatchObject({ refresh_token: 'refresh-2', device: 'mine' })
  })
})

describe('a renewed login that its file does not take', () => {
  async function ended(): Promise<TokenBench> {
    const bench = await unsaved()
    await bench.keeper.close()
    return bench
  }

  test('is kept beside it at once, and forgotten there once the file has it', async () => {
    const bench = await unsaved()
    expect(bench.file.spare?.login.refreshToken.reveal()).toBe('refresh-2')
    bench.store.failing.clear()
    await bench.keeper.tend()
    expect([bench.file.spare, bench.file.fields['refresh_token']]).toEqual([null, 'refresh-2'])
  })

  test('is what the next start goes on with; the token it replaced is never sent again', async () => {
    const next = (await ended()).peer()
    next.store.failing.add('commit')
    await next.keeper.look()
    expect([next.sending, next.last('unsaved')?.problem?.code]).toEqual(['access-2', 'SAVE_FAILED'])
    await next.keeper.renewNow()
    expect(next.auth.received).toEqual(['refresh-1', 'refresh-2'])
    expect(next.file.spare?.login.refreshToken.reveal()).toBe('refresh-3')
    next.store.failing.clear()
    await next.keeper.tend()
    expect([next.file.fields['refresh_token'], next.last('unsaved')?.problem]).toEqual(['refresh-3', null])
  })

  test('is not gone back to where somebody signed in meanwhile', async () => {
    const bench = await ended()
    bench.file.put(bench.auth.signIn())
    const next = bench.peer()
    await next.keeper.look()
    expect([next.sending, next.last('unsaved')]).toEqual(['access-3', undefined])
  })

  test('stands in the way of a stop for as long as it is nowhere on disk', async () => {
    const bench = new TokenBench()
    bench.store.failing.add('commit').add('spare')
    await bench.keeper.renewNow()
    await expect(bench.keeper.secure()).rejects.toMatchObject({ code: 'SAVE_FAILED' })
    bench.store.failing.delete('spare')
    await bench.keeper.secure()
    expect(bench.file.spare?.login.refreshToken.reveal()).toBe('refresh-2')
  })
})

describe('a full disk', () => {
  test('shows before Kimi is asked; the old token serves while it is valid', async () => {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(HALF_LIFE_MS)
    bench.store.failing.add('reserve')
    expect((await bench.keeper.token()).reveal()).toBe('access-1')
    await bench.clock.flush()
    expect([bench.sending, bench.auth.received, bench.file.isLocked]).toEqual(['access-1', [], false])
    expect(bench.last('renewalFailed')?.problem.code).toBe('SAVE_FAILED')
  })

  test('is told to the caller once no valid token is left', async () => {
    const bench = new TokenBench()
    bench.store.failing.add('reserve')
    await bench.clock.advance(LIFE_MS)
    await expect(bench.keeper.token()).rejects.toMatchObject({ code: 'SAVE_FAILED' })
    expect(bench.auth.received).toEqual([])
  })
})

describe.each([
  ['corrupt', 'LOGIN_INVALID', 'renewalFailed'],
  ['unreadable', 'LOGIN_UNREADABLE', 'renewalFailed'],
  ['missing', 'LOGIN_MISSING', 'renewalDead'],
] as const)('a file that became %s', (kind, code, told) => {
  async function damaged(): Promise<TokenBench> {
    const bench = new TokenBench()
    await bench.keeper.look()
    await bench.clock.advance(HALF_LIFE_MS)
    bench.file.content = { kind }
    bench.keeper.renewIfDue()
    await bench.clock.advance(6_000)
    return bench
  }

  test('leaves the old token in use, with one clear problem', async () => {
    const bench = await damaged()
    expect([bench.sending, bench.auth.received]).toEqual(['access-1', []])
    expect(bench.eventKinds).toEqual(['loginFound', 'renewalStarted', told])
    expect(bench.last(told)?.problem.code).toBe(code)
  })

  test('ends the login with the old token, and is not touched (checklist 27)', async () => {
    const bench = await damaged()
    await bench.clock.advance(LIFE_MS)
    await bench.keeper.tend()
    expect([bench.sending, bench.last('loginLost')?.problem.code]).toEqual([null, code])
    expect([bench.file.content, bench.auth.received]).toEqual([{ kind }, []])
  })

  test('serves again once it holds a login', async () => {
    const bench = await damaged()
    await bench.clock.advance(LIFE_MS)
    bench.file.put(bench.auth.signIn())
    await bench.keeper.tend()
    expect(bench.sending).toBe('access-2')
  })
})

test('of several files without a login, the damaged one is the reason that is told', async () => {
  const bench = new TokenBench({ owners: ['own', 'kimi-code', 'kimi-cli'] })
  for (const [index, kind] of (['missing', 'corrupt', 'missing'] as const).entries()) {
    const seat = bench.seats[index]
    if (seat !== undefined) seat.file.content = { kind }
  }
  await expect(bench.keeper.token()).rejects.toMatchObject({ code: 'LOGIN_INVALID' })
  expect(bench.last('loginLost')?.problem.code).toBe('LOGIN_INVALID')
})

test('a file that is damaged only while a peer writes it does not fail the renewal', async () => {
  const bench = new TokenBench()
  await bench.keeper.look()
  bench.file.content = { kind: 'corrupt' }
  const renewed = bench.keeper.renewNow()
  await bench.clock.flush()
  bench.file.put(bench.auth.rotate('refresh-1'))
  await bench.clock.runUntil(renewed)
  expect([bench.sending, bench.auth.received]).toEqual(['access-2', []])
})

test('a file that was gone while Kimi rotated its token, and then came back, is not sent again', async () => {
  const bench = new TokenBench()
  await bench.keeper.look()
  const { content } = bench.file
  const release = bench.auth.holdAnswers()
  const renewed = bench.keeper.renewNow().catch(() => undefined)
  await bench.clock.flush()
  bench.file.content = { kind: 'missing' }
  release()
  await renewed
  bench.file.content = content
  await bench.clock.advance(LIFE_MS)
  await bench.clock.runUntil(bench.keeper.token()).catch(() => undefined)
  await bench.clock.runUntil(bench.keeper.renewNow()).catch(() => undefined)
  expect(bench.auth.received).toEqual(['refresh-1'])
})

describe('two logins', () => {
  test('a login that waits to be saved is not forgotten because another one was', async () => {
    const bench = new TokenBench({ owners: ['own', 'kimi-code'] })
    bench.store.failing.add('commit')
    await bench.keeper.renewNow()
    await bench.keeper.use('kimi-code')
    await bench.keeper.renewNow()
    bench.store.failing.delete('commit')
    await bench.keeper.tend()
    expect(bench.file.fields).toMatchObject({ access_token: 'access-3', refresh_token: 'refresh-3' })
    expect(bench.last('unsaved')?.problem).toBe(null)
  })

  test('two logins that wait to be saved are both saved, each where it belongs', async () => {
    const bench = new TokenBench({ owners: ['own', 'kimi-code'] })
    for (const { store } of bench.seats) store.failing.add('commit')
    await bench.keeper.renewNow()
    await bench.keeper.use('kimi-code')
    await bench.keeper.renewNow()
    for (const { store } of bench.seats) store.failing.clear()
    await bench.keeper.tend()
    expect(bench.seats.map(({ file }) => file.fields['refresh_token'])).toEqual(['refresh-3', 'refresh-4'])
    expect(bench.last('unsaved')?.problem).toBe(null)
  })

  test('one that a person goes back to before it is saved goes on from memory', async () => {
    const bench = new TokenBench({ owners: ['own', 'kimi-code'] })
    bench.store.failing.add('commit')
    await bench.keeper.renewNow()
    await bench.keeper.use('kimi-code')
    await bench.keeper.use('own')
    await bench.clock.advance(LIFE_MS)
    bench.store.failing.delete('commit')
    expect((await bench.keeper.token()).reveal()).toBe('access-4')
    expect(bench.file.fields['refresh_token']).toBe('refresh-4')
  })
})
