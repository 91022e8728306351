/** A login file that cannot be replaced: what Kimi has granted is never thrown away, and never in silence. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Machine, machine, type TestEngine } from '../harness/machine'

type OnTestFinished = (end: () => Promise<void>) => void

interface Bench extends Machine {
  readonly engine: TestEngine
  /** What the login file held at first. */
  readonly first: string
  lock(path?: string): void
  unlock(path?: string): void
  check(): Promise<{ code: number | null; stdout: string }>
  stop(): Promise<{ code: number | null; stdout: string; stderr: string }>
  spares(): string[]
}

async function bench(end: OnTestFinished): Promise<Bench> {
  const made = await machine(end)
  const { simulator, sandbox, start } = made
  const locked = new Set<string>()
  const unlock = (path = sandbox.credentials) => {
    if (locked.delete(path)) execFileSync('chattr', ['-i', path])
  }
  // Before the sandbox is removed.
  end(async () => {
    for (const path of [...locked]) unlock(path)
  })
  sandbox.saveLogin(simulator.issueLogin())
  const folder = join(sandbox.home, 'unsaved')
  const engine = await start()
  return {
    ...made,
    engine,
    first: readFileSync(sandbox.credentials, 'utf8'),
    lock(path = sandbox.credentials) {
      execFileSync('chattr', ['+i', path])
      locked.add(path)
    },
    unlock,
    check: () => sandbox.run(['--check', '--port', String(engine.port)]),
    stop: () => sandbox.run(['--stop']),
    spares: () => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []),
  }
}

/** Renewed, while the file was locked between Kimi's rotation and the save. */
async function unsavedBench(end: OnTestFinished, lockHome = false): Promise<Bench> {
  const made = await bench(end)
  made.simulator.onRotated = async () => {
    made.lock()
    if (lockHome) made.lock(made.sandbox.home)
  }
  expect(await made.engine.refresh()).toEqual({ ok: true })
  expect(readFileSync(made.sandbox.credentials, 'utf8')).toBe(made.first)
  expect((await made.engine.ask()).status).toBe(200)
  return made
}

