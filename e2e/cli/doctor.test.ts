/** `kimi-proxy doctor`: looks at everything, changes nothing, tells no secret. */
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { FINDINGS } from '../../electron/core/words/finding-phrases'
import { takeLock } from '../../electron/node/files/file-lock'
import { type Finished, linesOf, Sandbox } from '../../electron/testing/harness'
import { freePort } from '../../electron/testing/network/free-port'
import { KimiSimulator } from '../simulator'

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

interface TestReport {
  readonly finished: Finished
  readonly codes: readonly string[]
  find(code: string): Record<string, unknown> & { readonly values: Record<string, unknown> }
}

async function doctor(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<TestReport> {
  // No port of this machine is anybody's business here.
  const port = args.includes('--port') ? [] : ['--port', String(await freePort())]
  const finished = await sandbox.run(['doctor', '--json', ...port, ...args], env)
  const { findings } = JSON.parse(finished.stdout)
  return {
    finished,
    codes: findings.map(({ code }: { code: string }) => code),
    find: (code) => findings.find((finding: { code: string }) => finding.code === code),
  }
}

function saveClaude(settings: object | string, folder = sandbox.root): void {
  mkdirSync(join(folder, '.claude'), { recursive: true })
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings)
  writeFileSync(join(folder, '.claude', 'settings.json'), text)
}

/** Every file below the machine's home, with its time and rights. */
function everything(): string[] {
  return readdirSync(sandbox.root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mtimeMs, mode, size } = statSync(join(sandbox.root, name))
      return `${name} ${mtimeMs} ${mode} ${size}`
    })
}

describe('on a machine without anything', () => {
  it('says that there is no login and how to get one: 2', async () => {
    const { finished, codes, find } = await doctor()
    expect(finished.code).toBe(2)
    expect(finished.stderr).toBe('')
    expect(codes).toEqual(
      expect.arrayContaining(['NO_LOGIN', 'ENGINE_STOPPED', 'CLAUDE_UNSET', 'CLOCK_RIGHT']),
    )
    expect(find('NO_LOGIN')['command']).toBe('kimi-proxy login')
  })

  it('changes nothing, and asks Kimi for nothing', async () => {
    const before = everything()
    await doctor()
    expect(everything()).toEqual(before)
    expect(simulator.log.refreshRequests).toEqual([])
    expect(simulator.log.apiRequestCount).toBe(0)
  })
})

