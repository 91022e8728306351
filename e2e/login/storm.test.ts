/** A stormy Kimi for 15 s; KIMI_PROXY_LONG=1: for two minutes. KIMI_PROXY_SEED repeats a run. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { machine } from '../harness/machine'
import { someSeed } from './random'
import { Storm } from './storm'

const DURATION_MS = process.env['KIMI_PROXY_LONG'] === '1' ? 120_000 : 15_000

it(`odd answers and short troubles for ${DURATION_MS / 1000} s lose no login and fail no request that waiting would have served`, {
  timeout: DURATION_MS * 2 + 120_000,
}, async ({ onTestFinished }) => {
  const seed = someSeed()
  process.stdout.write(`storm with KIMI_PROXY_SEED=${seed}\n`)
  const bench = await machine(onTestFinished, { expiresInSeconds: 6 })
  const { simulator, sandbox } = bench
  sandbox.saveLogin(simulator.issueLogin())
  const engine = await bench.start()
  expect((await engine.ask()).status).toBe(200)
  const storm = new Storm(bench, engine, { seed, clients: 4, durationMs: DURATION_MS })
  await storm.run()

  const failed = storm.seen.filter(({ status }) => status !== 200)
  const { grantedCount } = simulator.log
  process.stdout.write(
    `${JSON.stringify({ seed, requests: storm.seen.length, failed: failed.length, troubles: storm.oracle.count, rotations: grantedCount })}\n`,
  )
  expect(storm.curable).toEqual([])
  expect(simulator.log.resentRequests()).toEqual([])
  expect(await engine.refresh()).toEqual({ ok: true })
  expect((await engine.ask()).status).toBe(200)
  const last = simulator.log.refreshRequests.findLast(({ outcome }) => outcome === 'granted')
  expect(JSON.parse(readFileSync(sandbox.credentials, 'utf8'))).toMatchObject({
    refresh_token: last?.successor,
  })
})
