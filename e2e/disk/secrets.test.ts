/** After a session in which everything went wrong at least once, no token is anywhere but in the login file. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { call } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { machine, type TestEngine } from '../harness/machine'

/** Every token the simulator ever issues has this form, whatever became of it. */
const TOKEN = /sim-[ar]t-[\w-]{20,}/

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

it('no token and no control secret leaks into files, output, health or state', async ({ onTestFinished }) => {
  const { simulator, sandbox, start } = await machine(onTestFinished, { expiresInSeconds: 30 })
  const outputs: string[] = []
  const secrets: string[] = []
  const look = async (engine: TestEngine): Promise<void> => {
    secrets.push(engine.secret())
    outputs.push((await call(engine.port, '/health')).text, (await engine.control('GET', 'state')).text)
    const check = await sandbox.run(['--check', '--port', String(engine.port)])
    outputs.push(check.stdout, check.stderr)
  }
  const quoting = (status: number) => {
    // A careless server that repeats what it was sent.
    const { refresh_token, access_token } = sandbox.readLogin()
    const body = { error: 'server_error', error_description: `no ${refresh_token} and no ${access_token}` }
    simulator.script({ on: 'token', answer: { status, body } }, 3)
  }
  const { access_token: first } = simulator.issueLogin()
  sandbox.saveLogin(simulator.issueLogin())
  const engine = await start()

  // Served, renewed, healed.
  for (const path of ['/v1/messages', `/v1/messages?api_key=${first}`]) {
    await call(engine.port, path, {
      method: 'POST',
      headers: { authorization: `Bearer ${first}` },
      body: '{}',
    })
  }
  expect((await engine.ask('count to 5', true)).status).toBe(200)
  expect(await engine.refresh()).toEqual({ ok: true })
  simulator.revokeAccessTokens()
  expect((await engine.ask()).status).toBe(200)
  await look(engine)

  // Errors of the API and of the token endpoint, some of which quote the token.
  simulator.script({ on: 'api', dropBeforeHeaders: true })
  outputs.push((await engine.ask()).text)
  simulator.script({ on: 'api', cutStreamAfterEvents: 2 })
  outputs.push(await engine.ask('count to 9', true).then(({ text }) => text, String))
  quoting(418)
  outputs.push(JSON.stringify(await engine.refresh()))
  await look(engine)
  while ((await engine.refresh()).ok === false) await new Promise((resolve) => setTimeout(resolve, 50))
  outputs.push((await call(engine.port, '/__kimi-proxy/stop', { method: 'POST' })).text)

  // Killed in the middle of a renewal, started again, and signed out in the end.
  simulator.onRotated = async () => {
    simulator.onRotated = null
    await engine.kill()
    return 'drop'
  }
  await engine.refresh().catch(() => undefined)
  sandbox.saveLogin(simulator.issueLogin())
  const second = await start()
  expect((await second.ask()).status).toBe(200)
  quoting(400)
  outputs.push(JSON.stringify(await second.refresh()))
  await look(second)
  simulator.revokeLogins()
  await until('it says so', async () => {
    const { status, text } = await second.ask()
    outputs.push(text)
    return status === 402
  })
  await look(second)
  await second.stop()
  outputs.push(engine.output, second.output)

  for (const text of outputs) {
    expect(text).not.toMatch(TOKEN)
    for (const secret of secrets) expect(text).not.toContain(secret)
  }
  const files = filesBelow(sandbox.root).filter((path) => path !== sandbox.credentials)
  expect(files.map((path) => relative(sandbox.root, path))).toContain(
    join('proxy-home', 'logs', 'kimi-proxy.ndjson'),
  )
  for (const path of files) {
    const text = readFileSync(path, 'latin1')
    expect(text, path).not.toMatch(TOKEN)
    if (path.endsWith('run.json')) continue
    for (const secret of secrets) expect(text, path).not.toContain(secret)
  }
  expect(simulator.log.grantedCount).toBeGreaterThanOrEqual(3)
})
