import { describe, expect, it } from 'vitest'
import type { KimiSimulator } from './index'
import {
  ask,
  at,
  pollDevice,
  postMessages,
  refresh,
  startDevice,
  startSimulator,
  textAt,
} from './test-client'

async function statusWith(simulator: KimiSimulator, token: string): Promise<number> {
  return (await postMessages(simulator, token, ask('hello'))).status
}

describe('refreshing', () => {
  it('rotates both tokens and leaves the older access token good until it expires', async () => {
    let nowMs = 1_000_000
    const simulator = await startSimulator({ nowMs: () => nowMs })
    const login = simulator.issueLogin()
    expect(login).toMatchObject({
      expires_at: 1900,
      expires_in: 900,
      scope: 'kimi-code',
      token_type: 'Bearer',
    })
    nowMs += 500_000
    const answer = await refresh(simulator, login.refresh_token)
    expect(answer.status).toBe(200)
    expect(textAt(answer.json, 'refresh_token')).toMatch(/^sim-rt-.{40,}/)
    expect(answer.json?.['refresh_token']).not.toBe(login.refresh_token)
    expect(await statusWith(simulator, login.access_token)).toBe(200)
    nowMs += 400_000
    expect(await statusWith(simulator, login.access_token)).toBe(401)
    expect(await statusWith(simulator, textAt(answer.json, 'access_token'))).toBe(200)
  })

  it('refuses a used refresh token and reports it as reused', async () => {
    const simulator = await startSimulator()
    const login = simulator.issueLogin()
    await refresh(simulator, login.refresh_token)
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
    const again = await refresh(simulator, login.refresh_token)
    expect(again.status).toBe(400)
    expect(again.json).toEqual({
      error: 'invalid_grant',
      error_description: 'The provided authorization grant is invalid',
    })
    expect(simulator.log.reusedRefreshTokens()).toEqual([login.refresh_token])
    expect(simulator.log.refreshRequests.map((request) => request.outcome)).toEqual(['granted', 'refused'])
  })

  it('repeats the first answer under the grace policy', async () => {
    const simulator = await startSimulator({ reuse: 'grace' })
    const login = simulator.issueLogin()
    const first = await refresh(simulator, login.refresh_token)
    const second = await refresh(simulator, login.refresh_token)
    expect(second.text).toBe(first.text)
    expect(simulator.log.grantedCount).toBe(1)
    expect(simulator.log.refreshRequests[1]).toMatchObject({ outcome: 'graced', delivered: true })
  })

  it('grants one of several simultaneous requests with the same token', async () => {
    const simulator = await startSimulator()
    const login = simulator.issueLogin()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refresh(simulator, login.refresh_token)),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400])
  })

  it('does not call a retry reuse when the rotating answer was dropped', async () => {
    const simulator = await startSimulator({ reuse: 'grace' })
    const login = simulator.issueLogin()
    simulator.onRotated = async () => 'drop'
    await expect(refresh(simulator, login.refresh_token)).rejects.toThrow()
    expect(simulator.log.refreshRequests[0]).toMatchObject({ outcome: 'granted', delivered: false })
    simulator.onRotated = null
    expect((await refresh(simulator, login.refresh_token)).status).toBe(200)
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
  })

  it('holds the answer back while the hook after rotation runs', async () => {
    const simulator = await startSimulator()
    const login = simulator.issueLogin()
    let letGo = () => {}
    simulator.onRotated = () =>
      new Promise((resolve) => {
        letGo = resolve
      })
    let isAnswered = false
    const asked = refresh(simulator, login.refresh_token).then((answer) => {
      isAnswered = true
      return answer.status
    })
    await expect.poll(() => simulator.log.grantedCount, { interval: 1 }).toBe(1)
    // A full round trip later the answer would have come, were it not held back.
    await refresh(simulator, login.refresh_token)
    expect(isAnswered).toBe(false)
    letGo()
    expect(await asked).toBe(200)
  })
})

describe('logins', () => {
  it('renews after access tokens were revoked, and not after the login was', async () => {
    const simulator = await startSimulator()
    const login = simulator.issueLogin()
    const other = simulator.issueLogin()
    simulator.revokeAccessTokens()
    expect(await statusWith(simulator, login.access_token)).toBe(401)
    const renewed = await refresh(simulator, login.refresh_token)
    expect(await statusWith(simulator, textAt(renewed.json, 'access_token'))).toBe(200)
    simulator.revokeLogins(login.refresh_token)
    expect(await statusWith(simulator, textAt(renewed.json, 'access_token'))).toBe(401)
    expect((await refresh(simulator, textAt(renewed.json, 'refresh_token'))).status).toBe(400)
    expect((await refresh(simulator, other.refresh_token)).status).toBe(200)
  })

  it('stops at once, also a second time', async () => {
    const simulator = await startSimulator()
    await statusWith(simulator, 'none')
    await simulator.stop()
    await simulator.stop()
    await expect(statusWith(simulator, 'none')).rejects.toThrow()
  })

  it("refuses a client id that is not Kimi's", async () => {
    const simulator = await startSimulator()
    const { refresh_token } = simulator.issueLogin()
    const body = new URLSearchParams({ client_id: 'x', grant_type: 'refresh_token', refresh_token })
    const answer = await fetch(`${simulator.origin}/api/oauth/token`, { method: 'POST', body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' })
  })
})

describe('device sign-in', () => {
  it('waits, tells off a hasty client, and signs in once when approved', async () => {
    let nowMs = 0
    const simulator = await startSimulator({ nowMs: () => nowMs })
    const { json } = await startDevice(simulator)
    expect(json).toMatchObject({ expires_in: 1800, interval: 5 })
    const deviceCode = textAt(json, 'device_code')
    const poll = async () => at((await pollDevice(simulator, deviceCode)).json, 'error') ?? 'signed in'
    expect(await poll()).toBe('authorization_pending')
    nowMs += 1000
    expect(await poll()).toBe('slow_down')
    nowMs += 5000
    simulator.approveDevice(textAt(json, 'user_code'))
    expect(await poll()).toBe('signed in')
    nowMs += 5000
    expect(await poll()).toBe('invalid_grant')
  })

  it('says when the user refused and when the code is too old', async () => {
    let nowMs = 0
    const simulator = await startSimulator({ nowMs: () => nowMs })
    const codes = await Promise.all([1, 2, 3].map(() => startDevice(simulator)))
    const [denied, expired, old] = codes.map((answer) => answer.json)
    simulator.denyDevice(textAt(denied, 'user_code'))
    simulator.expireDevice(textAt(expired, 'user_code'))
    const poll = async (code: unknown) =>
      at((await pollDevice(simulator, textAt(code, 'device_code'))).json, 'error')
    expect(await poll(denied)).toBe('access_denied')
    expect(await poll(expired)).toBe('expired_token')
    nowMs += 1_800_000
    expect(await poll(old)).toBe('expired_token')
    expect(() => simulator.approveDevice('NONE-SUCH')).toThrow('NONE-SUCH')
  })
})
