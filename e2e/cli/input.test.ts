/** Mistakes in options, settings and variables: one line that names the value and the fix, 64, and nothing started. */
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CLI, type Finished, linesOf, Sandbox } from '../../electron/testing/harness'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'

const NOBODY = 65_534

let simulator: KimiSimulator
let sandbox: Sandbox

beforeAll(async () => {
  simulator = await KimiSimulator.start()
})

afterAll(() => simulator.stop())

beforeEach(() => {
  sandbox = new Sandbox(simulator)
})

afterEach(() => sandbox.close())

describe('options', () => {
  it.each([
    [['--prot', '1'], '--prot'],
    [['strat'], 'strat'],
    [['constructor'], 'constructor'],
    [['__proto__'], '__proto__'],
    [['--port'], '--port'],
    [['--port', '0'], '"0"'],
    [['--port', '65536'], '"65536"'],
    [['--port', 'abc'], '"abc"'],
    [['--port', '-1'], '"-1"'],
    [['--port', '1.5'], '"1.5"'],
    [['--port', ''], '""'],
    [['--port='], '""'],
    [['--port', '1\n2'], '"1?2"'],
    [['--check', '--stop'], '--check and --stop'],
    [['--watchdog', '--stop-all'], '--watchdog and --stop-all'],
    [['--check', '--foreground'], '--foreground and --check'],
    [['--stop', 'run', '--', 'x'], 'run cannot be combined'],
    [['run'], 'run needs a command'],
    [['run', '--'], 'run needs a command'],
    [['run', '--verbose', 'x'], '--verbose'],
  ])('%j', async (args, named) => {
    await expectOneLine(await sandbox.run(args), named)
  })
})

describe('settings file', () => {
  it.each([
    ['{"port":', 'is not JSON'],
    ['', 'is not JSON'],
    ['[]', 'holds no JSON object'],
    ['"text"', 'holds no JSON object'],
    ['{"port":"abc"}', '"abc"'],
    ['{"port":70000}', '"70000"'],
    ['{"port":{}}', '"port"'],
    ['{"noProxy":5}', '"noProxy"'],
    ['{"proxy":["a"]}', '"proxy"'],
    ['{"extraCaFile":true}', '"extraCaFile"'],
    ['{"allowedOrigins":["localhost"]}', '"localhost"'],
  ])('%s', async (text, named) => {
    sandbox.saveSettings(text)
    const result = await sandbox.run([])
    await expectOneLine(result, named)
    expect(result.stderr).toContain(join(sandbox.home, 'settings.json'))
  })

  it('that is a folder', async () => {
    mkdirSync(join(sandbox.home, 'settings.json'), { recursive: true })
    await expectOneLine(await sandbox.run([]), 'cannot be read: it is not a plain file')
  })
})

