/** What lies in a login file, and what becomes of it. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { machine } from '../harness/machine'

/** Above every limit for process ids, so that none can be alive. */
const DEAD_PID = 99_999_999

describe('a file that is no login', () => {
  const damaged: [string, string][] = [
    ['empty', ''],
    ['only blanks', ' \n'],
    ['no JSON', 'not json {'],
    ['cut off', '{"access_token":"sim-at-x","refre'],
    ['trailing garbage', '{"access_token":"a","refresh_token":"b","expires_at":1}}'],
    ['an array', '[{"access_token":"a","refresh_token":"b"}]'],
    ['a string', '"sim-at-x"'],
    ['null', 'null'],
    ['an object without tokens', '{"hello":"world"}'],
    ['tokens of another type', '{"access_token":7,"refresh_token":{"a":1}}'],
    ['tokens with a line break', '{"access_token":"a\\r\\nx-evil: 1","refresh_token":"b"}'],
  ]

  it('is named in one sentence, kept as it is, and replaced by the next login', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin({})
    const engine = await start()
    expect(engine.output).toMatch(/Signed out: The login file .+kimi-code\.json is damaged: .+\./)
    for (const [name, text] of damaged) {
      writeFileSync(sandbox.credentials, text)
      const { status, body } = await engine.health()
      expect(status, name).toBe(503)
      expect(body['error'], name).toMatch(/^The login file .+kimi-code\.json is damaged: [^.]+\.$/)
      expect(body['recovery'], name).toContain('kimi login')
      const answer = await engine.ask()
      expect(answer.status, name).toBe(402)
      expect(answer.text, name).not.toContain('sim-at-x')
      expect((await engine.refresh()).ok, name).toBe(false)
      expect(readFileSync(sandbox.credentials, 'utf8'), name).toBe(text)
    }
    rmSync(sandbox.credentials)
    expect((await engine.health()).body['error']).toBe('No Kimi login was found.')
    mkdirSync(sandbox.credentials)
    expect((await engine.health()).body['error']).toMatch(/cannot be read/)
    rmSync(sandbox.credentials, { recursive: true })
    expect(simulator.log.refreshRequests).toEqual([])
    expect(simulator.log.apiRequestCount).toBe(0)
    sandbox.saveLogin(simulator.issueLogin())
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
    expect(engine.hasEnded).toBe(false)
  })

  it('lets the command start and check report it', async ({ onTestFinished }) => {
    const { sandbox } = await machine(onTestFinished)
    sandbox.saveLogin({})
    writeFileSync(sandbox.credentials, '[]')
    const started = await sandbox.run(['--port', '0'])
    expect(started.code).toBe(64)
    const port = String(await freePort())
    const second = await sandbox.run(['--port', port])
    expect(second.code).toBe(0)
    expect(second.stdout).toMatch(/started on port \d+[\s\S]*Signed out: .+damaged/)
    const check = await sandbox.run(['--check', '--port', port])
    expect(check.code).toBe(2)
    expect(check.stdout).toMatch(/UNHEALTHY[\s\S]*damaged: it holds no JSON object/)
  })

  it('but has a byte order mark, lacks numbers or has more fields is one', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    const { access_token, refresh_token } = login
    writeFileSync(
      sandbox.credentials,
      `\uFEFF${JSON.stringify({ z: [1, { y: null }], access_token, refresh_token })}`,
    )
    const engine = await start()
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.refreshRequests).toEqual([])
    expect(await engine.refresh()).toEqual({ ok: true })
    expect(sandbox.readLogin()).toMatchObject({ z: [1, { y: null }], expires_in: 900, scope: 'kimi-code' })
  })

  it('while the engine runs: the old token serves, and mending it is enough', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    const engine = await start()
    writeFileSync(sandbox.credentials, '{"access_token": "hal')
    const forced = engine.refresh()
    await until('all three tries are over', async () => {
      expect((await engine.ask()).status).toBe(200)
      return (await engine.health()).body['error'] !== null
    })
    expect(await forced).toMatchObject({ ok: false, problem: { code: 'LOGIN_INVALID' } })
    const { status, body } = await engine.health()
    expect(status).toBe(200)
    expect(body['error']).toMatch(/is damaged: it is not JSON\.$/)
    expect(readFileSync(sandbox.credentials, 'utf8')).toBe('{"access_token": "hal')
    expect(simulator.log.refreshRequests).toEqual([])
    sandbox.saveLogin(login)
    expect(await engine.refresh()).toEqual({ ok: true })
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
  })
})

