/**
 * `kimi-proxy service` beside a stand-in for systemd that starts what the unit says. Elsewhere there is another
 * supervisor (`electron/node/service/launchd.test.ts`).
 * @module-tag linux
 */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { writeRunFile } from '../../electron/node/files/json-file'
import { CLI, finish, linesOf, type Sandbox, untilOutput } from '../../electron/testing/harness'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { sandboxed } from '../harness/sandboxed'
import { buildWorker } from '../harness/worker-build'
import { readUnit } from './systemd-unit'

const built = mkdtempSync(join(tmpdir(), 'kimi-proxy-systemctl-'))
let systemctl = ''

beforeAll(async () => {
  systemctl = await buildWorker('../cli/systemctl-stand-in.ts', built)
})

afterAll(() => rmSync(built, { recursive: true, force: true }))

function script(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
}

/** A machine with systemd, a login, and a free port. */
async function bench(extra: Readonly<Record<string, string>> = {}) {
  const { simulator, sandbox } = await sandboxed({ env: extra })
  const [bin, manager] = [join(sandbox.root, 'bin'), join(sandbox.root, 'manager')]
  for (const folder of [bin, manager]) mkdirSync(folder)
  script(join(bin, 'systemctl'), `exec "${process.execPath}" "${systemctl}" "$@"`)
  script(join(bin, 'loginctl'), `cat "${join(manager, 'linger')}"`)
  writeFileSync(join(manager, 'linger'), 'Linger=yes\n')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  sandbox.env['SYSTEMD_STAND_IN'] = manager
  const file = join(sandbox.root, '.config', 'systemd', 'user', 'kimi-proxy.service')
  const port = await freePort()
  return {
    simulator,
    sandbox,
    file,
    port,
    unit: () => readFileSync(file, 'utf8'),
    install: (...options: readonly string[]) =>
      sandbox.run(['service', 'install', '--port', String(port), ...options]),
    say: (name: 'linger' | 'unreachable', text = '') => writeFileSync(join(manager, name), text),
    calls: () => linesOf(readFileSync(join(manager, 'calls'), 'utf8')).filter((line) => !/^show/.test(line)),
    forgetCalls: () => rmSync(join(manager, 'calls')),
  }
}

const answers = async (port: number) => (await message(port, 'hi')).status

