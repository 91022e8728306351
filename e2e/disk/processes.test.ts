/** Many processes at one file and one lock. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeLock } from '../../electron/node/files/file-lock'
import { finish, untilOutput } from '../../electron/testing/harness'
import { until } from '../../electron/testing/until'
import { buildWorker } from '../harness/worker-build'

const root = mkdtempSync(join(tmpdir(), 'kimi-proxy-files-'))
let worker = ''

beforeAll(async () => {
  worker = await buildWorker('../disk/file-worker.ts', root)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

function work(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [worker, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function workAtOnce(processes: number, ...args: readonly string[]): Promise<void> {
  const ends = await Promise.all(Array.from({ length: processes }, () => finish(work(...args))))
  for (const { code, stderr } of ends) expect(code, stderr).toBe(0)
}

describe('many processes that save at once', () => {
  it('never leave unreadable JSON, nor anything else', async () => {
    const folder = join(root, 'saves')
    const path = join(folder, 'login.json')
    mkdirSync(folder)
    writeFileSync(path, '{"note":"keep me"}\n')
    let reads = 0
    let isOver = false
    const over = workAtOnce(6, 'save', path, '40').finally(() => {
      isOver = true
    })
    while (!isOver) {
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ note: 'keep me' })
      reads += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    await over
    expect(reads).toBeGreaterThan(20)
    expect(JSON.parse(readFileSync(path, 'utf8')).refresh_token).toMatch(/^refresh-\d+-\d+$/)
    expect(readdirSync(folder)).toEqual(['login.json'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})

describe.concurrent('the lock', () => {
  it('lets one process in at a time, and is gone afterwards', async () => {
    const target = join(root, 'counting', 'kimi-code')
    const counter = join(root, 'counter')
    writeFileSync(counter, '0')
    await workAtOnce(5, 'count', target, counter, '12')
    expect(readFileSync(counter, 'utf8')).toBe('60')
    expect(existsSync(`${target}.lock`)).toBe(false)
  })

  it('of a living process is not taken, however long it is held; that of a killed one is, after 5 s', async () => {
    const target = join(root, 'held', 'kimi-code')
    const holder = work('hold', target)
    await untilOutput(holder, /held/)
    let taken = false
    const taking = takeLock(target).then((lock) => {
      taken = true
      return lock
    })
    // Longer than the stale time: the holder keeps renewing it.
    await new Promise((resolve) => setTimeout(resolve, 7_000))
    expect(taken).toBe(false)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const killedAt = performance.now()
    const lock = await taking
    expect(performance.now() - killedAt).toBeGreaterThan(1_500)
    expect(performance.now() - killedAt).toBeLessThan(8_000)
    expect(await lock.isHeld()).toBe(true)
    await lock.release()
    expect(existsSync(`${target}.lock`)).toBe(false)
  })

  it('of a process that was stopped is noticed as lost, and not taken from its new owner', async () => {
    const target = join(root, 'stopped', 'kimi-code')
    const holder = work('hold', target)
    await untilOutput(holder, /held/)
    holder.kill('SIGSTOP')
    const lock = await takeLock(target)
    holder.kill('SIGCONT')
    await until('the new owner has renewed it', () => {
      return Date.now() - statSync(`${target}.lock`).mtimeMs < 2_000
    })
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(await lock.isHeld()).toBe(true)
    expect(holder.exitCode).toBeNull()
    holder.kill('SIGKILL')
    await lock.release()
  })

  it('left from yesterday is taken at once', async () => {
    const target = join(root, 'stale', 'kimi-code')
    mkdirSync(`${target}.lock`, { recursive: true })
    utimesSync(`${target}.lock`, new Date(0), new Date(0))
    const startedAt = performance.now()
    const lock = await takeLock(target)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    await lock.release()
    expect(existsSync(`${target}.lock`)).toBe(false)
  })
})
