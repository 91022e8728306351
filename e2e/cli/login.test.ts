/** `kimi-proxy login` as a person runs it: every way it can go, against a simulated Kimi. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pathsFor } from '../../electron/node/files/paths'
import { ownLogin } from '../../electron/node/login/login-files'
import { CLI } from '../../electron/testing/harness'
import { message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { sandboxed } from '../harness/sandboxed'
import type { SimulatorOptions } from '../simulator'

const CODE = /^ {4}(?:\S*\[1m)?([A-Z]{4}-[A-Z]{4})/gm

/** A `kimi-proxy login` under way. */
class LoginProcess {
  output = ''
  /** Its exit code. */
  readonly end: Promise<number | null>
  readonly #child: ChildProcess

  constructor(child: ChildProcess) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
      })
    }
    this.end = new Promise((resolve) => child.once('close', resolve))
  }

  until(what: RegExp | string): Promise<void> {
    const isThere = () => (typeof what === 'string' ? this.output.includes(what) : what.test(this.output))
    return until(`it printed ${what}`, isThere)
  }

  /** The n-th code that it shows. */
  async userCode(n = 1): Promise<string> {
    const codes = () => [...this.output.matchAll(CODE)].map((match) => match[1] ?? '')
    await until(`it shows code ${n}`, () => codes().length >= n)
    return codes()[n - 1] ?? ''
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }
}

