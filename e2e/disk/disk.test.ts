/** Disks that are full or read-only: no refresh is sent whose outcome could not be saved. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { until } from '../../electron/testing/until'
import { isRoot, type Machine, machine, type TestEngine } from '../harness/machine'

const NOBODY = 65_534
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--']

function smallDisk(end: (umount: () => void) => void, path: string): string {
  mkdirSync(path, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'pipe' })
  // Lazily, since engines on it end later.
  end(() => void execFileSync('umount', ['-l', path]))
  return path
}

function fill(path: string): void {
  try {
    writeFileSync(path, Buffer.alloc(1_048_576))
  } catch {
    // What fits is written; the rest is the point.
  }
}

async function expectOneClearMessage(engine: TestEngine, reason: string): Promise<void> {
  const { status, body } = await engine.health()
  expect(status).toBe(200)
  expect(body['error']).toMatch(new RegExp(`^The login cannot be saved in .+: ${reason}\\.$`))
  expect(body['recovery']).toMatch(/Retrying automatically/)
}

async function expectRecovered({ simulator, sandbox }: Machine, engine: TestEngine, path?: string) {
  expect(await engine.refresh()).toEqual({ ok: true })
  expect(simulator.log.refreshRequests).toHaveLength(1)
  expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null, recovery: null })
  expect((await engine.ask()).status).toBe(200)
  expect(simulator.log.apiRequests.at(-1)?.token).toBe(sandbox.readLogin(path)['access_token'])
}

describe('a full disk', { tags: 'mount' }, () => {
  it('sends no refresh, serves the old token, and recovers with room', async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox, start } = bench
    const disk = smallDisk(onTestFinished, join(sandbox.root, 'disk'))
    const path = join(disk, 'credentials', 'kimi-code.json')
    sandbox.saveLogin(simulator.issueLogin(), path)
    const before = readFileSync(path, 'utf8')
    const engine = await start({ env: { KIMI_CODE_HOME: disk } })
    const filler = join(disk, 'filler')
    fill(filler)
    expect(await engine.refresh()).toMatchObject({ ok: false, problem: { code: 'SAVE_FAILED' } })
    expect((await engine.askAtOnce(10)).statuses).toEqual({ 200: 10 })
    await expectOneClearMessage(engine, 'the disk is full')
    expect(simulator.log.refreshRequests).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect(readdirSync(dirname(path))).toEqual(['kimi-code.json'])
    rmSync(filler)
    await expectRecovered(bench, engine, path)
  })

  it('with a little room left never leaves half a login', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const disk = smallDisk(onTestFinished, join(sandbox.root, 'disk'))
    const path = join(disk, 'credentials', 'kimi-code.json')
    // A login that is longer than what is usually set aside, and less room than it needs.
    sandbox.saveLogin({ ...simulator.issueLogin(), note: 'n'.repeat(40_000) }, path)
    const before = readFileSync(path, 'utf8')
    const engine = await start({ env: { KIMI_CODE_HOME: disk } })
    fill(join(disk, 'filler'))
    truncateSync(join(disk, 'filler'), statSync(join(disk, 'filler')).size - 24_576)
    expect(await engine.refresh()).toMatchObject({ ok: false, problem: { code: 'SAVE_FAILED' } })
    expect(simulator.log.refreshRequests).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  it('with an expired token answers 503 until there is room', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const disk = smallDisk(onTestFinished, join(sandbox.root, 'disk'))
    const path = join(disk, 'credentials', 'kimi-code.json')
    sandbox.saveLogin({ ...simulator.issueLogin(), expires_at: 1_000_000_000 }, path)
    fill(join(disk, 'filler'))
    const engine = await start({ env: { KIMI_CODE_HOME: disk } })
    const { status, text } = await engine.ask()
    expect(status).toBe(503)
    expect(JSON.parse(text)).toMatchObject({
      type: 'error',
      error: { type: 'overloaded_error', message: expect.stringContaining('the disk is full') },
    })
    expect((await engine.health()).status).toBe(503)
    expect(simulator.log.refreshRequests).toEqual([])
    rmSync(join(disk, 'filler'))
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.refreshRequests).toHaveLength(1)
    expect((await engine.health()).body['error']).toBeNull()
  })

  it('that fills up between rotation and save does no harm: the room was taken before', async ({
    onTestFinished,
  }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    const disk = smallDisk(onTestFinished, join(sandbox.root, 'disk'))
    const folder = join(disk, 'credentials')
    const path = join(folder, 'kimi-code.json')
    sandbox.saveLogin(simulator.issueLogin(), path)
    const engine = await start({ env: { KIMI_CODE_HOME: disk } })
    const filler = join(disk, 'filler')
    simulator.onRotated = async () => fill(filler)
    expect(await engine.refresh()).toEqual({ ok: true })
    expect(simulator.log.grantedCount).toBe(1)
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(sandbox.readLogin(path)['access_token'])
    expect((await engine.health()).body['error']).toBeNull()
  })
})

describe('for a user without the right to write', () => {
  /** Everything belongs to nobody, who runs the engine; without root the engine is our own user's anyway. */
  function giveToNobody(root: string): readonly string[] {
    if (!isRoot()) return []
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, root])
    return AS_NOBODY
  }

  it('a credential folder of somebody else: no refresh is sent until it may be written', {
    tags: 'other-user',
  }, async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox, start } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const through = giveToNobody(sandbox.root)
    const folder = dirname(sandbox.credentials)
    execFileSync('chown', ['0:0', folder])
    chmodSync(folder, 0o555)
    const engine = await start({ through })
    expect(await engine.refresh()).toMatchObject({ ok: false, problem: { code: 'SAVE_FAILED' } })
    expect((await engine.ask()).status).toBe(200)
    await expectOneClearMessage(engine, 'permission denied')
    expect(simulator.log.refreshRequests).toEqual([])
    // Writable, though it is not ours to make private.
    chmodSync(folder, 0o777)
    await expectRecovered(bench, engine)
  })

  it('a folder that is closed between rotation and save: the file in it is written in place', {
    tags: 'other-user',
  }, async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const through = giveToNobody(sandbox.root)
    const folder = dirname(sandbox.credentials)
    const engine = await start({ through })
    simulator.onRotated = async () => {
      execFileSync('chown', ['0:0', folder])
      chmodSync(folder, 0o555)
    }
    expect(await engine.refresh()).toEqual({ ok: true })
    expect((await engine.health()).body['error']).toBeNull()
    expect((await engine.ask()).status).toBe(200)
    expect(sandbox.readLogin()['access_token']).toBe(simulator.log.apiRequests.at(-1)?.token)
  })

  it('a folder and a file that are closed then: the new token serves, and is saved later', {
    tags: 'other-user',
  }, async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const before = sandbox.readLogin()
    const through = giveToNobody(sandbox.root)
    const folder = dirname(sandbox.credentials)
    const engine = await start({ through })
    simulator.onRotated = async () => {
      execFileSync('chown', ['0:0', folder, sandbox.credentials])
      chmodSync(sandbox.credentials, 0o444)
      chmodSync(folder, 0o555)
    }
    expect(await engine.refresh()).toEqual({ ok: true })
    await expectOneClearMessage(engine, 'permission denied')
    expect((await engine.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).not.toBe(before['access_token'])
    expect(sandbox.readLogin()).toEqual(before)
    chmodSync(folder, 0o777)
    engine.child.kill('SIGTERM')
    await until('it has ended', () => engine.hasEnded)
    expect(sandbox.readLogin()['access_token']).toBe(simulator.log.apiRequests.at(-1)?.token)
    expect(readdirSync(folder)).toEqual(['kimi-code.json'])
    expect(simulator.log.refreshRequests).toHaveLength(1)
  })

  it('a lock folder that cannot be made: no refresh is sent unlocked', {
    tags: 'ordinary-user',
  }, async ({ onTestFinished }) => {
    const bench = await machine(onTestFinished)
    const { simulator, sandbox, start } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const through = giveToNobody(sandbox.root)
    const home = join(sandbox.root, '.kimi-code')
    chmodSync(home, 0o555)
    const engine = await start({ through })
    expect(await engine.refresh()).toMatchObject({ ok: false, problem: { code: 'LOCK_FAILED' } })
    expect((await engine.ask()).status).toBe(200)
    const { body } = await engine.health()
    expect(body['error']).toMatch(/^The login lock .+ cannot be made: permission denied\.$/)
    expect(simulator.log.refreshRequests).toEqual([])
    chmodSync(home, 0o755)
    await expectRecovered(bench, engine)
  })

  it('a login file that cannot be read says so and is taken once it can', {
    tags: 'ordinary-user',
  }, async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const through = giveToNobody(sandbox.root)
    chmodSync(sandbox.credentials, 0)
    const engine = await start({ through })
    const { status, text } = await engine.ask()
    expect(status).toBe(402)
    expect(text).toContain('cannot be read: permission denied')
    expect(engine.output).toMatch(/Signed out: The login file .+ cannot be read: permission denied\./)
    chmodSync(sandbox.credentials, 0o600)
    expect((await engine.ask()).status).toBe(200)
  })
})
