import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { KimiSimulator, StreamFault } from './index'
import { ask, eventsIn, postMessages, refresh, startSimulator } from './test-client'

/** Reads until the stream ends or breaks. */
async function readStream(simulator: KimiSimulator): Promise<{ text: string; isBroken: boolean }> {
  const response = await fetch(`${simulator.upstream}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': simulator.issueLogin().access_token },
    body: JSON.stringify(ask('count to 5', { stream: true })),
  })
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
    return { text, isBroken: false }
  } catch {
    return { text, isBroken: true }
  }
}

describe('faults of the token endpoint', () => {
  it('answer as scripted for as many requests as told, and rotate nothing', async () => {
    const simulator = await startSimulator()
    const login = simulator.issueLogin()
    const headers = { 'Retry-After': '1', 'Content-Type': 'text/html' }
    simulator.script({ on: 'token', answer: { status: 503, body: '<h1>busy</h1>', headers } }, 2)
    const answers = []
    for (let count = 0; count < 3; count += 1) answers.push(await refresh(simulator, login.refresh_token))
    expect(answers.map((answer) => answer.status)).toEqual([503, 503, 200])
    expect(answers[0]?.headers.get('content-type')).toBe('text/html')
    expect(answers[0]?.headers.get('retry-after')).toBe('1')
    expect(simulator.log.refreshRequests.map((request) => request.outcome)).toEqual([
      'faulted',
      'faulted',
      'granted',
    ])
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
  })

  it('drop, delay and hang', async () => {
    const simulator = await startSimulator()
    const login = simulator.issueLogin()
    simulator.script({ on: 'token', drop: true })
    simulator.script({ on: 'token', delayMs: 2 })
    simulator.script({ on: 'token', hang: true })
    await expect(refresh(simulator, login.refresh_token)).rejects.toThrow()
    expect((await refresh(simulator, login.refresh_token)).status).toBe(200)
    const hanging = refresh(simulator, login.refresh_token)
    await expect.poll(() => simulator.log.refreshRequests.length, { interval: 1 }).toBe(3)
    await Promise.all([expect(hanging).rejects.toThrow(), simulator.stop()])
  })

  it('write what was granted in another form', async () => {
    const simulator = await startSimulator()
    const { refresh_token: first } = simulator.issueLogin()
    const headers = { 'content-encoding': 'gzip' }
    simulator.script({ on: 'token', form: { status: 201, headers, pack: gzipSync } })
    const packed = await refresh(simulator, first)
    expect(packed.status).toBe(201)
    const second = String(packed.json?.['refresh_token'])
    simulator.script({ on: 'token', form: { fields: { refresh_token: undefined, expires_in: null } } })
    const lean = (await refresh(simulator, second)).json
    expect(lean).toMatchObject({ access_token: expect.any(String), expires_in: null })
    expect(lean).not.toHaveProperty('refresh_token')
    simulator.script({ on: 'token', form: { end: 'break', afterMs: 2 } })
    await expect(refresh(simulator, second)).rejects.toThrow()
    expect(simulator.log.grantedCount).toBe(3)
  })

  it('rotate although the client has gone meanwhile', async () => {
    const simulator = await startSimulator()
    const { refresh_token } = simulator.issueLogin()
    const hasLeft = () => simulator.log.closedConnections === 1
    simulator.onRotated = async () => void (await expect.poll(hasLeft, { interval: 1 }).toBe(true))
    const body = new URLSearchParams({
      client_id: '17e5f671-d194-4dfb-9706-5516cb48c098',
      grant_type: 'refresh_token',
      refresh_token,
    })
    const stop = new AbortController()
    const asked = fetch(`${simulator.origin}/api/oauth/token`, { method: 'POST', body, signal: stop.signal })
    await expect.poll(() => simulator.log.refreshRequests.length, { interval: 1 }).toBe(1)
    stop.abort()
    await expect(asked).rejects.toThrow()
    await expect.poll(() => simulator.log.grantedCount, { interval: 1 }).toBe(1)
    expect(simulator.log.refreshRequests[0]?.delivered).toBe(false)
  })
})

describe('faults of the API', () => {
  it('answer, drop, delay, one per request and first scripted first', async () => {
    const simulator = await startSimulator()
    const post = () => postMessages(simulator, simulator.issueLogin().access_token, ask('hello'))
    simulator.script({ on: 'api', answer: { status: 429, body: { type: 'error' } } })
    simulator.script({ on: 'api', dropBeforeHeaders: true })
    simulator.script({ on: 'api', delayMs: 2 })
    expect((await post()).json).toEqual({ type: 'error' })
    await expect(post()).rejects.toThrow()
    expect((await post()).status).toBe(200)
    expect(simulator.log.apiRequests.map((request) => request.status)).toEqual([429, 0, 200])
    expect(simulator.log.apiRequests.some((request) => request.abortedByClient)).toBe(false)
  })

  it('hang until the client gives up', async () => {
    const simulator = await startSimulator()
    simulator.script({ on: 'api', hangBeforeHeaders: true })
    const stop = new AbortController()
    const asked = fetch(`${simulator.upstream}/echo`, { signal: stop.signal })
    await expect.poll(() => simulator.log.apiRequestCount, { interval: 1 }).toBe(1)
    stop.abort()
    await expect(asked).rejects.toThrow()
    await expect.poll(() => simulator.log.apiRequests[0]?.abortedByClient, { interval: 1 }).toBe(true)
  })

  it('refuse everything while switched on', async () => {
    const simulator = await startSimulator()
    const token = simulator.issueLogin().access_token
    simulator.refuseEverything(true)
    expect((await postMessages(simulator, token, ask('hello'))).status).toBe(401)
    expect((await fetch(`${simulator.upstream}/echo`)).status).toBe(401)
    simulator.refuseEverything(false)
    expect((await postMessages(simulator, token, ask('hello'))).status).toBe(200)
  })
})

describe('faults of a stream', () => {
  const cuts: [StreamFault, number, boolean][] = [
    [{ on: 'api', cutStreamAfterEvents: 0 }, 0, false],
    [{ on: 'api', cutStreamAfterEvents: 4 }, 4, false],
    [{ on: 'api', cutInsideEvent: 5 }, 4, true],
  ]

  it.each(cuts)('%o delivers all before the cut and never ends cleanly', async (fault, events, hasRest) => {
    const simulator = await startSimulator()
    simulator.script(fault)
    const { text, isBroken } = await readStream(simulator)
    expect(isBroken).toBe(true)
    expect(eventsIn(text)).toHaveLength(events)
    expect(text.endsWith('\n\n') || text === '').toBe(!hasRest)
    expect(simulator.log.apiRequests[0]).toMatchObject({ status: 200, abortedByClient: false })
    expect((await readStream(simulator)).isBroken).toBe(false)
  })

  it('a stall ends by itself, and requests that do not stream leave it for one that does', async () => {
    const simulator = await startSimulator()
    simulator.script({ on: 'api', stallAfterEvents: 2, ms: 30 })
    await postMessages(simulator, simulator.issueLogin().access_token, ask('hello'))
    const startedAtMs = performance.now()
    const { text, isBroken } = await readStream(simulator)
    expect(performance.now() - startedAtMs).toBeGreaterThan(25)
    expect(isBroken).toBe(false)
    expect(eventsIn(text)).toHaveLength(11)
  })
})