describe('saving a renewed login', () => {
  it('keeps the layout of kimi-code, its unknown fields and their order', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const { access_token, refresh_token, expires_at, ...rest } = simulator.issueLogin()
    const before = {
      first: 1,
      expires_at,
      refresh_token,
      nested: { b: 1, a: [2] },
      access_token,
      ...rest,
      last: '',
    }
    sandbox.saveLogin(before)
    const folder = dirname(sandbox.credentials)
    chmodSync(folder, 0o755)
    chmodSync(sandbox.credentials, 0o644)
    const leftover = join(folder, `kimi-code.json.tmp.${DEAD_PID}.0123abcd`)
    const foreign = join(folder, `kimi-code.json.tmp.${process.pid}.0123abcd`)
    writeFileSync(leftover, 'half')
    writeFileSync(foreign, 'half')
    const engine = await start()
    expect(await engine.refresh()).toEqual({ ok: true })
    const text = readFileSync(sandbox.credentials, 'utf8')
    const after = sandbox.readLogin()
    expect(text).toBe(`${JSON.stringify(after, null, 2)}\n`)
    expect(Object.keys(after)).toEqual(Object.keys(before))
    expect(after).toMatchObject({ first: 1, nested: { b: 1, a: [2] }, last: '', token_type: 'Bearer' })
    expect(after['expires_at']).toBeGreaterThanOrEqual(expires_at)
    expect(Number.isInteger(after['expires_at'])).toBe(true)
    expect(statSync(sandbox.credentials).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    // What a dead process left is swept; what a living one is writing is not.
    expect(readdirSync(folder).sort()).toEqual([
      'kimi-code.json',
      `kimi-code.json.tmp.${process.pid}.0123abcd`,
    ])
  })

  it('keeps a compact file compact and a symbolic link a link', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const store = join(sandbox.root, 'dotfiles')
    const real = join(store, 'kimi.json')
    mkdirSync(store, { mode: 0o750 })
    writeFileSync(real, JSON.stringify(simulator.issueLogin()), { mode: 0o600 })
    mkdirSync(dirname(sandbox.credentials), { recursive: true })
    symlinkSync('../../dotfiles/kimi.json', sandbox.credentials)
    const engine = await start()
    expect(await engine.refresh()).toEqual({ ok: true })
    expect(lstatSync(sandbox.credentials).isSymbolicLink()).toBe(true)
    expect(lstatSync(real).isFile()).toBe(true)
    const text = readFileSync(real, 'utf8')
    expect(text).toBe(JSON.stringify(JSON.parse(text)))
    expect(simulator.log.grantedCount).toBe(1)
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(JSON.parse(text).access_token)
    expect(readdirSync(store)).toEqual(['kimi.json'])
    expect(statSync(store).mode & 0o777).toBe(0o750)
  })

  it('of kimi-cli leaves its folder as it was, without litter', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const path = join(sandbox.root, '.kimi', 'credentials', 'kimi-code.json')
    sandbox.saveLogin(simulator.issueLogin(), path)
    chmodSync(dirname(path), 0o755)
    const engine = await start()
    expect(await engine.refresh()).toEqual({ ok: true })
    expect(readdirSync(join(sandbox.root, '.kimi'))).toEqual(['credentials'])
    expect(readdirSync(dirname(path))).toEqual(['kimi-code.json'])
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o755)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