describe('kimi-proxy service install', () => {
  test('runs the proxy as a service, and the same once more changes nothing', async () => {
    const { sandbox, install, port, calls, unit } = await bench()
    const first = await install('--park')
    const { pid } = sandbox.runRecord()
    expect(first).toMatchObject({
      code: 0,
      stdout: `kimi-proxy runs as a service on port ${port} (PID ${pid})\n`,
      stderr: '',
    })
    expect(await answers(port)).toBe(200)
    const told = ['daemon-reload', 'enable kimi-proxy.service', 'restart kimi-proxy.service']
    expect(calls()).toEqual(told)
    const before = unit()
    expect(await install('--park')).toMatchObject({
      code: 0,
      stdout: `kimi-proxy already runs as a service on port ${port} (PID ${pid})\n`,
      stderr: '',
    })
    expect([unit(), calls()]).toEqual([before, told])
  })

  test('other options start it anew with them', async () => {
    const { sandbox, install, port } = await bench()
    await install()
    const { pid } = sandbox.runRecord()
    const other = await freePort()
    expect((await sandbox.run(['service', 'install', '--port', String(other)])).code).toBe(0)
    expect(await answers(other)).toBe(200)
    expect(sandbox.runRecord().pid).not.toBe(pid)
    await expect(call(port, '/health')).rejects.toThrow()
  })

  test('the engine of the command line gives way, its watchdog too', async () => {
    const { sandbox, install, port } = await bench()
    expect((await sandbox.run(['--watchdog', '--port', String(port)])).code).toBe(0)
    const { pid } = sandbox.runRecord()
    const { code, stdout } = await install()
    expect(code).toBe(0)
    expect(linesOf(stdout)[0]).toBe(`Stopped kimi-proxy (PID ${pid}): the service takes its place`)
    expect(sandbox.processes()).toEqual([sandbox.runRecord().pid])
    expect(await answers(port)).toBe(200)
  })

  test('cuts no answer without a word', async () => {
    const { simulator, sandbox, port, install, file } = await bench()
    const child = sandbox.spawn(['--foreground', '--port', String(port)])
    await untilOutput(child, /Press Ctrl/)
    const answer = message(port, 'count to 1000, slow 100 ms', true).catch(() => 'cut')
    await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
    const refused = await install()
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toBe(
      'kimi-proxy: It serves 1 request at the moment, which would be cut. Wait, or run kimi-proxy service install --yes.\n',
    )
    expect(existsSync(file)).toBe(false)
    expect((await install('--yes')).code).toBe(0)
    expect(await answer).toBe('cut')
  })

  test('leaves the app alone, which supervises by itself', async () => {
    const { sandbox, port, install, file } = await bench()
    const child = sandbox.spawn(['--foreground', '--port', String(port)])
    await untilOutput(child, /Press Ctrl/)
    await writeRunFile(join(sandbox.home, 'run.json'), { ...sandbox.runRecord(), host: 'tray' })
    const { code, stderr } = await install()
    expect(code).toBe(1)
    expect(stderr).toMatch(/^kimi-proxy: The Kimi Proxy app runs and supervises the proxy already\. Quit/)
    expect(existsSync(file)).toBe(false)
    await writeRunFile(join(sandbox.home, 'run.json'), { ...sandbox.runRecord(), host: 'cli' })
  })

  test('names who has the port, and writes nothing', async () => {
    const { port, install, file } = await bench()
    const server = createServer((socket) => socket.end('hello\n')).listen(port, '127.0.0.1')
    onTestFinished(() => void server.close())
    const { code, stderr } = await install()
    expect(code).toBe(1)
    expect(stderr).toContain(`Port ${port} is used by`)
    expect(existsSync(file)).toBe(false)
  })

  test('writes no unit that was somebody else’s', async () => {
    const { sandbox, install, file, unit } = await bench()
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '[Service]\nExecStart=/bin/true\n')
    for (const action of ['install', 'remove']) {
      const { code, stderr } = await sandbox.run(['service', action])
      expect(code).toBe(1)
      expect(stderr).toBe(
        `kimi-proxy: ${file} was not written by kimi-proxy, and stays as it is. Move it away first.\n`,
      )
    }
    expect((await sandbox.run(['service', 'status'])).code).toBe(1)
    expect((await install()).code).toBe(1)
    expect(unit()).toBe('[Service]\nExecStart=/bin/true\n')
  })

  test.each([
    ['a setting', (sandbox: Sandbox) => sandbox.saveSettings({ port: 'x' }), []],
    ['an option', () => undefined, ['--port', '0']],
  ])('a mistake in %s ends with 64, and nothing is written', async (_name, prepare, options) => {
    const { sandbox, file } = await bench()
    prepare(sandbox)
    const { code, stderr } = await sandbox.run(['service', 'install', ...options])
    expect(code).toBe(64)
    expect(linesOf(stderr)).toHaveLength(1)
    expect(existsSync(file)).toBe(false)
  })

  test('where the manager cannot be asked, the unit is written and the rest is said', async () => {
    const { install, say, unit, sandbox } = await bench()
    say('unreachable')
    const { code, stderr } = await install()
    expect(code).toBe(1)
    expect(linesOf(stderr)).toEqual([
      'kimi-proxy: The system’s service manager does not answer (Failed to connect to bus: No medium found), so it was not started. Log in as this user without su or sudo, then run:',
      '  systemctl --user daemon-reload',
      '  systemctl --user enable --now kimi-proxy.service',
    ])
    expect(readUnit(unit()).options['Restart']).toBe('on-failure')
    const status = await sandbox.run(['service', 'status'])
    expect(status.code).toBe(2)
    expect(status.stdout).toContain('whether it runs is not known')
  })

  test('puts the unit where the manager looks, whatever folder the shell calls its own', async () => {
    const { sandbox, port, unit } = await bench()
    const config = join(sandbox.root, 'config')
    const xdg = { XDG_CONFIG_HOME: config }
    const { code, stderr } = await sandbox.run(['service', 'install', '--port', String(port)], xdg)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(unit()).toContain(`"${port}"`)
    expect(existsSync(join(config, 'systemd'))).toBe(false)
    expect((await sandbox.run(['service', 'status'], xdg)).code).toBe(0)
    expect((await sandbox.run(['service', 'remove'], xdg)).code).toBe(0)
  })

  test('says when a logout would end it', async () => {
    const { install, say, sandbox } = await bench()
    say('linger', 'Linger=no\n')
    const told = 'It ends when you log out. To keep it running: loginctl enable-linger'
    expect(linesOf((await install()).stdout)[1]).toBe(told)
    expect((await sandbox.run(['service', 'status'])).stdout).toContain(`  Note: ${told}\n`)
  })

  test('says that a sign-in is needed', async () => {
    const { install, sandbox } = await bench()
    rmSync(sandbox.credentials)
    expect(linesOf((await install()).stdout)[1]).toMatch(/^Signed out: No Kimi login was found\./)
  })

  test('writes no secret down', async () => {
    const proxy = { HTTPS_PROXY: 'http://me:hunter2@127.0.0.1:9', NO_PROXY: '127.0.0.1' }
    const { install, unit, sandbox, file } = await bench({ ...proxy, ANTHROPIC_API_KEY: 'sk-hunter2' })
    const { code, stdout } = await install()
    expect(code).toBe(0)
    expect(stdout).toContain(
      `HTTPS_PROXY was not written into the service, since it may hold a password: put it as "proxy" into ${sandbox.home}/settings.json.`,
    )
    expect(stdout + unit()).not.toMatch(/hunter2|sim-[ar]t-/)
    expect(readUnit(unit()).environment).toEqual({
      KIMI_PROXY_HOME: sandbox.home,
      KIMI_PROXY_UPSTREAM: sandbox.env['KIMI_PROXY_UPSTREAM'],
      KIMI_CODE_OAUTH_HOST: sandbox.env['KIMI_CODE_OAUTH_HOST'],
      NO_PROXY: '127.0.0.1',
      KIMI_PROXY_ENGINE_HOST: 'service',
    })
    expect(file.startsWith(sandbox.root)).toBe(true)
  })

  test('is honest when the proxy does not come up', async () => {
    const { sandbox, install, unit, port } = await bench()
    script(
      join(sandbox.root, 'bin', 'systemctl'),
      `[ "$2" = restart ] || exec "${process.execPath}" "${systemctl}" "$@"`,
    )
    const { code, stderr } = await install()
    expect(code).toBe(1)
    expect(stderr).toMatch(/^kimi-proxy: The service is installed, but the proxy does not run yet\. See/)
    expect(unit()).toContain(`"${port}"`)
  })

  test('passes on what systemd refuses', async () => {
    const { sandbox, install } = await bench()
    const refuse = 'echo "Failed to enable unit: no." >&2; exit 1'
    script(
      join(sandbox.root, 'bin', 'systemctl'),
      `if [ "$2" = enable ]; then ${refuse}; fi; exec "${process.execPath}" "${systemctl}" "$@"`,
    )
    const { code, stderr } = await install()
    expect(code).toBe(1)
    expect(stderr).toContain('The system’s service manager refused: Failed to enable unit: no.')
  })
})

