/** A pipe, a folder or a giant in place of any file of ours: no start, check or stop waits for it, and it is said. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finished, Sandbox } from '../../electron/testing/harness'
import { message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { machine } from '../harness/machine'

const SHAPES: Readonly<Record<string, (path: string) => void>> = {
  pipe: (path) => void execFileSync('mkfifo', [path]),
  folder: (path) => void mkdirSync(join(path, 'full'), { recursive: true }),
  giant: (path) => {
    writeFileSync(path, '')
    truncateSync(path, 3 * 2 ** 30)
  },
}

/** Long before anything that waits would end. */
const SOON_MS = 12_000

function put(path: string, shape: string): void {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  SHAPES[shape]?.(path)
}

async function soon(sandbox: Sandbox, args: readonly string[]): Promise<Finished> {
  const startedAt = performance.now()
  const finished = await sandbox.run(args)
  expect(performance.now() - startedAt, args.join(' ')).toBeLessThan(SOON_MS)
  return finished
}

const cases = (names: readonly string[]) =>
  names.flatMap((name) => Object.keys(SHAPES).map((shape) => ({ name, shape })))

describe('in place of', { tags: 'not-windows' }, () => {
  it.each(
    cases([
      'run.json',
      'run.json.lock',
      'watchdog.json',
      'login.json',
      'device_id',
      'days.json',
      'logs/kimi-proxy.ndjson',
      'logs',
      'credentials/kimi-code.json',
      'unsaved',
      '../.kimi-code/config.toml',
      '../.kimi-code/region',
    ]),
  )('$name, a $shape: it serves, renews and stops', async ({ name, shape }) => {
    await withMachine(async ({ simulator, sandbox }) => {
      const port = await freePort()
      sandbox.saveLogin(simulator.issueLogin())
      put(join(sandbox.home, name), shape)
      const started = await soon(sandbox, ['--port', `${port}`])
      expect(started, started.stderr).toMatchObject({ code: 0 })
      expect((await message(port, 'hello')).status).toBe(200)
      // What nothing can be written over: it is said, and the engine is not found.
      const isInTheWay = name === 'run.json' && shape === 'folder'
      if (isInTheWay) expect(started.stdout).toContain('--check and --stop cannot find it')
      const check = await soon(sandbox, ['--check', '--port', `${port}`])
      expect(check.code, check.stdout).toBe(isInTheWay ? 1 : 0)
      const stopped = await soon(sandbox, ['--stop'])
      expect(stopped.code).toBe(isInTheWay ? 1 : 0)
    })
  })

  it.each(cases(['settings.json']))('$name, a $shape: one line says so', async ({ name, shape }) => {
    await withMachine(async ({ simulator, sandbox }) => {
      sandbox.saveLogin(simulator.issueLogin())
      put(join(sandbox.home, name), shape)
      const started = await soon(sandbox, ['--port', '18999'])
      expect(started.code).toBe(64)
      expect(started.stderr).toMatch(
        /settings\.json cannot be read: it is (not a plain file|larger than 1 MB)\./,
      )
    })
  })

  it.each(cases(['login']))('the $name, a $shape: one sentence says so', async ({ shape }) => {
    await withMachine(async ({ sandbox, start }) => {
      put(sandbox.credentials, shape)
      const engine = await start()
      const sentence = /cannot be read: it is (not a plain file|larger than 1 MB)\./
      await until('one sentence says so', () => sentence.test(engine.output))
      expect((await engine.ask()).status).toBe(402)
      await engine.stop()
    })
  })

  it.each(cases(['files']))(
    'the $name that come while it runs, a $shape: it stops all the same',
    async ({ shape }) => {
      await withMachine(async ({ simulator, sandbox, start }) => {
        sandbox.saveLogin(simulator.issueLogin())
        const engine = await start()
        for (const name of [
          'run.json',
          'login.json',
          'device_id',
          'logs/kimi-proxy.ndjson',
          'settings.json',
        ]) {
          put(join(engine.home, name), shape)
        }
        expect((await engine.ask()).status).toBe(200)
        const startedAt = performance.now()
        await engine.stop()
        expect(performance.now() - startedAt).toBeLessThan(SOON_MS)
      })
    },
  )
})

describe('a home that is deleted under a running engine', () => {
  it('is made anew when somebody looks for the engine, which is then found and stopped', async () => {
    await withMachine(async ({ simulator, sandbox, start }) => {
      sandbox.saveLogin(simulator.issueLogin())
      const engine = await start()
      rmSync(engine.home, { recursive: true })
      expect((await engine.ask()).status).toBe(200)
      const check = await soon(sandbox, ['--check', '--port', `${engine.port}`])
      expect(check, check.stdout).toMatchObject({ code: 0 })
      expect(check.stdout).toContain(`healthy (PID ${engine.child.pid})`)
      rmSync(engine.home, { recursive: true })
      sandbox.saveSettings({ port: engine.port })
      expect((await soon(sandbox, ['--stop'])).code).toBe(0)
      await until('it has ended', () => engine.hasEnded)
      expect(sandbox.log()).toContain('"stopped"')
    })
  })
})

async function withMachine(
  action: (bench: Awaited<ReturnType<typeof machine>>) => Promise<void>,
): Promise<void> {
  const ends: (() => Promise<void>)[] = []
  try {
    await action(await machine((end) => ends.push(end)))
  } finally {
    for (const end of ends) await end()
  }
}