describe('with a running proxy', () => {
  it('finds all in order: 0, and each line has its mark', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    const { port } = await sandbox.startEngine()
    saveClaude({ env: { ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`, ANTHROPIC_AUTH_TOKEN: 'x' } })
    const { code, stdout, stderr } = await sandbox.run(['doctor', '--redact', '--port', String(port)])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [title, ...lines] = linesOf(stdout)
    expect(title).toMatch(/^Kimi Proxy \d+\.\d+\.\d+, checked at \w+ \d+, \d\d:\d\d$/)
    for (const line of lines) expect(line).toMatch(/^(ok {2}|info|warn|BAD | {4}) {2}\S/)
    expect(stdout).toContain('Kimi Code’s login is in use.')
    expect(stdout).toContain(`Kimi Proxy is running on port ${port}`)
    expect(stdout).toContain('The clock is right.')
    expect(stdout).toContain('~/.kimi-code/credentials/kimi-code.json')
    expect(stdout).not.toContain(sandbox.root)
  })

  it('tells its own renewals from another program’s', async () => {
    simulator.settings.expiresInSeconds = 2
    sandbox.saveLogin(simulator.issueLogin())
    expect((await doctor()).find('LOGIN_GOOD').values['by']).toBe('other')
    simulator.settings.expiresInSeconds = 900
    const { port } = await sandbox.startEngine()
    await expect
      .poll(async () => {
        const { find } = await doctor(['--port', String(port)])
        return find('LOGIN_GOOD')?.values['by']
      })
      .toBe('kimi-proxy')
    expect(simulator.log.grantedCount).toBe(1)
  })

  it('that does not answer: says so, and that it is to be stopped', async () => {
    const { pid, port } = await sandbox.startEngine()
    process.kill(pid, 'SIGSTOP')
    const { finished, find } = await doctor(['--port', String(port)])
    expect(finished.code).toBe(2)
    expect(find('ENGINE_SILENT')).toMatchObject({ command: 'kimi-proxy stop', values: { pid, port } })
  })

  it('whose login Kimi has ended: says so once, with the way out', async () => {
    simulator.settings.expiresInSeconds = 1
    sandbox.saveLogin(simulator.issueLogin())
    simulator.revokeLogins()
    const { port } = await sandbox.startEngine()
    await expect.poll(async () => (await doctor(['--port', String(port)])).codes).toContain('SIGN_IN_NEEDED')
    const { finished, find, codes } = await doctor(['--port', String(port)])
    expect(finished.code).toBe(2)
    expect(find('LOGIN_REVOKED').values['owner']).toBe('kimi-code')
    expect(codes.filter((code) => code === 'SIGN_IN_NEEDED')).toHaveLength(1)
  })
})

describe('the logins', () => {
  it('that two programs share are bad, and each is named', async () => {
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    sandbox.saveLogin(login, join(sandbox.root, '.kimi', 'credentials', 'kimi-code.json'))
    const { finished, find } = await doctor()
    expect(finished.code).toBe(2)
    expect(find('LOGIN_SHARED')).toMatchObject({
      tone: 'bad',
      values: { owner: 'kimi-code', otherOwner: 'kimi-cli' },
    })
  })

  it('with loose rights, locked, and named but missing', async () => {
    sandbox.saveLogin(simulator.issueLogin())
    chmodSync(sandbox.credentials, 0o644)
    const lock = await takeLock(join(sandbox.root, '.kimi-code', 'oauth', 'kimi-code'))
    onTestFinished(() => lock.release())
    const loose = await doctor()
    expect(loose.finished.code).toBe(0)
    expect(loose.find('LOGIN_EXPOSED')['command']).toBe('chmod 600 ~/.kimi-code/credentials/kimi-code.json')
    expect(loose.find('LOCK_HELD').values['path']).toBe('~/.kimi-code/oauth/kimi-code.lock')
    const named = await doctor([], { KIMI_PROXY_CREDENTIALS: join(sandbox.root, 'nowhere.json') })
    expect(named.find('NAMED_LOGIN_MISSING').values['path']).toBe('~/nowhere.json')
  })
})

describe('settings that make no sense', () => {
  it('are said, and everything else is looked at all the same', async () => {
    sandbox.saveSettings('{"port": ')
    sandbox.saveLogin(simulator.issueLogin())
    const { finished, codes, find } = await doctor()
    expect(finished.code).toBe(2)
    expect(find('SETTINGS_INVALID')['message']).toContain('is not JSON')
    expect(codes).toEqual(expect.arrayContaining(['LOGIN_GOOD', 'HOST_ANSWERS', 'ENGINE_STOPPED']))
  })

  it('in the environment are said too', async () => {
    const { find } = await doctor([], { KIMI_PROXY_UPSTREAM: 'http://kimi.example' })
    expect(find('SETTINGS_INVALID')['message']).toContain('KIMI_PROXY_UPSTREAM')
  })

  it('in a variable of others are passed over, which is said', async () => {
    const { find } = await doctor([], { HTTPS_PROXY: 'ftp://nowhere' })
    expect(find('SETTINGS_GOOD')).toBeDefined()
    expect(find('VARIABLE_SKIPPED')['message']).toContain('HTTPS_PROXY')
  })

  it('such as a misspelt key are said with the nearest one that there is', async () => {
    sandbox.saveSettings({ prot: 20000, colour: 'red' })
    const started = await sandbox.run(['start', '--port', String(await freePort())])
    expect(started.code).toBe(0)
    expect(started.stderr).toMatch(/"prot" in .+ is not known; did you mean "port"\?\n/)
    const { find } = await doctor()
    expect(find('SETTING_MISSPELT')['message']).toContain('“port”')
    expect(find('SETTING_UNKNOWN')['message']).toContain('“colour”')
  })
})

it('a port that a stranger has is said, and where Claude Code goes instead', async () => {
  const stranger = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  onTestFinished(() => {
    stranger.close()
  })
  const address = stranger.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  saveClaude({ env: { ANTHROPIC_BASE_URL: 'https://gateway.example/anthropic' } })
  const { finished, find } = await doctor(['--port', String(port)])
  expect(finished.code).toBe(2)
  expect(JSON.stringify(find('PORT_TAKEN').values['holder'])).toContain(String(process.pid))
  expect(find('CLAUDE_ELSEWHERE').values).toMatchObject({ host: 'gateway.example', source: 'user' })
})

it('the report as JSON has a stable form, the worst first', async () => {
  sandbox.saveLogin(simulator.issueLogin())
  const { finished } = await doctor()
  const report = JSON.parse(finished.stdout)
  expect(Object.keys(report)).toEqual(['version', 'atMs', 'findings'])
  const order = ['bad', 'warn', 'info', 'good']
  const tones: string[] = []
  const tonesByCode = Object.fromEntries(Object.entries(FINDINGS).map(([code, { tone }]) => [code, tone]))
  for (const finding of report.findings) {
    expect(Object.keys(finding)).toEqual(['code', 'tone', 'message', 'fix', 'command', 'values'])
    expect(tonesByCode[finding.code]).toBe(finding.tone)
    tones.push(finding.tone)
  }
  expect(tones).toEqual([...tones].sort((one, other) => order.indexOf(one) - order.indexOf(other)))
})

describe('secrets', () => {
  const SECRET = 'sk-s3cret-planted-everywhere'
  const TOKEN = /sim-[ar]t-[\w-]{20,}/

  it('planted everywhere come out nowhere: not as text, not as JSON, not in the log', async () => {
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    sandbox.saveLogin(login, join(sandbox.home, 'credentials', 'kimi-code.json'))
    sandbox.saveLogin({ access_token: [SECRET] }, join(dirname(sandbox.credentials), 'kimi-code-env-1.json'))
    const { port } = await sandbox.startEngine()
    const url = `http://me:${SECRET}@127.0.0.1:9/?key=${SECRET}`
    const env = {
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: SECRET,
      ANTHROPIC_AUTH_TOKEN: SECRET,
      ANTHROPIC_MODEL: SECRET,
      CLAUDE_CODE_OAUTH_TOKEN: SECRET,
      HTTPS_PROXY: `http://me:${SECRET}@127.0.0.1:9`,
    }
    saveClaude({ env: { ...env, ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}` }, model: SECRET })
    const settings = [
      { proxy: `http://me:${SECRET}@127.0.0.1:9` },
      { proxy: `nothing://me:${SECRET}@x` },
      { upstream: `https://me:${SECRET}@x` },
      { upstream: { key: SECRET } },
      { allowedOrigins: [`http://me:${SECRET}@x`] },
      `{"proxy": "${SECRET}"`,
    ]
    for (const content of settings) {
      sandbox.saveSettings(content)
      for (const args of [['doctor'], ['doctor', '--json'], ['doctor', '--port', String(port)]]) {
        const { stdout, stderr } = await sandbox.run(args, env)
        expect(stdout.length).toBeGreaterThan(100)
        expect(stdout + stderr).not.toMatch(TOKEN)
        expect(stdout + stderr).not.toContain(SECRET)
        expect(stdout + stderr).not.toContain(sandbox.runRecord().secret)
      }
    }
    await sandbox.run(['--stop'])
    expect(sandbox.log()).not.toMatch(TOKEN)
    expect(readFileSync(join(sandbox.home, 'logs', 'kimi-proxy.ndjson'), 'utf8')).not.toContain(SECRET)
  })
})