describe('variables', () => {
  it.each([
    ['KIMI_PROXY_UPSTREAM', 'nonsense', 'nonsense'],
    ['KIMI_PROXY_UPSTREAM', 'ftp://kimi.example', 'ftp://kimi.example'],
    ['KIMI_PROXY_UPSTREAM', 'http://kimi.example/coding', 'unencrypted'],
    ['KIMI_PROXY_UPSTREAM', 'http://127.0.0.1.evil.example', 'unencrypted'],
    ['KIMI_CODE_OAUTH_HOST', 'http://auth.example', 'unencrypted'],
    ['KIMI_CODE_OAUTH_HOST', 'https://', 'KIMI_CODE_OAUTH_HOST'],
  ])('%s=%s', async (name, value, named) => {
    const result = await sandbox.run(['--port', String(await freePort())], { [name]: value })
    await expectOneLine(result, named)
    expect(result.stderr).toContain(name)
  })

  it('never prints the password of a proxy', async () => {
    sandbox.saveSettings({ proxy: 'ftp://me:pass-word@127.0.0.1:1' })
    const result = await sandbox.run([])
    await expectOneLine(result, '[redacted]')
    expect(result.stderr).not.toContain('pass-word')
  })

  it.each(['ftp://me:pass-word@127.0.0.1:1', 'http://me:pass-word@a b', 'http://me:pass-word@256.1.1.1'])(
    'HTTPS_PROXY=%s, which may be meant for others, is passed over with one line',
    async (HTTPS_PROXY) => {
      const result = await sandbox.run(['--port', String(await freePort())], { HTTPS_PROXY })
      expect(result.code).toBe(0)
      expect(linesOf(result.stderr)).toEqual([
        expect.stringMatching(/^kimi-proxy: HTTPS_PROXY cannot be used and is ignored/),
      ])
      const { stdout } = await sandbox.run(['--check'])
      expect(stdout).toContain('  Warning: HTTPS_PROXY cannot be used and is ignored')
      expect(result.stderr + stdout).not.toContain('pass-word')
    },
  )

  it.each(['socks5://127.0.0.1:1', ' "http://127.0.0.1:1" ', 'http://me:p@ss@127.0.0.1:1'])(
    'HTTPS_PROXY=%s is used',
    async (HTTPS_PROXY) => {
      const result = await sandbox.run(['--port', String(await freePort())], { HTTPS_PROXY })
      expect(result).toMatchObject({ code: 0, stderr: '' })
      const { stdout } = await sandbox.run(['--check'])
      expect(stdout).toMatch(/ {2}Setting: proxy = (http|socks5):\/\/(\[redacted\]@)?127\.0\.0\.1:1 /)
    },
  )

  it.each([[['--foreground']], [[]]])('an extra CA file that is not there, with %j', async (args) => {
    const extraCaFile = join(sandbox.root, 'none.pem')
    sandbox.saveSettings({ port: await freePort(), extraCaFile })
    await expectOneLine(await sandbox.run(args), extraCaFile)
  })

  it('the same in NODE_EXTRA_CA_CERTS is passed over; Node warns by itself too', async () => {
    const path = join(sandbox.root, 'none.pem')
    const result = await sandbox.run(['--port', String(await freePort())], { NODE_EXTRA_CA_CERTS: path })
    const ours = linesOf(result.stderr).filter((line) => !line.startsWith('Warning: Ignoring extra certs'))
    expect(result.code).toBe(0)
    expect(ours).toEqual([
      expect.stringMatching(/^kimi-proxy: NODE_EXTRA_CA_CERTS cannot be used and is ignored/),
    ])
    expect(ours[0]).toContain(path)
  })
})

describe('folders without the right to use them', () => {
  it('a home that is a file', async () => {
    writeFileSync(sandbox.home, '')
    await expectOneLine(await sandbox.run(['--port', String(await freePort())]), sandbox.home)
  })

  it.each([[['--port']], [['--foreground', '--port']], [['--watchdog', '--port']]])(
    'a home that cannot be written, with %j',
    { tags: 'other-user' },
    async (args) => {
      const command = asNobody()
      mkdirSync(sandbox.home, { mode: 0o755 })
      const result = await sandbox.run([...args, String(await freePort())], {}, command)
      await expectOneLine(result, sandbox.home)
      expect(result.stderr).toContain('cannot be written: permission denied')
      expect(readdirSync(sandbox.home)).toEqual([])
    },
  )

  it('a settings file that cannot be read', { tags: 'other-user' }, async () => {
    const command = asNobody()
    sandbox.saveSettings({ port: 1 })
    chmodSync(sandbox.home, 0o755)
    chmodSync(join(sandbox.home, 'settings.json'), 0o600)
    await expectOneLine(await sandbox.run([], {}, command), 'cannot be read: permission denied')
  })

  it('a port below 1024 for a user who may not have it', { tags: 'other-user' }, async () => {
    const command = asNobody()
    const result = await sandbox.run(['--port', '81'], {}, command)
    // Some containers allow every port to everybody.
    if (result.code === 0) return
    expect(result).toMatchObject({ code: 1, stdout: '' })
    expect(linesOf(result.stderr)).toHaveLength(1)
    expect(result.stderr).toContain('Port 81 cannot be used')
  })

  /** A command that runs the CLI as a user without rights, from a copy that this user can reach. */
  function asNobody(): readonly string[] {
    chownSync(sandbox.root, NOBODY, NOBODY)
    const copy = join(sandbox.root, 'dist')
    cpSync(dirname(CLI), copy, { recursive: true })
    return ['setpriv', '--reuid', String(NOBODY), '--clear-groups', process.execPath, join(copy, 'cli.js')]
  }
})

/** 64, one line, nothing left running, no run file. */
async function expectOneLine(result: Finished, named: string): Promise<void> {
  expect(result).toMatchObject({ code: 64, signal: null, stdout: '' })
  expect(linesOf(result.stderr)).toHaveLength(1)
  expect(result.stderr).toMatch(/^kimi-proxy: .*[.?]\n?$/)
  expect(result.stderr).toContain(named)
  await until('nothing is left', () => sandbox.processes().length === 0)
  expect(existsSync(sandbox.home) && sandbox.hasRunFile).toBe(false)
}
