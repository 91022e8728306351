/** Tests of the list of requests that the app keeps for its window, with a real engine and a simulated Kimi. */
import { expect, test } from 'vitest'
import { keepDays, loadDays } from '../../node/recorder/days-file'
import { AppBench } from '../../testing/app-bench'
import { gate } from '../../testing/gate'
import { message } from '../../testing/network/client'
import { until } from '../../testing/until'

test('the list goes on over stops and starts of the proxy, and tells those after a number', async () => {
  const bench = await AppBench.start()
  await message(bench.port, 'one')
  await bench.command({ kind: 'stop', atOnce: true })
  await bench.command({ kind: 'start' })
  await message(bench.port, 'two', true)
  const { requests } = bench.app
  await until('both are kept', () => requests(0).records.length === 2)
  expect(requests(0).records.map(({ seq, status, stream }) => [seq, status, stream])).toEqual([
    [1, 200, false],
    [2, 200, true],
  ])
  expect(requests(1).records.map(({ seq }) => seq)).toEqual([2])
  expect(requests(0).running).toEqual([])
})

test('a request under way is listed until it ends, with its model once its answer has begun', async () => {
  const bench = await AppBench.start()
  const { requests } = bench.app
  const held = gate()
  bench.simulator.script({ on: 'api', heldUntil: held.passed })
  const answer = message(bench.port, 'count to 3, slow 20 ms', true)
  await until('it is listed', () => requests(0).running.length === 1)
  expect(requests(0).running).toMatchObject([
    { method: 'POST', path: '/v1/messages', model: null, isAnswered: false },
  ])
  held.open()
  await until('its answer has begun', () => requests(0).running[0]?.isAnswered === true)
  expect(requests(0).running[0]?.model).toBe('kimi-for-coding')
  await answer
  await until('it has ended', () => requests(0).running.length === 0)
  expect(requests(0).records).toMatchObject([{ model: 'kimi-for-coding', end: 'complete' }])
})

test('one whose client has left is listed no more', async () => {
  const bench = await AppBench.start()
  bench.simulator.script({ on: 'api', hangBeforeHeaders: true })
  const leaving = new AbortController()
  const { signal } = leaving
  const left = fetch(`http://127.0.0.1:${bench.port}/v1/models`, { signal }).catch(() => null)
  await until('it is listed', () => bench.app.requests(0).running.length === 1)
  leaving.abort()
  await left
  await until('it has ended', () => bench.app.requests(0).running.length === 0)
  expect(bench.app.requests(0).records).toMatchObject([{ path: '/v1/models', end: 'clientGone' }])
})

test('sums that another engine has kept meanwhile are not lost', async () => {
  const bench = await AppBench.start()
  await message(bench.port, 'one')
  await bench.command({ kind: 'stop', atOnce: true })
  const paths = { daysFile: `${bench.sandbox.home}/days.json` }
  const [today] = loadDays(paths)
  if (today === undefined) throw new Error('no sums were kept')
  await keepDays(paths, [{ ...today, requests: today.requests + 5 }])
  await bench.command({ kind: 'start' })
  await message(bench.port, 'two')
  await bench.command({ kind: 'stop', atOnce: true })
  expect(loadDays(paths)[0]?.requests).toBe(today.requests + 6)
})
