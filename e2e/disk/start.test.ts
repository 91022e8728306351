/** A home on a disk that is full or read-only when the engine starts: it serves, says why nobody finds it, and heals. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { type Machine, machine } from '../harness/machine'

interface Disk {
  readonly home: string
  free(): void
}

function mounted({ sandbox }: Machine, ends: (() => Promise<void>)[]): string {
  const path = join(sandbox.root, 'disk')
  mkdirSync(path)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'pipe' })
  ends.push(async () => void execFileSync('umount', ['-l', path]))
  return path
}

function full(bench: Machine, ends: (() => Promise<void>)[]): Disk {
  const disk = mounted(bench, ends)
  const home = join(disk, 'home')
  mkdirSync(home, { mode: 0o700 })
  const filler = join(disk, 'filler')
  try {
    writeFileSync(filler, Buffer.alloc(1_048_576))
  } catch {
    // What fits is written.
  }
  return { home, free: () => rmSync(filler) }
}

/** The home is still to be made there. */
function readOnly(bench: Machine, ends: (() => Promise<void>)[]): Disk {
  const disk = mounted(bench, ends)
  execFileSync('mount', ['-o', 'remount,ro', disk])
  return { home: join(disk, 'home'), free: () => void execFileSync('mount', ['-o', 'remount,rw', disk]) }
}

describe.each([
  { name: 'full', make: full },
  { name: 'read-only', make: readOnly },
])('a disk that is $name', { tags: 'mount' }, ({ name, make }) => {
  it.each([
    { how: 'alone', args: [], isWatched: false },
    { how: 'with a watchdog', args: ['--watchdog'], isWatched: true },
  ])('an engine $how serves and says so, and is found once there is room', async ({ args, isWatched }) => {
    const ends: (() => Promise<void>)[] = []
    try {
      const bench = await machine((end) => ends.push(end))
      const { simulator, sandbox } = bench
      sandbox.saveLogin(simulator.issueLogin())
      const disk = make(bench, ends)
      const env = { KIMI_PROXY_HOME: disk.home }
      const port = await freePort()
      ends.push(() => endWhoeverServes(port))
      const run = (...words: readonly string[]) => sandbox.run([...words, '--port', `${port}`], env)
      const started = await run(...args)
      expect(started, started.stderr).toMatchObject({ code: 0 })
      expect(started.stdout).toContain(`cannot be written: the disk is ${name}`)
      expect((await message(port, 'hello')).status).toBe(200)
      const lost = await run('--check')
      expect(lost.code, lost.stdout).toBe(1)
      expect(lost.stdout).toContain(`cannot be written: the disk is ${name}`)
      if (isWatched) {
        // Probed twice, and found no reason to be started anew.
        await until('it has lived on', async () => {
          return JSON.parse((await call(port, '/health')).text).uptime >= 11
        })
      }
      disk.free()
      expect((await run('--check')).stdout).toContain('kimi-proxy healthy')
      if (isWatched)
        await until('the watchdog has its file', () => existsSync(join(disk.home, 'watchdog.json')))
      const stopped = await sandbox.run(['--stop'], env)
      expect([stopped.code, stopped.stdout.includes('kimi-watchdog')]).toEqual([0, isWatched])
    } finally {
      // The disk before the folder that it is mounted in.
      for (const end of ends.reverse()) await end()
    }
  })
})

/** What a failed test leaves has no run file to be found by. */
async function endWhoeverServes(port: number): Promise<void> {
  const answer = await call(port, '/health').catch(() => null)
  if (answer !== null) process.kill(JSON.parse(answer.text).pid, 'SIGKILL')
}
