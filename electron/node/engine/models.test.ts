import { expect, test } from 'vitest'
import { KNOWN_MODELS } from '../../core/settings/models'
import { EngineBench } from '../../testing/engine-bench'
import { askModels } from './process'
import { readRunFile } from './run-file'

async function models(bench: EngineBench) {
  const record = readRunFile(bench.paths.runFile)
  if (record === null) throw new Error('no run file')
  return askModels(record)
}

test('are those that Kimi lists, asked for once', async () => {
  const bench = await EngineBench.start()
  const listed = await models(bench)
  expect(listed.map(({ id }) => id)).toEqual([
    'kimi-for-coding',
    'kimi-for-coding-highspeed',
    'k3',
    'k3-256k',
  ])
  expect(listed[2]).toEqual({ id: 'k3', name: 'Kimi K3', contextTokens: 1_048_576 })
  const asked = bench.simulator.log.apiRequestCount
  expect(await models(bench)).toEqual(listed)
  expect(bench.simulator.log.apiRequestCount).toBe(asked)
})

test.each([
  { status: 500, body: 'no' },
  { status: 200, body: '<html>' },
  { status: 401, body: {} },
])('are the known ones where Kimi answers %j', async (answer) => {
  const bench = await EngineBench.start()
  bench.simulator.script({ on: 'api', answer })
  expect(await models(bench)).toEqual(KNOWN_MODELS)
  expect(bench.simulator.log.grantedCount).toBe(0)
})
