/** A refused token is renewed in place, and the client never hears of it. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call, message, messageBody } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial } from '../../../testing/network/wire'
import { until } from '../../../testing/until'

const REFUSED = { on: 'api', answer: { status: 401, body: { error: 'token' } } } as const

describe('a 401', () => {
  test('is followed by one renewal and the same message again', async () => {
    const { port, simulator, token } = await EngineBench.start()
    simulator.revokeAccessTokens()
    const answer = await message(port, 'count to 3', true)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('message_stop')
    const requests = simulator.log.apiRequests
    expect(requests.map(({ status }) => status)).toEqual([401, 200])
    expect(requests[0]?.token).toBe(token)
    expect(requests[1]?.token).not.toBe(token)
    expect(requests[1]?.headers['accept-encoding']).toBe('identity')
    expect(simulator.log.grantedCount).toBe(1)
  })

  test('is healed on the connection that brought it', async () => {
    const { port, simulator } = await EngineBench.start()
    await message(port, 'hi')
    // One for messages, and one that each renewal opens and closes.
    const before = simulator.log.connections
    simulator.revokeAccessTokens()
    expect((await message(port, 'hi')).status).toBe(200)
    expect(simulator.log.connections - before).toBe(1)
  })

  test('to a 3 MB upload is followed by all of it again', async () => {
    const { port, simulator } = await EngineBench.start()
    simulator.script(REFUSED)
    const body = Buffer.alloc(3 * 1024 * 1024 + 7, 'kimi')
    const answer = await call(port, '/echo', { method: 'POST', body })
    expect(JSON.parse(answer.text)).toMatchObject({
      bodyBytes: body.length,
      bodySha256: createHash('sha256').update(body).digest('hex'),
      tokenValid: true,
    })
    expect(simulator.log.grantedCount).toBe(1)
  })

  test('to many at once causes one renewal', async () => {
    const { port, simulator } = await EngineBench.start()
    simulator.revokeAccessTokens()
    const answers = await Promise.all(Array.from({ length: 40 }, () => message(port, 'count to 2', true)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(simulator.log.grantedCount).toBe(1)
    expect(simulator.log.reusedRefreshTokens()).toEqual([])
  })

  test.each([
    ['and keeps the connection', ''],
    ['and closes the connection', 'Connection: close\r\n'],
  ])('while the upload still runs %s: the upload goes on to the second try', async (_how, fields) => {
    let whole = ''
    const upstream = await rawUpstream(async (wire, index) => {
      if (index === 0) {
        await wire.until((text) => text.includes('first half'))
        await wire.write(`HTTP/1.1 401 Unauthorized\r\n${fields}Content-Length: 2\r\n\r\nno`)
        if (fields !== '') wire.socket.destroySoon()
        await wire.rest()
        return
      }
      whole = (await wire.message(200_020)).body.toString('latin1')
      await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes')
    })
    const { port } = await EngineBench.start({ upstream: upstream.url })
    const client = await dial(port)
    const [one, two] = ['first half', `${'x'.repeat(200_000)}other half`]
    await client.write(
      `POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${one.length + two.length}\r\n\r\n${one}`,
    )
    await until('the second try began', () => upstream.connections.length === 2)
    await client.write(two)
    expect((await client.message()).body.toString()).toBe('yes')
    expect(whole).toBe(one + two)
  })

  test('to an upload too big to keep is passed on', async () => {
    const { port, simulator } = await EngineBench.start()
    simulator.script(REFUSED)
    const answer = await call(port, '/echo', { method: 'POST', body: Buffer.alloc(5 * 1024 * 1024) })
    expect(answer).toMatchObject({ status: 401, text: '{"error":"token"}' })
    // The renewal was worth it all the same.
    expect((await call(port, '/echo')).status).toBe(200)
    expect(simulator.log.apiRequestCount).toBe(2)
  })

  test('that even the new token gets is passed on with its body and fields', async () => {
    const { port, simulator } = await EngineBench.start()
    simulator.refuseEverything(true)
    const answer = await call(port, '/v1/models')
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.text)).toHaveProperty('error')
    expect(answer.headers['cf-ray']).toBeDefined()
    // At once, and after a second; the next wait is not for a path that never worked.
    expect(simulator.log.grantedCount).toBe(2)
  })

  test('of a moment in which Kimi refuses every token is waited out', async () => {
    const bench = await EngineBench.start()
    const { port, simulator } = bench
    await message(port, 'hi')
    simulator.refuseEverything(true)
    const answers = Promise.all([message(port, 'hi'), message(port, 'count to 2', true)])
    await until('the new token was refused', () =>
      bench.lines.some(({ event }) => event === 'refusal-cooldown'),
    )
    simulator.refuseEverything(false)
    expect((await answers).map(({ status }) => status)).toEqual([200, 200])
    expect(simulator.log.grantedCount).toBe(2)
    expect(bench.lines.map(({ event }) => event)).toContain('refusal-over')
  })

  test.each([400, 402, 403, 404, 429, 500, 529])(
    'is another matter than a %i, which passes',
    async (status) => {
      const { port, simulator } = await EngineBench.start()
      simulator.script({
        on: 'api',
        answer: { status, body: 'plain words', headers: { 'retry-after': '7' } },
      })
      const answer = await message(port, 'hi')
      expect(answer).toMatchObject({ status, text: 'plain words' })
      expect(answer.headers['retry-after']).toBe('7')
      expect(simulator.log.refreshRequests).toEqual([])
    },
  )

  test('whose client leaves during the renewal is not followed by anything', async () => {
    const bench = await EngineBench.start()
    const { simulator } = bench
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    simulator.onRotated = () => held
    simulator.revokeAccessTokens()
    const client = await dial(bench.port)
    const body = messageBody('hi', true)
    await client.write(
      `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    await until('the renewal began', () => simulator.log.refreshRequests.length === 1)
    client.socket.resetAndDestroy()
    // The engine reads what came before this question first.
    await call(bench.port, '/health/live')
    release()
    expect((await bench.report('/v1/messages'))['end']).toBe('clientGone')
    expect(simulator.log.apiRequestCount).toBe(1)
  })
})

test('a dead login is a 402 that says so in one sentence', async () => {
  const { port, simulator } = await EngineBench.start()
  simulator.revokeLogins()
  simulator.revokeAccessTokens()
  await message(port, 'hi')
  const answer = await message(port, 'hi')
  expect(answer.status).toBe(402)
  expect(JSON.parse(answer.text).error).toMatchObject({ message: /^Kimi sign-in needed: / })
})
