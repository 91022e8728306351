/** `kimi-proxy run -- command`: the engine stays with the command, and Claude Code's settings do not lead it elsewhere. */
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { finish, linesOf, Sandbox, untilOutput } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'

let simulator: KimiSimulator
let sandbox: Sandbox

beforeEach(async () => {
  simulator = await KimiSimulator.start()
  sandbox = new Sandbox(simulator)
  sandbox.saveLogin(simulator.issueLogin())
  sandbox.saveSettings({ port: await freePort() })
})

afterEach(async () => {
  await sandbox.close()
  await simulator.stop()
})

/** Lives until it is told to end, and ends well. */
const WAITS = `process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready')`

it.each(['SIGKILL', '--stop'])('starts the engine again on its port after %s', async (how) => {
  const child = sandbox.spawn(['run', '--', process.execPath, '-e', WAITS])
  const finished = finish(child)
  await untilOutput(child, /ready/)
  const { pid, port } = sandbox.runRecord()
  if (how === '--stop') expect((await sandbox.run(['--stop'])).code).toBe(0)
  else process.kill(pid, 'SIGKILL')
  await until('another serves', async () => {
    const answer = await call(port, '/health').catch(() => null)
    return answer?.status === 200 && JSON.parse(answer.text).pid !== pid
  })
  child.kill('SIGTERM')
  expect(await finished).toMatchObject({ code: 5, stdout: 'ready\n', stderr: '' })
})

it('does not start it again once the command has ended', async () => {
  await sandbox.run(['run', '--', process.execPath, '-e', ''])
  await sandbox.run(['--stop'])
  expect((await sandbox.run(['--check'])).code).toBe(1)
})

it('says at the end that it could not be started again', async () => {
  const child = sandbox.spawn(['run', '--', process.execPath, '-e', WAITS])
  const finished = finish(child)
  await untilOutput(child, /ready/)
  const { port } = sandbox.runRecord()
  const stranger = createServer()
  onTestFinished(() => void stranger.close())
  await until('a stranger has the port', async () => {
    for (const pid of sandbox.processes()) if (pid === sandbox.runRecord().pid) process.kill(pid, 'SIGKILL')
    return new Promise<boolean>((resolve) => {
      stranger.once('error', () => resolve(false)).once('listening', () => resolve(true))
      stranger.listen(port, '127.0.0.1')
    })
  })
  const log = join(sandbox.home, 'logs', 'kimi-proxy.ndjson')
  await until('it was tried', () => existsSync(log) && sandbox.log().includes('"event":"not-started"'))
  child.kill('SIGTERM')
  const { code, stderr } = await finished
  expect(code).toBe(5)
  expect(linesOf(stderr)).toEqual([
    expect.stringMatching(/^kimi-proxy: The proxy ended meanwhile and could not be started again: /),
  ])
})

/** A stand-in for Claude Code that prints what it was started with, and what it found in its settings file. */
function standIn(): string {
  const path = join(sandbox.root, 'bin', 'claude')
  mkdirSync(join(sandbox.root, 'bin'), { recursive: true })
  const source = `const args = process.argv.slice(2)
    const file = args[0] === '--settings' ? args[1] : null
    const { readFileSync, statSync } = require('node:fs')
    const settings = file && { text: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777 }
    console.log(JSON.stringify({ args, settings, token: process.env.ANTHROPIC_AUTH_TOKEN }))`
  writeFileSync(path, `#!${process.execPath}\n${source}\n`)
  chmodSync(path, 0o755)
  return path
}

function saveClaude(settings: object): void {
  mkdirSync(join(sandbox.root, '.claude'), { recursive: true })
  writeFileSync(join(sandbox.root, '.claude', 'settings.json'), JSON.stringify(settings))
}

it('gives Claude Code settings that win over its own', async () => {
  saveClaude({ env: { ANTHROPIC_BASE_URL: 'https://other.example', ANTHROPIC_MODEL: 'k3' } })
  const { code, stdout, stderr } = await sandbox.run(['run', '--', standIn(), '-p', 'hi'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { args, settings } = JSON.parse(stdout)
  const [option, path, ...rest] = args
  expect([option, ...rest]).toEqual(['--settings', '-p', 'hi'])
  // Nothing stays behind.
  expect(existsSync(path)).toBe(false)
  const { port } = sandbox.runRecord()
  expect(settings.mode).toBe(0o600)
  expect(JSON.parse(settings.text)).toMatchObject({
    env: {
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
      ANTHROPIC_MODEL: 'k3',
      CLAUDE_CODE_USE_VERTEX: '',
    },
    apiKeyHelper: '',
    modelPicker: {
      options: [
        { model: 'kimi-for-coding', label: 'Kimi for Coding' },
        { model: 'kimi-for-coding-highspeed' },
        { model: 'k3', label: 'Kimi K3', description: 'k3 · 1M' },
        { model: 'k3-256k' },
      ],
      replaceBuiltInOptions: true,
    },
  })
})

it('gives the key of this computer, and keeps it out of the arguments', async () => {
  const key = (await sandbox.run(['token'])).stdout.trim()
  expect(key).toMatch(/^kimi-proxy-[\w-]{43}$/)
  const { stdout } = await sandbox.run(['run', '--', standIn(), '-p', 'hi'])
  const { args, settings, token } = JSON.parse(stdout)
  expect(token).toBe(key)
  expect(JSON.parse(settings.text).env['ANTHROPIC_AUTH_TOKEN']).toBe(key)
  expect(args.join(' ')).not.toContain(key)
  await sandbox.run(['--stop'])
  expect(sandbox.log()).not.toContain(key)
})

it('keeps a secret of a given settings file out of the arguments', async () => {
  const path = join(sandbox.root, 'given.json')
  writeFileSync(path, JSON.stringify({ env: { MCP_KEY: 'sk-secret' } }))
  const { stdout } = await sandbox.run(['run', '--', standIn(), '--settings', path])
  const { args, settings } = JSON.parse(stdout)
  expect(args.join(' ')).not.toContain('sk-secret')
  expect(JSON.parse(settings.text)).toMatchObject({ env: { MCP_KEY: 'sk-secret' } })
  const broken = await sandbox.run(['run', '--', standIn(), '--settings', '/nowhere.json'])
  expect(broken).toMatchObject({ code: 64, stdout: '' })
})

it('warns of another command that may start Claude Code with settings of its own', async () => {
  saveClaude({ env: { CLAUDE_CODE_USE_BEDROCK: '1' } })
  symlinkSync(process.execPath, join(sandbox.root, 'wrapper'))
  const { code, stderr } = await sandbox.run(['run', '--', join(sandbox.root, 'wrapper'), '-e', ''])
  expect(code).toBe(0)
  expect(linesOf(stderr)).toEqual([
    expect.stringMatching(/CLAUDE_CODE_USE_BEDROCK .*\.claude\/settings\.json/),
  ])
})