describe('a login file that is locked', { tags: 'immutable' }, () => {
  it('is found out before Kimi is asked; the check says so, and nothing is lost', async ({
    onTestFinished,
  }) => {
    const { engine, simulator, sandbox, first, lock, unlock, check, spares } = await bench(onTestFinished)
    lock()
    expect(await engine.refresh()).toMatchObject({ ok: false, problem: { code: 'SAVE_FAILED' } })
    expect(simulator.log.refreshRequests).toEqual([])
    expect((await engine.ask()).status).toBe(200)
    const { code, stdout } = await check()
    expect(code).toBe(2)
    expect(stdout).toMatch(/UNHEALTHY[\s\S]*can be neither replaced nor changed/)
    expect([readFileSync(sandbox.credentials, 'utf8'), spares()]).toEqual([first, []])
    unlock()
    expect(await engine.refresh()).toEqual({ ok: true })
    expect((await check()).code).toBe(0)
  })

  it('only after Kimi rotated its token: kept aside, said at the stop, and taken up at the next start', async ({
    onTestFinished,
  }) => {
    const { engine, simulator, sandbox, unlock, start, check, stop, spares } =
      await unsavedBench(onTestFinished)
    expect((await check()).code).toBe(2)
    expect((await check()).stdout).toContain('UNHEALTHY')
    const [spare = ''] = spares()
    expect(statSync(spare).mode & 0o777).toBe(0o600)
    const stopped = await stop()
    expect(stopped).toMatchObject({ code: 0, stderr: '' })
    expect(stopped.stdout).toContain(spare)
    expect(stopped.stdout).toContain(sandbox.credentials)
    // Still locked: it goes on from what was kept, and says that it does.
    const second = await start()
    expect((await second.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(simulator.log.apiRequests.at(0)?.token)
    expect((await second.health()).body['error']).toMatch(/waits to be saved/)
    simulator.onRotated = async () => undefined
    unlock()
    await second.kill()
    const third = await start()
    expect((await third.ask()).status).toBe(200)
    expect(await third.refresh()).toEqual({ ok: true })
    expect((await third.health()).body).toMatchObject({ status: 'healthy', error: null })
    expect([simulator.log.resentRequests(), spares()]).toEqual([[], []])
    expect(engine.hasEnded).toBe(true)
  })

  it('is not lost with a kill either, and its own file gets it as soon as it can be written', async ({
    onTestFinished,
  }) => {
    const { engine, simulator, sandbox, unlock, start, spares } = await unsavedBench(onTestFinished)
    await engine.kill()
    unlock()
    await start()
    await expect.poll(() => sandbox.readLogin()['access_token']).toBe(simulator.log.apiRequests[0]?.token)
    await expect.poll(spares).toEqual([])
  })

  it('whose holder signs in anew meanwhile gets nothing of what was kept', async ({ onTestFinished }) => {
    const { engine, simulator, sandbox, unlock, start, spares } = await unsavedBench(onTestFinished)
    await engine.kill()
    unlock()
    const login = simulator.issueLogin()
    sandbox.saveLogin(login)
    const second = await start()
    expect((await second.ask()).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(login.access_token)
    expect([sandbox.readLogin(), spares()]).toEqual([login, []])
  })

  it('with a home that is locked too: a stop is refused in words until one of them can be written', async ({
    onTestFinished,
  }) => {
    const { engine, simulator, sandbox, unlock, check, stop } = await unsavedBench(onTestFinished, true)
    const refused = await stop()
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('was not stopped')
    expect(refused.stderr).toContain(sandbox.credentials)
    expect((await sandbox.run(['--stop-all'])).code).toBe(0)
    expect([engine.hasEnded, (await check()).code]).toEqual([false, 2])
    unlock(sandbox.home)
    unlock()
    expect((await stop()).code).toBe(0)
    expect(sandbox.readLogin()['access_token']).toBe(simulator.log.apiRequests.at(-1)?.token)
  })
})

describe('a login file that is mounted on its own', { tags: 'mount' }, () => {
  it('is written in place, and nothing needs saying', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    const outside = join(sandbox.root, 'outside.json')
    sandbox.saveLogin(sandbox.readLogin(), outside)
    execFileSync('mount', ['--bind', outside, sandbox.credentials])
    onTestFinished(async () => void execFileSync('umount', ['-l', sandbox.credentials]))
    const engine = await start()
    expect(await engine.refresh()).toEqual({ ok: true })
    expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
    expect((await engine.ask()).status).toBe(200)
    expect(sandbox.readLogin(outside)['access_token']).toBe(simulator.log.apiRequests.at(-1)?.token)
    expect(readdirSync(join(sandbox.credentials, '..'))).toEqual(['kimi-code.json'])
  })

  it('read-only is found out before Kimi is asked', async ({ onTestFinished }) => {
    const { simulator, sandbox, start } = await machine(onTestFinished)
    sandbox.saveLogin(simulator.issueLogin())
    execFileSync('mount', ['--bind', sandbox.credentials, sandbox.credentials])
    execFileSync('mount', ['-o', 'remount,bind,ro', sandbox.credentials])
    onTestFinished(async () => void execFileSync('umount', ['-l', sandbox.credentials]))
    const engine = await start()
    expect(await engine.refresh()).toMatchObject({
      ok: false,
      problem: { code: 'SAVE_FAILED', variant: 'readOnly' },
    })
    expect(simulator.log.refreshRequests).toEqual([])
  })
})

it('a file with write protection in a folder that may be written is replaced as ever', async ({
  onTestFinished,
}) => {
  const { simulator, sandbox, start } = await machine(onTestFinished)
  sandbox.saveLogin(simulator.issueLogin())
  chmodSync(sandbox.credentials, 0o400)
  mkdirSync(sandbox.home, { recursive: true })
  const engine = await start()
  expect(await engine.refresh()).toEqual({ ok: true })
  expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
})
