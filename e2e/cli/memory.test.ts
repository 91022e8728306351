/** A hundred uploads at once, and what the engine's process holds of the memory before and after. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { call } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { machine, type TestEngine } from '../harness/machine'

const UPLOADS = 100
const UPLOAD_BYTES = 3_900_000
const LIMIT_MS = 60_000

it('after a burst of uploads the memory is back within 1.5 times of before in a minute', {
  tags: 'linux',
  timeout: LIMIT_MS + 60_000,
}, async ({ onTestFinished }) => {
  const { simulator, sandbox, start } = await machine(onTestFinished)
  sandbox.saveLogin(simulator.issueLogin())
  const engine = await start()
  await call(engine.port, '/echo', { method: 'POST', body: Buffer.alloc(1_000) })
  const before = residentMb(engine)
  const body = Buffer.alloc(UPLOAD_BYTES, 'kimi')
  const answers = await Promise.all(
    Array.from({ length: UPLOADS }, () => call(engine.port, '/echo', { method: 'POST', body })),
  )
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  const after = residentMb(engine)
  // Otherwise there was no burst, and the test shows nothing.
  expect(after).toBeGreaterThan(before * 1.7)
  await until(
    `${before} MB before, ${after} MB after`,
    () => residentMb(engine) <= before * 1.5,
    LIMIT_MS,
  ).finally(() =>
    process.stdout.write(`memory: ${before} MB before, ${after} after, ${residentMb(engine)} now\n`),
  )
})

/** The kernel's figure. */
function residentMb({ child }: TestEngine): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024)
}