describe('what plays with a service', () => {
  test('--check and --watchdog know who supervises, and --stop ends it', async () => {
    const { sandbox, install, port } = await bench()
    await install()
    const check = await sandbox.run(['--check', '--port', String(port)])
    expect(check.code).toBe(0)
    expect(check.stdout).toContain('  Watchdog: the system’s service supervises\n')
    expect(await sandbox.run(['--watchdog', '--port', String(port)])).toMatchObject({
      code: 0,
      stdout: 'kimi-watchdog not needed: the system’s service supervises\n',
    })
    const { pid } = sandbox.runRecord()
    expect((await sandbox.run(['--stop'])).stdout).toBe(`Stopped kimi-proxy (PID ${pid})\n`)
    const status = await sandbox.run(['service', 'status'])
    expect(status.code).toBe(2)
    expect(linesOf(status.stdout)[0]).toBe('kimi-proxy service installed, not running')
    expect((await install()).code).toBe(0)
  })

  test('--stop says that a hung one comes back', async () => {
    const { sandbox, install, port } = await bench()
    await install()
    const { pid } = sandbox.runRecord()
    process.kill(pid, 'SIGSTOP')
    const check = await sandbox.run(['--check', '--port', String(port)])
    expect(check.code).toBe(2)
    expect(check.stdout).toContain(
      'Recovery: Run kimi-proxy stop; the system’s service then starts it again.',
    )
    const { code, stdout } = await sandbox.run(['--stop'])
    expect(code).toBe(0)
    expect(linesOf(stdout)).toEqual([
      `Stopped kimi-proxy (PID ${pid})`,
      'The system’s service starts it again. To end that: kimi-proxy service remove',
    ])
  })

  test('a service waits beside an engine of its home, and serves once that one has ended', async () => {
    const { sandbox, port } = await bench()
    await sandbox.run(['--port', String(port)])
    const { pid } = sandbox.runRecord()
    const args = ['--foreground', '--port', String(port)]
    const service = sandbox.spawn(args, { KIMI_PROXY_ENGINE_HOST: 'service' })
    await untilOutput(service, new RegExp(`PID ${pid}\\)\\. The service takes over once that one ends`))
    expect(await answers(port)).toBe(200)
    expect(sandbox.runRecord().pid).toBe(pid)
    expect((await sandbox.run(args)).code).toBe(0)
    process.kill(pid, 'SIGKILL')
    await until('the service serves', () => sandbox.runRecord().pid === service.pid)
    expect(await answers(port)).toBe(200)
    expect(sandbox.log().match(/waits-for-another/g)).toHaveLength(1)
  })

  test('a service that waits ends when it is told to', async () => {
    const { sandbox, port } = await bench()
    await sandbox.run(['--port', String(port)])
    const service = sandbox.spawn(['--foreground'], { KIMI_PROXY_ENGINE_HOST: 'service' })
    const end = finish(service)
    await untilOutput(service, /The service takes over/)
    service.kill('SIGTERM')
    expect((await end).signal).toBe('SIGTERM')
    expect(await answers(port)).toBe(200)
  })
})

