/** What Kimi's sign-in host, or something on the way to it, answers to a renewal, and what a request hears of it. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call, message, messageBody } from '../../../testing/network/client'
import type { GrantForm, ScriptedAnswer } from '../../../testing/simulated-kimi'

/** The token is over when the next request comes. */
async function ended(): Promise<EngineBench> {
  const bench = await EngineBench.start()
  bench.simulator.revokeAccessTokens()
  return bench
}

const forms: [string, GrantForm][] = [
  ['without a lifetime', { fields: { expires_in: undefined } }],
  ['with a lifetime of 0', { fields: { expires_in: 0 } }],
  ['with a lifetime in words', { fields: { expires_in: '900' } }],
  ['without a refresh token', { fields: { refresh_token: undefined } }],
  ['with an error that is null', { fields: { error: null } }],
  ['as 201', { status: 201 }],
  ['behind a byte order mark', { pack: (json) => `\ufeff${json}` }],
  ['as gzip', { headers: { 'content-encoding': 'gzip' }, pack: gzipSync }],
  ['as br that nothing tells of', { pack: brotliCompressSync }],
  ['as deflate', { headers: { 'content-encoding': 'deflate' }, pack: deflateSync }],
  ['and breaks off behind its JSON', { end: 'break' }],
  ['and never ends', { end: 'never' }],
]

test.each(forms)('what Kimi grants %s is saved, and the next renewal too', async (_name, form) => {
  const { port, simulator } = await ended()
  simulator.script({ on: 'token', form })
  expect((await message(port, 'hi')).status).toBe(200)
  simulator.revokeAccessTokens()
  expect((await message(port, 'hi')).status).toBe(200)
  expect(simulator.log.refreshRequests.map(({ outcome }) => outcome)).toEqual(['granted', 'granted'])
})

const foreign: [string, ScriptedAnswer][] = [
  ['an empty 401', { status: 401, body: '' }],
  ['a 401 of a gateway', { status: 401, body: { code: 401, message: 'no route' } }],
  ['invalid_client', { status: 401, body: { error: 'invalid_client' } }],
  ['a web page', { status: 200, body: '<html>' }],
  ['an empty 200', { status: 200, body: '' }],
  ['404', { status: 404, body: '' }],
]

test.each(foreign)('%s in Kimi’s place is waited out within the request', async (_name, answer) => {
  const { port, simulator } = await ended()
  simulator.script({ on: 'token', answer })
  expect((await message(port, 'hi')).status).toBe(200)
  expect(simulator.log.refreshRequests.map(({ outcome }) => outcome)).toEqual(['faulted', 'granted'])
})

describe('a wait that the sign-in host asks for', () => {
  test('is passed on to the client where it is too long for the request, and is kept', async () => {
    const { port, simulator } = await ended()
    simulator.script({
      on: 'token',
      answer: { status: 429, body: '', headers: { 'retry-after': '120' } },
    })
    const ask = () => call(port, '/v1/messages', { method: 'POST', body: messageBody('hi', false) })
    const answer = await ask()
    expect(answer.status).toBe(503)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(115)
    expect((await ask()).headers).toHaveProperty('retry-after')
    expect(simulator.log.refreshRequests).toHaveLength(1)
  })

  test('is waited out where it is short', async () => {
    const { port, simulator } = await ended()
    const headers = { 'retry-after': '1' }
    simulator.script({ on: 'token', answer: { status: 503, body: '', headers } })
    expect((await message(port, 'hi')).status).toBe(200)
  })
})