async function bench(options: SimulatorOptions = {}) {
  const { simulator, sandbox } = await sandboxed({ isSignedIn: false, deviceIntervalSeconds: 1, ...options })
  const hosts = { oauthHost: simulator.origin, upstream: simulator.upstream }
  return {
    simulator,
    sandbox,
    own: ownLogin(hosts, pathsFor({ KIMI_PROXY_HOME: sandbox.home })).source.path,
    login: (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
      new LoginProcess(sandbox.spawn(['login', ...args], env)),
    pick: () => JSON.parse(readFileSync(join(sandbox.home, 'login.json'), 'utf8'))['use'],
  }
}

/** Nothing that stands for a login has been printed. */
function expectNoSecret(output: string): void {
  expect(output).not.toMatch(/sim-(?:at|rt|dc)-/)
}

describe('kimi-proxy login', () => {
  test('shows page and code, waits, saves the login as kimi-code would, and says whose it is', async () => {
    const { simulator, sandbox, login, own, pick } = await bench()
    const process = login()
    const code = await process.userCode()
    expect(process.output).toContain(`${simulator.origin}/code/authorize_device?user_code=${code}`)
    await process.until(/Waiting for your approval; the code is good for 14m 5\ds\./)
    expect(process.output).not.toMatch(/[█▀▄]/)
    expect(process.output).not.toContain('\u001b')
    simulator.approveDevice(code)
    expect(await process.end).toBe(0)
    expect(process.output).toContain('Approved. Saving the login …')
    expect(process.output).toContain('Signed in as Simulated User (Moderato).')
    expect(process.output).toContain('Kimi Proxy uses this login from now on.')
    const saved = sandbox.readLogin(own)
    expect(saved).toMatchObject({ token_type: 'Bearer', scope: 'kimi-code', expires_in: 900 })
    expect(statSync(own).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(own)).mode & 0o777).toBe(0o700)
    expect(pick()).toBe('own')
    expectNoSecret(process.output)
  })

  test('has a running proxy use the new login at once, in place of the one it shared', async () => {
    const { simulator, sandbox, login, own } = await bench()
    sandbox.saveLogin(simulator.issueLogin())
    const { port } = await sandbox.startEngine()
    const process = login()
    simulator.approveDevice(await process.userCode())
    expect(await process.end).toBe(0)
    expect((await message(port, 'hello')).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(sandbox.readLogin(own)['access_token'])
    expectNoSecret(sandbox.log())
  })

  test('ends a proxy’s waiting for a sign-in', async () => {
    const { simulator, sandbox, login } = await bench()
    const { port } = await sandbox.startEngine()
    expect((await message(port, 'hello')).status).toBe(402)
    const process = login()
    simulator.approveDevice(await process.userCode())
    expect(await process.end).toBe(0)
    expect((await message(port, 'hello')).status).toBe(200)
  })

  test('that is refused on Kimi’s page ends with 1 and says how to try again', async () => {
    const { simulator, login } = await bench()
    const process = login()
    simulator.denyDevice(await process.userCode())
    expect(await process.end).toBe(1)
    expect(process.output).toMatch(/refused on Kimi’s page\. To try again: kimi-proxy login\.\n$/)
  })

  test('shows a new code at once when one has run out', async () => {
    const { simulator, login } = await bench({ deviceLifetimeSeconds: 2 })
    const process = login()
    const first = await process.userCode(1)
    simulator.settings.deviceLifetimeSeconds = 1800
    const second = await process.userCode(2)
    expect(second).not.toBe(first)
    expect(process.output).toContain('That code ran out. Here is a new one.')
    simulator.approveDevice(second)
    expect(await process.end).toBe(0)
  })

  test('goes on by itself where Kimi cannot be reached, before there is a code and after', async () => {
    const { simulator, login } = await bench()
    simulator.script({ on: 'device', drop: true })
    simulator.script({ on: 'token', answer: { status: 503, body: 'busy' } })
    const process = login()
    await process.until(/^Kimi cannot be reached; trying again …$/m)
    const code = await process.userCode()
    await process.until(/^Kimi cannot be reached; trying again\. The code is good for 14m \d+s\.$/m)
    simulator.approveDevice(code)
    expect(await process.end).toBe(0)
  })

  test('polls more slowly once Kimi asks for it, and gets there', async () => {
    const { simulator, login } = await bench()
    simulator.script({ on: 'token', answer: { status: 200, body: { error: 'slow_down' } } })
    const process = login()
    simulator.approveDevice(await process.userCode())
    expect(await process.end).toBe(0)
    const [first, second] = simulator.log.deviceRequests.filter(({ kind }) => kind === 'poll')
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(5_500)
  })

  test.each([
    ['a page elsewhere', 'its page is not one of Kimi’s', 'https://kimi.example/approve'],
    [
      'a page that only looks like Kimi’s',
      'its page is not one of Kimi’s',
      'https://www.kimi.com@evil.example/',
    ],
    ['no page', 'it lacks verification_uri_complete', ''],
  ])('with %s shows none, and ends with 1', async (_name, reason, page) => {
    const { simulator, login } = await bench()
    const body = { user_code: 'ABCD-EFGH', device_code: 'x', verification_uri_complete: page }
    simulator.script({ on: 'device', answer: { status: 200, body } })
    const process = login()
    expect(await process.end).toBe(1)
    expect(process.output).toContain(reason)
    expect(process.output).not.toContain('.example')
    expect(process.output).not.toContain('ABCD-EFGH')
  })

  test('that is cancelled with Ctrl+C says so, ends with 130 and leaves no login', async () => {
    const { simulator, login, own } = await bench()
    const process = login()
    const code = await process.userCode()
    process.signal('SIGINT')
    expect(await process.end).toBe(130)
    expect(process.output).toMatch(/Cancelled\. Nothing was changed\.\n$/)
    simulator.approveDevice(code)
    expect(() => statSync(own)).toThrow('ENOENT')
  })

  test('asks for no code where nothing could be saved', async () => {
    const { simulator, sandbox, login, own } = await bench()
    mkdirSync(sandbox.home, { recursive: true })
    writeFileSync(dirname(own), 'in the place of the folder')
    const process = login()
    expect(await process.end).toBe(64)
    expect(process.output).toMatch(
      /^kimi-proxy: The folder .+ cannot be written: a file is in its place\. .+\n$/m,
    )
    expect(simulator.log.deviceRequests).toEqual([])
  })

  test('does not lose what was granted while it cannot be saved: it says why and tries again', async () => {
    const { simulator, sandbox, login, own } = await bench()
    const process = login()
    const code = await process.userCode()
    rmSync(dirname(own), { recursive: true })
    writeFileSync(dirname(own), 'in the place of the folder')
    simulator.approveDevice(code)
    await process.until(/^Approved, but not saved yet\. The login cannot be saved in .+/m)
    process.signal('SIGINT')
    await process.until(
      /You are signed in, but the login is not saved yet\. Press Ctrl\+C again to give it up\./,
    )
    rmSync(dirname(own))
    expect(await process.end).toBe(0)
    expect(sandbox.readLogin(own)['refresh_token']).toMatch(/^sim-rt-/)
    expectNoSecret(process.output)
  })

  test('gives up what cannot be saved at the second Ctrl+C', async () => {
    const { simulator, login, own } = await bench()
    const process = login()
    const code = await process.userCode()
    rmSync(dirname(own), { recursive: true })
    writeFileSync(dirname(own), 'in the place of the folder')
    simulator.approveDevice(code)
    await process.until(/not saved yet\. The login/)
    process.signal('SIGINT')
    await process.until(/again to give it up/)
    process.signal('SIGINT')
    expect(await process.end).toBe(130)
  })

  test('says no name where Kimi tells none', async () => {
    const { simulator, login } = await bench()
    simulator.script({ on: 'api', answer: { status: 500, body: 'no' } })
    const process = login()
    simulator.approveDevice(await process.userCode())
    expect(await process.end).toBe(0)
    expect(process.output).toMatch(/^Signed in\.$/m)
  })

  test('is pointless, and says so, where a variable names the login to use', async () => {
    const { simulator, sandbox, login } = await bench()
    const process = login([], { KIMI_PROXY_CREDENTIALS: sandbox.credentials })
    expect(await process.end).toBe(1)
    expect(process.output).toContain('KIMI_PROXY_CREDENTIALS')
    expect(simulator.log.deviceRequests).toEqual([])
  })

  test('of a region does not go with hosts that are named outright', async () => {
    const { login } = await bench()
    const process = login(['--region', 'global'])
    expect(await process.end).toBe(64)
    expect(process.output).toMatch(/--region global does not go with \w+ = http:\/\/127\.0\.0\.1:\d+/)
  })

  test('opens no browser unless it is asked to, and then exactly the page it shows', async () => {
    const { simulator, sandbox, login } = await bench()
    const opened = join(sandbox.root, 'opened')
    const bin = join(sandbox.root, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$@" >>'${opened}'\n`)
    chmodSync(join(bin, 'xdg-open'), 0o755)
    const env = { PATH: `${bin}:${sandbox.env['PATH']}` }
    const quiet = login([], env)
    simulator.approveDevice(await quiet.userCode())
    expect(await quiet.end).toBe(0)
    expect(() => statSync(opened)).toThrow('ENOENT')
    const process = login(['--open'], env)
    const code = await process.userCode()
    const page = `${simulator.origin}/code/authorize_device?user_code=${code}\n`
    await until('it was opened', () => textOf(opened) === page)
    process.signal('SIGINT')
    await process.end
  })
})

describe('in a terminal', () => {
  test('the code stands out, a QR code is drawn, and the time is written over', {
    tags: 'script',
  }, async () => {
    const { simulator, sandbox } = await bench()
    const command = `stty cols 100 rows 60; exec '${process.execPath}' '${CLI}' login`
    const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
      env: { ...sandbox.env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
    })
    const login = new LoginProcess(terminal)
    const code = await login.userCode()
    expect(login.output).toContain(`\u001b[1m${code}\u001b[0m`)
    await login.until('\u001b[30;107m ')
    expect(login.output).toMatch(/m[ █▀▄]{30,}/)
    await login.until('\r\u001b[KWaiting for your approval; the code is good for 14m 57s.')
    expect(login.output.match(/\nWaiting/g)).toHaveLength(1)
    simulator.approveDevice(code)
    expect(await login.end).toBe(0)
    expect(login.output).toContain('Signed in as Simulated User (Moderato).')
  })
})

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
