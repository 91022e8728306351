/** What is written down and what others on this machine can see: enough to understand, and never a secret. */
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CLI, linesOf, Sandbox } from '../../electron/testing/harness'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'

const NOBODY = 65_534

let simulator: KimiSimulator
let sandbox: Sandbox

beforeEach(async () => {
  simulator = await KimiSimulator.start()
  sandbox = new Sandbox(simulator)
  sandbox.saveLogin(simulator.issueLogin())
})

afterEach(async () => {
  await sandbox.close()
  await simulator.stop()
})

it('is one JSON object per line, readable by its owner only', async () => {
  const { port } = await sandbox.startEngine()
  await message(port, 'hello')
  await call(port, '/v1/messages?key=in-a-query', { headers: { host: 'evil.example' } })
  await sandbox.run(['--stop'])
  const entries = linesOf(sandbox.log()).map((line) => JSON.parse(line))
  for (const entry of entries) {
    expect(Object.keys(entry).slice(0, 3)).toEqual(['at', 'level', 'event'])
    expect(Date.parse(entry.at)).not.toBeNaN()
  }
  const events = entries.map(({ event }) => event)
  for (const event of ['login-found', 'started', 'request', 'refused', 'stopped'])
    expect(events).toContain(event)
  expect(sandbox.log()).not.toContain('in-a-query')
  expect(statSync(join(sandbox.home, 'logs')).mode & 0o777).toBe(0o700)
  expect(statSync(join(sandbox.home, 'logs', 'kimi-proxy.ndjson')).mode & 0o777).toBe(0o600)
  expect(statSync(join(sandbox.home)).mode & 0o777).toBe(0o700)
})

it('holds no secret, nor does any argument or output', async () => {
  const password = 'proxy-pass-word'
  const env = { HTTPS_PROXY: `http://me:${password}@127.0.0.1:7890` }
  const started = await sandbox.run(['--watchdog', '--port', String(await freePort())], env)
  const { port, secret } = sandbox.runRecord()
  const headers = { 'x-kimi-proxy-secret': secret }
  await message(port, 'hello', true)
  await call(port, '/__kimi-proxy/refresh', { method: 'POST', headers })
  simulator.revokeAccessTokens()
  await message(port, 'hello')
  await call(port, '/__kimi-proxy/state', { headers: { 'x-kimi-proxy-secret': 'wrong' } })
  const checked = await sandbox.run(['--check'], env)
  const args = sandbox.processes().map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  expect(args).toHaveLength(existsSync('/proc') ? 2 : 0)
  const runFile = statSync(join(sandbox.home, 'run.json')).mode & 0o777
  const state = await call(port, '/__kimi-proxy/state', { headers })
  const health = await call(port, '/health')
  const stopped = await sandbox.run(['--stop'], env)
  expect(runFile).toBe(0o600)
  const watchdogLog = readFileSync(join(sandbox.home, 'logs', 'watchdog.ndjson'), 'utf8')
  const outputs = [started, checked, stopped].flatMap(({ stdout, stderr }) => [stdout, stderr])
  const everything = [...args, ...outputs, sandbox.log(), watchdogLog, state.text, health.text].join('\n')
  expect(simulator.log.grantedCount).toBeGreaterThan(0)
  for (const hidden of ['sim-at-', 'sim-rt-', secret, password]) expect(everything).not.toContain(hidden)
})

it('rotates by size and keeps three files', async () => {
  const logs = join(sandbox.home, 'logs')
  mkdirSync(logs, { recursive: true })
  const path = join(logs, 'kimi-proxy.ndjson')
  const full = `${'x'.repeat(5 * 1024 * 1024)}\n`
  writeFileSync(path, full)
  writeFileSync(`${path}.1`, 'one\n')
  writeFileSync(`${path}.2`, 'two\n')
  await sandbox.startEngine()
  await sandbox.run(['--stop'])
  expect(readFileSync(`${path}.1`, 'utf8')).toHaveLength(full.length)
  expect(readFileSync(`${path}.2`, 'utf8')).toBe('one\n')
  expect(existsSync(`${path}.3`)).toBe(false)
  expect(sandbox.log()).toContain('"event":"started"')
})

it.each(['a file in place of its folder', 'a folder in place of it'])('%s disturbs nothing', async (what) => {
  mkdirSync(sandbox.home, { recursive: true })
  if (what.startsWith('a file')) writeFileSync(join(sandbox.home, 'logs'), '')
  else mkdirSync(join(sandbox.home, 'logs', 'kimi-proxy.ndjson'), { recursive: true })
  const { port, finished } = await sandbox.startEngine()
  expect(finished.stderr).toBe('')
  for (let times = 0; times < 5; times += 1) expect((await message(port, 'hello')).status).toBe(200)
  expect((await sandbox.run(['--stop'])).code).toBe(0)
})

it('a log folder that must not be written disturbs nothing', { tags: 'other-user' }, async () => {
  const copy = join(sandbox.root, 'dist')
  cpSync(dirname(CLI), copy, { recursive: true })
  mkdirSync(join(sandbox.home, 'logs'), { recursive: true })
  chmodSync(join(sandbox.home, 'logs'), 0o555)
  const loginFolders = [dirname(sandbox.credentials), dirname(dirname(sandbox.credentials))]
  for (const path of [sandbox.root, sandbox.home, sandbox.credentials, ...loginFolders])
    chownSync(path, NOBODY, NOBODY)
  const port = await freePort()
  const command = [
    'setpriv',
    '--reuid',
    String(NOBODY),
    '--clear-groups',
    process.execPath,
    join(copy, 'cli.js'),
  ]
  const started = await sandbox.run(['--port', String(port)], {}, command)
  expect(started).toMatchObject({ code: 0, stderr: '' })
  expect((await message(port, 'hello')).status).toBe(200)
  await until('it has stopped', async () => (await sandbox.run(['--stop'], {}, command)).code === 0)
})
