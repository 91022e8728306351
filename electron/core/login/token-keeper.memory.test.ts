import { describe, expect, test } from 'vitest'
import { TokenBench } from '../../testing/token-bench'

describe('an engine that is started again in the same process', () => {
  test('goes on with a renewed login that the one before it could not save, and saves it', async () => {
    const before = new TokenBench()
    before.store.failing.add('commit')
    await before.keeper.renewNow()
    await before.keeper.close()
    expect(before.file.fields['refresh_token']).toBe('refresh-1')

    const next = before.successor()
    await next.keeper.look()
    expect(next.sending).toBe('access-2')
    expect(next.eventKinds).toContain('loginFound')
    before.store.failing.clear()
    await next.keeper.tend()
    expect(next.file.fields['refresh_token']).toBe('refresh-2')
    expect(next.last('unsaved')?.problem).toBeNull()
    await next.keeper.renewNow()
    expect(next.auth.received).toEqual(['refresh-1', 'refresh-2'])
  })

  test('never sends a refresh token that an answer has rotated', async () => {
    const before = new TokenBench()
    const stale = before.file.fields
    await before.keeper.renewNow()
    before.file.put(stale)
    const next = before.successor()
    await next.clock.advance(900_000)
    await next.keeper.token().catch(() => undefined)
    expect(next.auth.received).toEqual(['refresh-1'])
  })

  test('never sends one that Kimi has refused', async () => {
    const before = new TokenBench({ owners: ['kimi-cli'] })
    await before.keeper.look()
    before.auth.revokeAll()
    await before.clock.runUntil(before.keeper.renewNow()).catch(() => undefined)
    const asked = before.auth.received.length
    const next = before.successor()
    await next.clock.advance(900_000)
    await expect(next.clock.runUntil(next.keeper.token())).rejects.toMatchObject({ code: 'LOGIN_REVOKED' })
    expect(next.auth.received).toHaveLength(asked)
  })

  test('takes a new login although the one before is remembered as dead', async () => {
    const before = new TokenBench({ owners: ['kimi-cli'] })
    await before.keeper.look()
    before.auth.revokeAll()
    await before.clock.runUntil(before.keeper.renewNow()).catch(() => undefined)
    const next = before.successor()
    next.file.put(next.auth.signIn())
    await next.keeper.look()
    expect(next.sending).not.toBeNull()
  })
})
