/** An engine that goes over to other hosts because the login there is the one that is there. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Settings } from '../../core/settings/schema'
import { EngineBench } from '../../testing/engine-bench'
import { message } from '../../testing/network/client'
import { rawUpstream } from '../../testing/network/raw-upstream'
import { KimiSimulator } from '../../testing/simulated-kimi'
import { until } from '../../testing/until'
import { ownLogin } from '../login/login-files'

/** An engine at one Kimi, without a login there, on a machine whose settings may come to name another Kimi. */
async function twoRegions(upstream?: string) {
  const other = await KimiSimulator.start()
  onTestFinished(() => other.stop())
  let present: Settings | null = null
  const bench = await EngineBench.start({
    parkMs: 60_000,
    ...(upstream === undefined ? {} : { upstream }),
    settings: { credentials: null },
    currentSettings: (settings) => present ?? settings,
  })
  const moveTo = (settings: Settings) => {
    present = { ...settings, oauthHost: other.origin, upstream: other.upstream }
    const { path } = ownLogin(present, bench.paths).source
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(other.issueLogin()))
    return path
  }
  return { bench, other, moveTo }
}

test('a request that waits for a sign-in is served by the region that the person has signed in to', async () => {
  const { bench, other, moveTo } = await twoRegions()
  const answer = message(bench.port, 'hello', true)
  await until('it waits', () => bench.engine.state.traffic.waitingRequests === 1)
  const path = moveTo(bench.settings)
  // Nobody says so: while somebody waits it is looked for.
  expect((await answer).text).toContain('message_stop')
  expect(bench.engine.state.login).toMatchObject({ kind: 'signedIn', source: { owner: 'own', path } })
  expect([other.log.apiRequestCount, bench.simulator.log.apiRequestCount]).toEqual([1, 0])
})

test('a person who picks the login of another region takes the hosts with it, and no token goes astray', async () => {
  const { bench, other, moveTo } = await twoRegions()
  const own = ownLogin(bench.settings, bench.paths).source.path
  mkdirSync(dirname(own), { recursive: true })
  writeFileSync(own, JSON.stringify(bench.simulator.issueLogin()))
  await bench.engine.look()
  expect((await message(bench.port, 'hello')).status).toBe(200)
  moveTo(bench.settings)
  await bench.engine.command({ kind: 'use', pick: 'own' })
  expect((await message(bench.port, 'hello')).status).toBe(200)
  expect([other.log.apiRequestCount, other.log.failures401]).toEqual([1, 0])
})

test('what is being answered by the former region goes on to its end there', async () => {
  const { bench, other, moveTo } = await twoRegions()
  const own = ownLogin(bench.settings, bench.paths).source.path
  mkdirSync(dirname(own), { recursive: true })
  writeFileSync(own, JSON.stringify(bench.simulator.issueLogin()))
  await bench.engine.look()
  // From here on there is a connection to take up again.
  await message(bench.port, 'hello')
  bench.simulator.script({ on: 'api', stallAfterEvents: 2, ms: 300 })
  bench.simulator.script({ on: 'api', delayMs: 300 })
  const answers = [message(bench.port, 'hello', true), message(bench.port, 'hello')]
  await until('both are with Kimi', () => bench.simulator.log.apiRequestCount === 3)
  moveTo(bench.settings)
  await bench.engine.command({ kind: 'use', pick: 'own' })
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
  expect([other.log.apiRequestCount, bench.simulator.log.apiRequestCount]).toEqual([0, 3])
})

test('a request that is sent once more after the region has changed takes the token of the new one', async () => {
  let cut: () => void = () => undefined
  const former = await rawUpstream(async (wire) => {
    await wire.message()
    await wire.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
    await wire.message()
    cut = () => wire.socket.destroy()
  })
  const { bench, other, moveTo } = await twoRegions(former.url)
  const own = ownLogin(bench.settings, bench.paths).source.path
  mkdirSync(dirname(own), { recursive: true })
  writeFileSync(own, JSON.stringify(bench.simulator.issueLogin()))
  await bench.engine.look()
  await message(bench.port, 'hello')
  // On the connection that lay idle, so that its break counts as stale.
  const answer = message(bench.port, 'hello')
  await until('it is with Kimi', () => former.connections[0]?.text.split('POST ').length === 3)
  moveTo(bench.settings)
  await bench.engine.command({ kind: 'use', pick: 'own' })
  cut()
  expect((await answer).status).toBe(200)
  expect([other.log.apiRequestCount, other.log.failures401]).toEqual([1, 0])
})
