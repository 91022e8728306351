/** `kimi-proxy run -- command`: the command as if typed by itself, in the environment Claude Code needs. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CLI, finish, linesOf, Sandbox, untilOutput } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'

const PRINT_ENV = 'console.log(JSON.stringify(process.env))'
const MODELS = [
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_DEFAULT_FABLE_MODEL',
  'ANTHROPIC_SMALL_FAST_MODEL',
]

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

it('starts the engine and hands the command everything Claude Code needs', async () => {
  const env = await environmentIn({
    ANTHROPIC_API_KEY: 'sk-ant-other',
    CLAUDE_CODE_OAUTH_TOKEN: 'other',
    ANTHROPIC_BASE_URL: 'https://elsewhere.example',
    NO_PROXY: 'corp.example',
    no_proxy: 'corp.example',
    KEPT: 'as it was',
  })
  const { port } = sandbox.runRecord()
  expect(env['ANTHROPIC_BASE_URL']).toBe(`http://127.0.0.1:${port}`)
  const auth = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN']
  expect(auth.filter((name) => env[name] !== undefined)).toEqual(['ANTHROPIC_AUTH_TOKEN'])
  for (const name of MODELS) expect(env[name], name).toBe('kimi-for-coding')
  expect(env['CLAUDE_CODE_MAX_CONTEXT_TOKENS']).toBe('262144')
  expect(env['CLAUDE_CODE_AUTO_COMPACT_WINDOW']).toBe('262144')
  expect(env['CLAUDE_CODE_ATTRIBUTION_HEADER']).toBe('0')
  for (const name of ['NO_PROXY', 'no_proxy']) expect(env[name]).toBe('corp.example,127.0.0.1,localhost')
  expect(env['KEPT']).toBe('as it was')
  expect((await call(port, '/health')).status).toBe(200)
})

it('keeps a Kimi model that was chosen, with its window', async () => {
  const env = await environmentIn({ ANTHROPIC_MODEL: 'k3', ANTHROPIC_SMALL_FAST_MODEL: 'claude-haiku-4-5' })
  for (const name of MODELS) expect(env[name], name).toBe('k3')
  expect(env['CLAUDE_CODE_MAX_CONTEXT_TOKENS']).toBe('1048576')
  expect(env['CLAUDE_CODE_AUTO_COMPACT_WINDOW']).toBe('1048576')
})

it('uses a running engine whatever its port', async () => {
  const { pid, port } = await sandbox.startEngine()
  const env = await environmentIn({})
  expect(env['ANTHROPIC_BASE_URL']).toBe(`http://127.0.0.1:${port}`)
  expect(sandbox.processes()).toEqual([pid])
})

it('runs both of two commands that start at the same moment', async () => {
  const both = await Promise.all([1, 2].map((n) => runNode(`console.log('ran ' + ${n})`)))
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(both.map(({ stdout }) => stdout)).toEqual(['ran 1\n', 'ran 2\n'])
  await until('one engine is left', () => sandbox.processes().length === 1)
})

it('does not run the command without the engine it asks for', async () => {
  const { port } = await sandbox.startEngine()
  const other = String(await freePort())
  const result = await sandbox.run(['--port', other, 'run', '--', process.execPath, '-e', 'console.log(1)'])
  expect(result).toMatchObject({ code: 1, stdout: '' })
  expect(linesOf(result.stderr)).toHaveLength(1)
  expect(result.stderr).toContain(`on port ${port}`)
})

it('passes arguments as they are', async () => {
  const args = ['two words', 'it\'s "quoted"', '$HOME', '*', '', '--check', 'back\\slash', 'äöü']
  const result = await runNode('console.log(JSON.stringify(process.argv.slice(1)))', ['--', ...args])
  expect(JSON.parse(result.stdout)).toEqual(args)
})

it('says that somebody must sign in, and runs the command', async () => {
  const signedOut = new Sandbox(simulator)
  try {
    signedOut.saveSettings({ port: await freePort() })
    const result = await signedOut.run(['run', process.execPath, '-e', 'console.log("ran")'])
    expect(result).toMatchObject({ code: 0, stdout: 'ran\n' })
    expect(linesOf(result.stderr)).toHaveLength(1)
    expect(result.stderr).toMatch(/^Signed out: /)
  } finally {
    await signedOut.close()
  }
})

it.each([0, 1, 3, 42, 255])('ends with the exit code %i of the command', async (code) => {
  expect(await runNode(`process.exit(${code})`)).toMatchObject({ code, stderr: '', stdout: '' })
})

it.each([
  ['SIGKILL', 137],
  ['SIGTERM', 143],
  ['SIGSEGV', 139],
])('ends with 128 plus the number of %s', async (signal, code) => {
  const result = await runNode(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000)`)
  expect(result).toMatchObject({ code, signal: null, stderr: '' })
})

it('says that a command does not exist, in one line', async () => {
  const result = await sandbox.run(['run', '--', 'no-such-command-here', 'x'])
  expect(result).toMatchObject({ code: 127, stdout: '' })
  expect(linesOf(result.stderr)).toHaveLength(1)
  expect(result.stderr).toContain('"no-such-command-here" was not found')
})

it('says that a file is not executable, in one line', async () => {
  const path = join(sandbox.root, 'plain.txt')
  writeFileSync(path, 'text', { mode: 0o600 })
  const result = await sandbox.run(['run', '--', path])
  expect(result).toMatchObject({ code: 126, stdout: '' })
  expect(linesOf(result.stderr)).toHaveLength(1)
})

it('passes SIGTERM on and ends as the command does', async () => {
  const child = sandbox.spawn(['run', '--', process.execPath, '-e', onSignal('SIGTERM', 7)])
  const finished = finish(child)
  await untilOutput(child, /ready/)
  child.kill('SIGTERM')
  expect(await finished).toMatchObject({ code: 7, stdout: 'ready\ngot SIGTERM\n' })
})

it('leaves it to the command what Ctrl-C means', async () => {
  // The first is survived, as Claude Code does; the second ends it with a code of its own choice.
  const source = `let seen = 0
    process.on('SIGINT', () => { seen += 1; console.log('seen ' + seen); if (seen === 2) process.exit(9) })
    setInterval(() => {}, 1000); console.log('ready')`
  await sandbox.startEngine()
  const child = spawn(process.execPath, [CLI, 'run', '--', process.execPath, '-e', source], {
    env: sandbox.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const finished = finish(child)
  const group = -(child.pid ?? 0)
  await untilOutput(child, /ready/)
  process.kill(group, 'SIGINT')
  await untilOutput(child, /seen 1/)
  process.kill(group, 'SIGINT')
  expect(await finished).toMatchObject({ code: 9, signal: null })
  // The engine is in a group of its own and goes on.
  expect((await call(sandbox.runRecord().port, '/health')).status).toBe(200)
})

function onSignal(signal: NodeJS.Signals, code: number): string {
  return `process.on('${signal}', () => { console.log('got ${signal}'); process.exit(${code}) })
    setInterval(() => {}, 1000); console.log('ready')`
}

function runNode(source: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  return sandbox.run(['run', '--', process.execPath, '-e', source, ...args], env)
}

async function environmentIn(env: Record<string, string>): Promise<Record<string, string | undefined>> {
  const { code, stdout, stderr } = await runNode(PRINT_ENV, [], env)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}
