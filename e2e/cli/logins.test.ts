/** `kimi-proxy status` and `kimi-proxy use`: whose login, and which one from now on. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { sandboxed } from '../harness/sandboxed'

async function bench() {
  const { simulator, sandbox } = await sandboxed({ isSignedIn: false })
  const own = join(sandbox.home, 'credentials', 'kimi-code.json')
  const cli = join(sandbox.root, '.kimi', 'credentials', 'kimi-code.json')
  const json = async () => JSON.parse((await sandbox.run(['status', '--json'])).stdout)
  return { simulator, sandbox, own, cli, json }
}

describe('status', () => {
  test('names every login there is, marks the one in use, and exits as --check does', async () => {
    const { simulator, sandbox, own } = await bench()
    sandbox.saveLogin(simulator.issueLogin())
    expect(await sandbox.run(['status'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`    - kimi-code (${sandbox.credentials})`),
    })
    sandbox.saveLogin(simulator.issueLogin(), own)
    await sandbox.startEngine()
    const { code, stdout } = await sandbox.run(['status'])
    expect(code).toBe(0)
    expect(stdout).toContain('kimi-proxy healthy')
    expect(stdout).toContain(`    * own (${own})`)
    expect(stdout).toContain(`    - kimi-code (${sandbox.credentials})`)
    expect(stdout).toContain('  Login to use: auto')
  })

  test('says the same as one JSON object, without a secret', async () => {
    const { simulator, sandbox, json, own } = await bench()
    const login = simulator.issueLogin()
    sandbox.saveLogin(login, own)
    expect(await json()).toMatchObject({ engine: 'none', healthy: false, login: null, use: 'auto' })
    const { port, pid } = await sandbox.startEngine()
    const { stdout } = await sandbox.run(['status', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      engine: 'running',
      pid,
      port,
      host: 'cli',
      healthy: true,
      region: null,
      requests_waiting: 0,
      login: { owner: 'own', path: own },
      logins: [{ owner: 'own', path: own, usable: true, in_use: true }],
      error: null,
    })
    expect(stdout).not.toContain(login.access_token)
    expect(stdout).not.toContain(login.refresh_token)
  })
})

describe('use', () => {
  test('changes the login of a running engine at once, and is remembered for the next', async () => {
    const { simulator, sandbox, own, json } = await bench()
    sandbox.saveLogin(simulator.issueLogin())
    sandbox.saveLogin(simulator.issueLogin(), own)
    await sandbox.startEngine()
    expect(await sandbox.run(['use', 'kimi-code'])).toMatchObject({
      code: 0,
      stdout: 'Using the kimi-code login\n',
    })
    expect(await json()).toMatchObject({ use: 'kimi-code', login: { owner: 'kimi-code' } })
    await sandbox.run(['--stop'])
    await sandbox.startEngine()
    expect(await json()).toMatchObject({ login: { owner: 'kimi-code' } })
    await sandbox.run(['use', 'auto'])
    expect(await json()).toMatchObject({ use: 'auto', login: { owner: 'own' } })
    expect(statSync(join(sandbox.home, 'login.json')).mode & 0o777).toBe(0o600)
  })

  test('without an engine is what the next one begins with', async () => {
    const { simulator, sandbox, own, cli, json } = await bench()
    sandbox.saveLogin(simulator.issueLogin(), own)
    sandbox.saveLogin(simulator.issueLogin(), cli)
    expect((await sandbox.run(['use', 'kimi-cli'])).code).toBe(0)
    const { port } = await sandbox.startEngine()
    expect(await json()).toMatchObject({ use: 'kimi-cli', login: { owner: 'kimi-cli' } })
    expect((await message(port, 'hello')).status).toBe(200)
  })

  test.each([false, true])(
    'of a login that is not there is refused and changes nothing (engine: %s)',
    async (runs) => {
      const { simulator, sandbox, own, json } = await bench()
      sandbox.saveLogin(simulator.issueLogin(), own)
      if (runs) await sandbox.startEngine()
      const { code, stderr } = await sandbox.run(['use', 'kimi-cli'])
      expect(code).toBe(1)
      expect(stderr).toBe(
        'kimi-proxy: The login of Kimi CLI was not found. Sign in with that tool first: kimi login.\n',
      )
      expect(await json()).toMatchObject({ use: 'auto' })
    },
  )

  test('is no use where a login file is named', async () => {
    const { simulator, sandbox, own } = await bench()
    sandbox.saveLogin(simulator.issueLogin(), own)
    const { code, stderr } = await sandbox.run(['use', 'own'], { KIMI_PROXY_CREDENTIALS: own })
    expect([code, stderr]).toEqual([64, expect.stringContaining('KIMI_PROXY_CREDENTIALS')])
  })

  test('passes over a file of picks that makes no sense', async () => {
    const { simulator, sandbox, own, json } = await bench()
    sandbox.saveLogin(simulator.issueLogin(), own)
    writeFileSync(join(sandbox.home, 'login.json'), '{"use":7')
    await sandbox.startEngine()
    expect(await json()).toMatchObject({ use: 'auto', login: { owner: 'own' } })
  })
})

test('--park makes an engine let requests wait; without it they fail at once', async () => {
  const { simulator, sandbox, own, json } = await bench()
  sandbox.saveLogin(simulator.issueLogin(), own)
  const plain = await sandbox.startEngine()
  simulator.revokeLogins()
  expect((await message(plain.port, 'hello', true)).status).toBe(402)
  await sandbox.run(['--stop'])
  const port = await freePort()
  expect((await sandbox.run(['--port', String(port), '--park'])).code).toBe(0)
  const answer = message(port, 'hello', true)
  while ((await json()).requests_waiting !== 1);
  sandbox.saveLogin(simulator.issueLogin(), own)
  expect(await answer).toMatchObject({ status: 200, text: expect.stringContaining('message_stop') })
  expect(readFileSync(own, 'utf8')).toContain('refresh_token')
})

test('a login of one host is never sent to another (checklist 30)', async () => {
  const { simulator, sandbox } = await bench()
  const scoped = { KIMI_PROXY_UPSTREAM: 'https://api.kimi.ai/coding', KIMI_CODE_OAUTH_HOST: '' }
  sandbox.saveLogin(simulator.issueLogin(), join(sandbox.home, 'credentials', 'kimi-code.json'))
  const { stdout } = await sandbox.run(['status', '--json'], scoped)
  expect(JSON.parse(stdout)).toMatchObject({ region: 'global', logins: [] })
})
