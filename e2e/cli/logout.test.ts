/** `kimi-proxy logout`: asks, takes away the proxy's own login and nothing else, and says what is used then. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pathsFor } from '../../electron/node/files/paths'
import { ownLogin } from '../../electron/node/login/login-files'
import { writeLoginPick } from '../../electron/node/login/login-pick'
import { CLI, finish } from '../../electron/testing/harness'
import { message } from '../../electron/testing/network/client'
import { sandboxed } from '../harness/sandboxed'

async function bench() {
  const { simulator, sandbox } = await sandboxed({ isSignedIn: false })
  const paths = pathsFor({ KIMI_PROXY_HOME: sandbox.home })
  const hosts = { oauthHost: simulator.origin, upstream: simulator.upstream }
  const own = ownLogin(hosts, paths).source.path
  const signIn = () => sandbox.saveLogin(simulator.issueLogin(), own)
  return { simulator, sandbox, paths, own, signIn }
}

describe('kimi-proxy logout', () => {
  test('says so where there is nothing to remove, and leaves nothing behind', async () => {
    const { sandbox } = await bench()
    sandbox.saveLogin({ access_token: 'a', refresh_token: 'r' })
    const { code, stdout } = await sandbox.run(['logout'])
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Kimi Proxy has no login of its own. Nothing was removed.\n',
    })
    expect(existsSync(sandbox.credentials)).toBe(true)
    expect(existsSync(sandbox.home)).toBe(false)
  })

  test('removes nothing where it cannot ask', async () => {
    const { sandbox, own, signIn } = await bench()
    signIn()
    const { code, stderr } = await sandbox.run(['logout'])
    expect(code).toBe(64)
    expect(stderr).toBe(
      'kimi-proxy: logout asks first, and nobody can answer here. Run kimi-proxy logout --yes.\n',
    )
    expect(existsSync(own)).toBe(true)
  })

  test('removes only our own login; twice is fine', async () => {
    const { simulator, sandbox, own, signIn } = await bench()
    signIn()
    sandbox.saveLogin(simulator.issueLogin())
    const first = await sandbox.run(['logout', '--yes'])
    expect(first.code).toBe(0)
    expect(first.stdout).toBe(
      `Removed Kimi Proxy’s own login.\nFrom now on Kimi Proxy uses the login of Kimi Code (${sandbox.credentials}).\n`,
    )
    expect(existsSync(own)).toBe(false)
    expect(sandbox.readLogin()['refresh_token']).toMatch(/^sim-rt-/)
    expect((await sandbox.run(['logout', '--yes'])).code).toBe(0)
  })

  test('has a running proxy go on with another login at once', async () => {
    const { simulator, sandbox, paths, signIn } = await bench()
    signIn()
    sandbox.saveLogin(simulator.issueLogin())
    await writeLoginPick(paths, 'own')
    const { port } = await sandbox.startEngine()
    const { stdout } = await sandbox.run(['logout', '--yes'])
    expect(stdout).toContain('the login of Kimi Code')
    expect((await message(port, 'hello')).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(sandbox.readLogin()['access_token'])
  })

  test('of the only login says how to sign in again, and the running proxy wants a sign-in', async () => {
    const { sandbox, signIn } = await bench()
    signIn()
    const { port } = await sandbox.startEngine()
    expect((await message(port, 'hello')).status).toBe(200)
    const { code, stdout } = await sandbox.run(['logout', '--yes'])
    expect(code).toBe(0)
    expect(stdout).toContain('To sign in again: kimi-proxy login, or kimi login.')
    expect((await message(port, 'hello')).status).toBe(402)
  })

  test.each([
    ['y\n', 0, false],
    ['n\n', 1, true],
    ['\n', 1, true],
  ])('asks in a terminal, and takes %j for an answer', { tags: 'script' }, async (typed, code, kept) => {
    const { sandbox, own, signIn } = await bench()
    signIn()
    const command = `'${process.execPath}' '${CLI}' logout`
    const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
      env: { ...sandbox.env, TERM: 'xterm', SHELL: '/bin/sh' },
    })
    terminal.stdout.once('data', () => terminal.stdin.write(typed))
    const finished = await finish(terminal)
    expect(finished.stdout).toContain(
      'Remove Kimi Proxy’s own login? The logins of other Kimi tools stay. [y/N]',
    )
    expect(finished.code).toBe(code)
    expect(existsSync(own)).toBe(kept)
  })
})

test('the help names both commands', async () => {
  const { sandbox } = await bench()
  const { stdout } = await sandbox.run(['--help'])
  for (const name of ['kimi-proxy login', 'kimi-proxy logout', '--region', '--open', '--yes']) {
    expect(stdout).toContain(name)
  }
})
