import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { machine, type TestEngine } from '../harness/machine'
import type { KimiSimulator } from '../simulator'

async function expectSignInNeeded(engine: TestEngine): Promise<void> {
  const { status, headers, text } = await engine.ask()
  expect(status).toBe(402)
  expect(headers['content-type']).toBe('application/json')
  expect(JSON.parse(text)).toEqual({
    type: 'error',
    error: {
      type: 'billing_error',
      message: expect.stringMatching(/^Kimi sign-in needed: .+\. Sign in with .+`kimi login`.+\.$/),
    },
    request_id: expect.stringMatching(/^req_/),
  })
  const health = await engine.health()
  expect(health.status).toBe(503)
  expect(health.body).toMatchObject({
    status: 'unhealthy',
    token_valid: false,
    recovery: expect.stringContaining('kimi login'),
  })
}

/** How often Kimi was asked with each refresh token. */
function timesSent(simulator: KimiSimulator): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { refreshToken } of simulator.log.refreshRequests)
    counts[refreshToken] = (counts[refreshToken] ?? 0) + 1
  return counts
}

describe('a login that Kimi has ended', () => {
  it('of kimi-code: is said so everywhere, sent once, entombed, and replaced without a restart', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const login = simulator.issueLogin()
    sandbox.saveLogin({ device: { id: 7 }, ...login, note: 'keep me' })
    const engine = await start()
    simulator.revokeLogins()
    for (let round = 0; round < 5; round += 1) await expectSignInNeeded(engine)
    expect((await engine.askAtOnce(20)).statuses).toEqual({ 402: 20 })
    expect((await engine.refresh()).ok).toBe(false)
    const check = await sandbox.run(['--check', '--port', String(engine.port)])
    expect(check.code).toBe(2)
    expect(check.stdout).toMatch(/UNHEALTHY[\s\S]*Error: .+\n\s+Recovery: .*kimi login/)
    expect(timesSent(simulator)).toEqual({ [login.refresh_token]: 1 })
    expect(readFileSync(sandbox.credentials, 'utf8')).toBe(
      `${JSON.stringify(
        {
          device: { id: 7 },
          ...login,
          access_token: '',
          refresh_token: '',
          expires_in: 0,
          expires_at: 0,
          note: 'keep me',
        },
        null,
        2,
      )}\n`,
    )
    sandbox.saveLogin(simulator.issueLogin())
    expect((await engine.ask()).status).toBe(200)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
    expect(timesSent(simulator)).toEqual({ [login.refresh_token]: 1 })
  })

  it('of kimi-cli: its file is left as it was, also after a restart', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const shareDir = join(sandbox.root, 'share')
    const path = join(shareDir, 'credentials', 'kimi-code.json')
    const login = simulator.issueLogin()
    sandbox.saveLogin(login, path)
    const before = { text: readFileSync(path, 'utf8'), mtimeMs: statSync(path).mtimeMs }
    const env = { KIMI_SHARE_DIR: shareDir }
    const engine = await start({ env })
    simulator.revokeLogins()
    await expectSignInNeeded(engine)
    await expectSignInNeeded(engine)
    expect(timesSent(simulator)).toEqual({ [login.refresh_token]: 1 })
    expect({ text: readFileSync(path, 'utf8'), mtimeMs: statSync(path).mtimeMs }).toEqual(before)
    // A new process has no memory of the refusal and may ask once more.
    await engine.kill()
    const second = await start({ env })
    await expectSignInNeeded(second)
    await expectSignInNeeded(second)
    expect(timesSent(simulator)).toEqual({ [login.refresh_token]: 2 })
    expect(readFileSync(path, 'utf8')).toBe(before.text)
    sandbox.saveLogin(simulator.issueLogin(), path)
    expect((await second.ask()).status).toBe(200)
  })

  it('while another CLI is signed in: the proxy goes over to that, unseen by the client', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const kimiCode = simulator.issueLogin()
    const kimiCli = simulator.issueLogin()
    const cliPath = join(sandbox.root, '.kimi', 'credentials', 'kimi-code.json')
    sandbox.saveLogin(kimiCode)
    sandbox.saveLogin(kimiCli, cliPath)
    const engine = await start()
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(kimiCode.access_token)
    simulator.revokeLogins(kimiCode.refresh_token)
    expect((await engine.askAtOnce(20)).statuses).toEqual({ 200: 20 })
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(kimiCli.access_token)
    expect(timesSent(simulator)).toEqual({ [kimiCode.refresh_token]: 1 })
    expect(sandbox.readLogin()['refresh_token']).toBe('')
    expect(sandbox.readLogin(cliPath)).toEqual(kimiCli)
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
    expect((await sandbox.run(['--check', '--port', String(engine.port)])).stdout).toContain(cliPath)
  })

  it('while its access token still lives: that serves out its time', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    const engine = await start()
    simulator.script({ on: 'token', answer: { status: 400, body: { error: 'invalid_grant' } } })
    expect((await engine.refresh()).ok).toBe(true)
    expect((await engine.ask()).status).toBe(200)
    const health = await engine.health()
    expect(health.status).toBe(200)
    expect(health.body['error']).toMatch(/^Kimi no longer accepts this login/)
    expect(health.body['recovery']).toContain('kimi login')
    expect(timesSent(simulator)).toEqual({ [login.refresh_token]: 1 })
  })
})

describe('access tokens that die early', () => {
  it('without any login: says so, and takes the first that appears', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const engine = await start()
    expect(engine.output).toContain('Signed out: No Kimi login was found.')
    await expectSignInNeeded(engine)
    expect(simulator.log.apiRequestCount).toBe(0)
    sandbox.saveLogin(simulator.issueLogin())
    expect((await engine.health()).status).toBe(200)
    expect((await engine.ask()).status).toBe(200)
  })
})
