/** `--check`: one look at how it stands, in the origin's words, and an exit code for scripts. */
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linesOf, Sandbox } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'

/** Right after the refusal, and once the file says so too. */
const ENDED = /Kimi no longer accepts this login|Kimi signed you out/

let simulator: KimiSimulator
let sandbox: Sandbox

beforeEach(async () => {
  simulator = await KimiSimulator.start()
  sandbox = new Sandbox(simulator)
})

afterEach(async () => {
  await sandbox.close()
  await simulator.stop()
})

it('healthy: 0, with expiry, uptime, watchdog, login and every setting with its source', async () => {
  sandbox.saveLogin(simulator.issueLogin())
  const { pid, port } = await sandbox.startEngine({
    HTTPS_PROXY: 'http://me:pass-word@127.0.0.1:7890',
    NO_PROXY: 'corp.example',
  })
  const { code, stdout, stderr } = await sandbox.run(['--check'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = linesOf(stdout)
  expect(lines[0]).toBe(`kimi-proxy healthy (PID ${pid}) on port ${port}`)
  expect(lines[1]).toMatch(/^ {2}Token expires in: 14m [45]\ds$/)
  expect(lines[2]).toBe(`  Login: kimi-code (${sandbox.credentials})`)
  expect(lines[3]).toMatch(/^ {2}Uptime: 0m \d+s$/)
  expect(lines[4]).toBe('  Requests wait: no')
  expect(lines[5]).toBe('  Watchdog: not running')
  expect(lines.slice(6).sort()).toEqual([
    '  Setting: noProxy = corp.example (from NO_PROXY)',
    `  Setting: oauthHost = ${simulator.origin} (from KIMI_CODE_OAUTH_HOST)`,
    `  Setting: port = ${port} (from --port)`,
    '  Setting: proxy = http://[redacted]@127.0.0.1:7890 (from HTTPS_PROXY)',
    `  Setting: upstream = ${simulator.upstream} (from KIMI_PROXY_UPSTREAM)`,
  ])
  expect(stdout).not.toContain('pass-word')
})

it('names the settings file as a source', async () => {
  const port = await freePort()
  sandbox.saveSettings({ port, noProxy: 'a.example', allowedOrigins: ['http://localhost:3000'] })
  expect((await sandbox.run([])).code).toBe(0)
  const { stdout } = await sandbox.run(['--check'])
  const file = `${sandbox.home}/settings.json`
  expect(stdout).toContain(`  Setting: port = ${port} (from ${file})`)
  expect(stdout).toContain(`  Setting: noProxy = a.example (from ${file})`)
  expect(stdout).toContain(`  Setting: allowedOrigins = http://localhost:3000 (from ${file})`)
})

it('of an engine that runs needs neither a settings file that makes sense nor such variables', async () => {
  sandbox.saveLogin(simulator.issueLogin())
  const { pid, port } = await sandbox.startEngine()
  const healthy = `kimi-proxy healthy (PID ${pid}) on port ${port}`
  const odd = { HTTPS_PROXY: 'x://y', KIMI_PROXY_UPSTREAM: 'nonsense', NODE_EXTRA_CA_CERTS: '' }
  sandbox.saveSettings('{\n  "port": 1,\n}')
  for (const command of ['--check', 'status']) {
    for (const env of [{}, odd]) {
      const { code, stdout } = await sandbox.run([command], env)
      expect({ code, first: linesOf(stdout)[0] }).toEqual({ code: 0, first: healthy })
      expect(stdout).toContain(`settings.json is not JSON (line 3, column 1).`)
    }
  }
  expect(await sandbox.run(['--stop'], odd)).toMatchObject({ code: 0, stderr: '' })
})

it('names keys that nobody reads, with the nearest one that there is', async () => {
  sandbox.saveSettings({ port: await freePort(), prxoy: 'http://a:1', colour: 'red' })
  const file = `${sandbox.home}/settings.json`
  const lines = [
    `  Setting: "prxoy" in ${file} is not known; did you mean "proxy"?`,
    `  Setting: "colour" in ${file} is not known`,
  ]
  expect(linesOf((await sandbox.run(['--check'])).stdout)).toEqual(expect.arrayContaining(lines))
  await sandbox.run([])
  expect(linesOf((await sandbox.run(['--check'])).stdout)).toEqual(expect.arrayContaining(lines))
  const status = JSON.parse((await sandbox.run(['status', '--json'])).stdout)
  expect(status['unknown_settings']).toEqual([
    { key: 'prxoy', nearest: 'proxy' },
    { key: 'colour', nearest: null },
  ])
})

it('says whether requests wait; a running engine is not changed by --park, which is said', async () => {
  sandbox.saveLogin(simulator.issueLogin())
  sandbox.saveSettings({ port: await freePort() })
  await sandbox.run([])
  const { pid } = sandbox.runRecord()
  const again = await sandbox.run(['--park'])
  expect(again.stderr).toBe(
    `kimi-proxy: The running proxy (PID ${pid}) does not let requests wait. To use --park, stop it first: kimi-proxy stop\n`,
  )
  const running = await sandbox.run(['--park', 'run', '--', process.execPath, '-e', ''])
  expect(running).toMatchObject({ code: 0, stderr: again.stderr })
  await sandbox.run(['--stop'])
  await sandbox.run(['--park'])
  const waits = '  Requests wait: up to 10m 0s for a sign-in or the network'
  expect((await sandbox.run(['--check'])).stdout).toContain(waits)
  expect((await sandbox.run(['status'])).stdout).toContain(waits)
  expect((await sandbox.run(['--park', 'run', '--', process.execPath, '-e', ''])).stderr).toBe('')
})

it('not running: 1', async () => {
  const port = String(await freePort())
  expect(await sandbox.run(['--check', '--port', port])).toEqual({
    code: 1,
    signal: null,
    stdout: 'kimi-proxy not running\n  Watchdog: not running\n',
    stderr: '',
  })
})

it('on another port than the one asked for: 1, and says where', async () => {
  const { pid, port } = await sandbox.startEngine()
  const asked = await freePort()
  const { code, stdout } = await sandbox.run(['--check', '--port', String(asked)])
  expect(code).toBe(1)
  expect(linesOf(stdout).slice(0, 2)).toEqual([
    `kimi-proxy not running on port ${asked}`,
    `  It runs on port ${port} (PID ${pid})`,
  ])
})

it('never causes a renewal', async () => {
  sandbox.saveLogin(simulator.issueLogin())
  await sandbox.startEngine()
  for (let times = 0; times < 3; times += 1) await sandbox.run(['--check'])
  expect(simulator.log.refreshRequests).toEqual([])
  expect(simulator.log.apiRequestCount).toBe(0)
})

describe('unhealthy', () => {
  it('without a login: 2, and what to do', async () => {
    const { pid, port } = await sandbox.startEngine()
    const { code, stdout } = await sandbox.run(['--check'])
    expect(code).toBe(2)
    expect(linesOf(stdout)[0]).toBe(`kimi-proxy UNHEALTHY (PID ${pid}) on port ${port}`)
    expect(stdout).toContain('  Error: No Kimi login was found.\n')
    expect(stdout).toMatch(/ {2}Recovery: .*kimi login/)
  })

  it('with a login that Kimi has ended: 2, and what to do', async () => {
    simulator.settings.expiresInSeconds = 1
    sandbox.saveLogin(simulator.issueLogin())
    simulator.revokeLogins()
    const { port } = await sandbox.startEngine()
    await until('the token has expired', async () => (await call(port, '/health')).status === 503)
    await until('Kimi has refused', () => simulator.log.refreshRequests.some((r) => r.outcome === 'refused'))
    await until('it knows', async () => ENDED.test((await call(port, '/health')).text))
    const { code, stdout } = await sandbox.run(['--check'])
    expect(code).toBe(2)
    expect(linesOf(stdout)[0]).toMatch(/^kimi-proxy UNHEALTHY \(PID \d+\) on port \d+$/)
    expect(stdout.split('  Error: ')[1]).toMatch(ENDED)
    expect(stdout).toMatch(/ {2}Recovery: .*kimi login/)
  })

  it('a dead login under a watchdog: 0, and nothing is restarted', async () => {
    await sandbox.run(['--watchdog', '--port', String(await freePort())])
    const { pid } = sandbox.runRecord()
    const { code, stdout } = await sandbox.run(['--check'])
    expect(code).toBe(0)
    expect(stdout).toContain('UNHEALTHY')
    expect(stdout).toContain('  Error: No Kimi login was found.')
    expect(sandbox.runRecord().pid).toBe(pid)
  })

  it('hung: 2, and how to be rid of it', async () => {
    const { pid, port } = await sandbox.startEngine()
    process.kill(pid, 'SIGSTOP')
    const { code, stdout } = await sandbox.run(['--check'])
    expect(code).toBe(2)
    expect(linesOf(stdout)).toEqual([
      `kimi-proxy UNHEALTHY (PID ${pid}) on port ${port}`,
      '  Error: It does not answer.',
      '  Recovery: Run kimi-proxy stop, then kimi-proxy.',
      '  Watchdog: not running',
    ])
    const started = await sandbox.run(['--port', String(port)])
    expect(started.code).toBe(1)
    expect(linesOf(started.stderr)).toHaveLength(1)
    expect(started.stderr).toContain('but it does not answer')
  })
})

it('an engine that was killed is not running, whatever its run file says', async () => {
  const { child } = await sandbox.serve()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(sandbox.hasRunFile).toBe(true)
  expect((await sandbox.run(['--check', '--port', String(await freePort())])).code).toBe(1)
})
