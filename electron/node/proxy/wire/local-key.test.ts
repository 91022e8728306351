/** Where the local key is required, only whoever shows it is served; otherwise any text does. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call } from '../../../testing/network/client'
import { localKey } from '../../login/local-key'

const REQUIRED = { settings: { requireKey: true } }
const BODY = JSON.stringify({ model: 'kimi-for-coding', max_tokens: 9, messages: [] })

function ask(bench: EngineBench, headers: Record<string, string>) {
  return call(bench.port, '/v1/messages', { method: 'POST', headers, body: BODY })
}

describe('a key that is required', () => {
  test.each([
    ['x-api-key', (key: string) => ({ 'x-api-key': key })],
    ['authorization', (key: string) => ({ authorization: `Bearer ${key}` })],
    ['both', (key: string) => ({ 'x-api-key': key, authorization: `Bearer ${key}` })],
    ['either', (key: string) => ({ 'x-api-key': 'other', authorization: `Bearer ${key}` })],
  ])('is taken in %s, and does not reach Kimi', async (_where, headers) => {
    const bench = await EngineBench.start(REQUIRED)
    const key = localKey(bench.paths).reveal()
    const answer = await call(bench.port, '/echo', { headers: headers(key) })
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(key)
    expect(bench.simulator.log.apiRequestCount).toBe(1)
  })

  test.each([
    ['none', {}],
    ['any text', { authorization: 'Bearer kimi-proxy' }],
    ['an empty one', { 'x-api-key': '', authorization: 'Bearer ' }],
  ])('refuses %s with one sentence that names the way out, and asks Kimi nothing', async (_what, headers) => {
    const bench = await EngineBench.start(REQUIRED)
    const answer = await ask(bench, headers)
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.text)).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error', message: expect.stringContaining('kimi-proxy token') },
    })
    expect(bench.simulator.log).toMatchObject({ apiRequestCount: 0, grantedCount: 0 })
    expect(bench.lines.map(({ event }) => event)).toContain('refused')
  })

  test('is not wanted for health', async () => {
    const bench = await EngineBench.start(REQUIRED)
    expect((await call(bench.port, '/health')).status).toBe(200)
  })

  test('is not wanted for Claude Code’s look whether anybody is there, which does not reach Kimi then', async () => {
    const bench = await EngineBench.start(REQUIRED)
    expect((await call(bench.port, '/api/hello', { method: 'HEAD' })).status).toBe(200)
    expect((await call(bench.port, '/api/hello')).status).toBe(401)
    expect(bench.simulator.log.apiRequestCount).toBe(0)
  })

  test('is the one that is in the file now, whenever it changes', async () => {
    const bench = await EngineBench.start(REQUIRED)
    writeFileSync(bench.paths.localKeyFile, 'a-new-key-of-mine-own\n')
    expect(
      (await call(bench.port, '/echo', { headers: { 'x-api-key': 'a-new-key-of-mine-own' } })).status,
    ).toBe(200)
    writeFileSync(bench.paths.localKeyFile, 'a-new-key-of-mine-two\n')
    expect(
      (await call(bench.port, '/echo', { headers: { 'x-api-key': 'a-new-key-of-mine-own' } })).status,
    ).toBe(401)
  })

  test('is nobody’s where none can be kept', async () => {
    const bench = await EngineBench.start(REQUIRED)
    mkdirSync(bench.paths.localKeyFile)
    expect((await ask(bench, { 'x-api-key': 'anything' })).status).toBe(401)
  })
})

test('any text does while no key is required, and none too', async () => {
  const bench = await EngineBench.start()
  expect((await call(bench.port, '/echo', { headers: { 'x-api-key': 'whatever' } })).status).toBe(200)
  expect((await call(bench.port, '/echo')).status).toBe(200)
})