describe('kimi-proxy service remove and status', () => {
  test('stops the service and leaves nothing behind; twice is fine', async () => {
    const { sandbox, install, file, calls, forgetCalls } = await bench()
    await install()
    forgetCalls()
    expect((await sandbox.run(['service', 'status'])).code).toBe(0)
    const removed = await sandbox.run(['service', 'remove'])
    expect(removed).toMatchObject({ code: 0, stdout: `kimi-proxy service removed (${file})\n`, stderr: '' })
    expect(calls()).toEqual([
      'disable --now kimi-proxy.service',
      'daemon-reload',
      'reset-failed kimi-proxy.service',
    ])
    expect(sandbox.processes()).toEqual([])
    expect([existsSync(file), sandbox.hasRunFile]).toEqual([false, false])
    expect(await sandbox.run(['service', 'remove'])).toMatchObject({
      code: 0,
      stdout: 'kimi-proxy service not installed. Nothing was removed.\n',
    })
    expect((await sandbox.run(['service', 'status'])).code).toBe(1)
  })

  test('also where the manager cannot be asked', async () => {
    const { sandbox, install, say, file } = await bench()
    await install()
    say('unreachable')
    expect((await sandbox.run(['service', 'remove'])).code).toBe(0)
    expect(existsSync(join(dirname(file), 'default.target.wants', 'kimi-proxy.service'))).toBe(false)
    expect(sandbox.processes()).toEqual([])
  })

  test('cut no answer of a service whose home this shell does not name, and end that very service', async () => {
    const { simulator, sandbox, install, port, file } = await bench()
    await install()
    const { pid } = sandbox.runRecord()
    const elsewhere = { KIMI_PROXY_HOME: join(sandbox.root, 'other-home') }
    const answer = message(port, 'count to 1000, slow 100 ms', true).catch(() => 'cut')
    await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
    for (const options of [['remove'], ['install', '--port', String(await freePort())]]) {
      const { code, stderr } = await sandbox.run(['service', ...options], elsewhere)
      expect(stderr).toMatch(/^kimi-proxy: It serves 1 request at the moment, which would be cut\./)
      expect(code).toBe(1)
    }
    expect(sandbox.runRecord().pid).toBe(pid)
    writeFileSync(join(sandbox.root, 'manager', 'unreachable'), '')
    expect((await sandbox.run(['service', 'remove', '--yes'], elsewhere)).code).toBe(0)
    expect(await answer).toBe('cut')
    expect([existsSync(file), sandbox.hasRunFile]).toEqual([false, false])
  })

  test('install in another home moves the service there, with its port', async () => {
    const { sandbox, install, port, unit } = await bench()
    await install()
    const home = join(sandbox.root, 'other-home')
    const moved = await sandbox.run(['service', 'install', '--port', String(port)], { KIMI_PROXY_HOME: home })
    onTestFinished(async () => void (await sandbox.run(['service', 'remove', '--yes'])))
    expect(moved).toMatchObject({ code: 0, stderr: '' })
    expect(readUnit(unit()).environment['KIMI_PROXY_HOME']).toBe(home)
    expect([sandbox.hasRunFile, existsSync(join(home, 'run.json'))]).toEqual([false, true])
    expect(await answers(port)).toBe(200)
  })

  test('status names what the unit starts and is gone, and install mends it', async () => {
    const { sandbox, install, unit, file } = await bench()
    await install()
    writeFileSync(file, unit().replace(`"${CLI}"`, '"/gone/cli.js"'))
    const status = await sandbox.run(['service', 'status'])
    expect(status.code).toBe(2)
    expect(status.stdout).toContain('  Error: /gone/cli.js is gone.\n')
    expect(status.stdout).toContain('  Recovery: Run kimi-proxy service install.\n')
    const json = JSON.parse((await sandbox.run(['service', 'status', '--json'])).stdout)
    expect(json).toMatchObject({ installed: true, state: 'running', missing: ['/gone/cli.js'] })
    expect((await install()).code).toBe(0)
    expect((await sandbox.run(['service', 'status'])).code).toBe(0)
  })

  test('where there is no systemd, every command says what to do instead', async () => {
    const { sandbox, file } = await bench()
    for (const action of ['install', 'remove', 'status']) {
      const node = [process.execPath, CLI]
      const { code, stderr } = await sandbox.run(['service', action], { PATH: '/nowhere' }, node)
      expect(code).toBe(1)
      expect(stderr).toMatch(/^kimi-proxy: This system has no systemd\. Start kimi-proxy watchdog/)
    }
    expect(existsSync(file)).toBe(false)
  })
})

test('what the unit says serves, comes back after kill -9, and ends well when told to', async () => {
  const { sandbox, install, say, unit, port } = await bench()
  say('unreachable')
  await install()
  const { command, environment, options } = readUnit(unit())
  expect(options).toMatchObject({ Restart: 'on-failure', KillMode: 'mixed', RestartPreventExitStatus: '64' })
  const [program = '', ...args] = command
  const env = { HOME: sandbox.root, PATH: '/usr/bin:/bin', ...environment }
  const start = async () => {
    const child = spawn(program, args, { cwd: sandbox.root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const end = finish(child)
    await untilOutput(child, /Press Ctrl/)
    return { child, end }
  }
  const first = await start()
  expect(await answers(port)).toBe(200)
  first.child.kill('SIGKILL')
  expect(await first.end).toMatchObject({ signal: 'SIGKILL' })
  expect(sandbox.hasRunFile).toBe(true)
  const second = await start()
  expect(await answers(port)).toBe(200)
  second.child.kill('SIGTERM')
  expect(await second.end).toMatchObject({ code: 0, signal: null })
  expect(sandbox.hasRunFile).toBe(false)
})
