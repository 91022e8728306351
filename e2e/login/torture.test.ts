/** Six engines on one login, killed and stopped at random in Kimi's bad weather. KIMI_PROXY_LONG=1: two minutes of it. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { machine } from '../harness/machine'
import { buildWorker } from '../harness/worker-build'
import { LoginWatch } from './login-watch'
import { someSeed } from './random'
import { Torture } from './torture'

const LONG = process.env['KIMI_PROXY_LONG'] === '1'
const DURATION_MS = LONG ? 120_000 : 12_000

const root = mkdtempSync(join(tmpdir(), 'kimi-proxy-torture-'))
let reader = ''

beforeAll(async () => {
  reader = await buildWorker('../login/login-reader.ts', root)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

it(`six engines killed and stopped at random in bad weather for ${DURATION_MS / 1000} s never lose a login that was saved`, {
  timeout: DURATION_MS * 3 + 60_000,
}, async ({ onTestFinished }) => {
  const seed = someSeed()
  process.stdout.write(`torture with KIMI_PROXY_SEED=${seed}\n`)
  const bench = await machine(onTestFinished, { expiresInSeconds: 3 })
  const { simulator, sandbox } = bench
  sandbox.saveLogin(simulator.issueLogin())
  const watch = await LoginWatch.start(reader, sandbox.credentials)
  onTestFinished(() => watch.stop())
  const torture = new Torture(bench, watch, { seed, processes: 6, durationMs: DURATION_MS })
  onTestFinished(() => torture.end())
  await torture.run()

  const [first, ...others] = torture.engines
  expect(others).toHaveLength(5)
  // Whoever renews next clears away what killed processes left.
  expect(await first?.refresh()).toEqual({ ok: true })
  await Promise.all(torture.engines.map((engine) => engine.stop()))
  await watch.stop()
  const { grantedCount, refreshRequests } = simulator.log
  const failed = torture.judged.filter(({ status }) => status !== 200)
  const judged = { judged: torture.judged.length, failed: failed.length, troubles: torture.oracle.count }
  process.stdout.write(
    `${JSON.stringify({ seed, ...torture.report, ...judged, answers: torture.answers, rotations: grantedCount, requests: refreshRequests.length, reads: watch.reads })}\n`,
  )
  expect(watch.broken).toEqual([])
  expect(watch.reads).toBeGreaterThan(1_000)
  expect(simulator.log.resentRequests()).toEqual([])
  expect(torture.curable).toEqual([])
  expect(torture.report.deaths).toBeGreaterThan(0)
  expect(torture.report.stops).toBeGreaterThan(0)
  expect(
    Object.keys(torture.answers).filter((status) => !['200', '401', '402', '503'].includes(status)),
  ).toEqual([])
  expect(readdirSync(dirname(sandbox.credentials))).toEqual(['kimi-code.json'])
  expect(readdirSync(join(sandbox.root, '.kimi-code', 'oauth'))).toEqual([])
})
