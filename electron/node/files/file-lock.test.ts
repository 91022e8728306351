import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reason } from '../../core/words/reason'
import { takeLock, takeLocks } from './file-lock'

let root = ''
let target = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-lock-'))
  target = join(root, 'oauth', 'kimi-code')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('several locks', () => {
  const made = () => [existsSync(`${target}.lock`), existsSync(join(root, 'other.lock'))]

  it('are taken and given back together', async () => {
    const lock = await takeLocks([{ path: target }, { path: join(root, 'other') }])
    expect([made(), await lock.isHeld()]).toEqual([[true, true], true])
    rmdirSync(join(root, 'other.lock'))
    expect(await lock.isHeld()).toBe(false)
    await lock.release()
    expect(made()).toEqual([false, false])
  })

  it('do without a shared one that cannot be made, and not without any other', async () => {
    writeFileSync(join(root, 'file'), '')
    const path = join(root, 'file', 'lock')
    const lock = await takeLocks([{ path: target }, { path, shared: true }])
    expect([made()[0], await lock.isHeld()]).toEqual([true, true])
    await lock.release()
    await expect(takeLocks([{ path }, { path: target }])).rejects.toMatchObject({ code: 'LOCK_FAILED' })
    expect(made()).toEqual([false, false])
  })
})

describe('what is no lock in its place', () => {
  it.each<[string, string, () => void]>([
    ['a file', 'ENOTDIR', () => writeFileSync(`${target}.lock`, '')],
    [
      'a folder that is not empty',
      'ENOTEMPTY',
      () => mkdirSync(join(`${target}.lock`, 'x'), { recursive: true }),
    ],
  ])('%s is named at once', async (_name, code, put) => {
    mkdirSync(join(root, 'oauth'))
    put()
    const startedAt = performance.now()
    await expect(takeLock(target)).rejects.toMatchObject({
      code: 'LOCK_FAILED',
      values: { reason: reason('code', { code }) },
    })
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

describe('the lock', () => {
  it('is the folder kimi-code uses, in a private folder, and gone after release', async () => {
    const lock = await takeLock(target)
    expect(statSync(`${target}.lock`).isDirectory()).toBe(true)
    expect(statSync(join(root, 'oauth')).mode & 0o777).toBe(0o700)
    expect(existsSync(target)).toBe(false)
    expect(await lock.isHeld()).toBe(true)
    await lock.release()
    expect(existsSync(`${target}.lock`)).toBe(false)
    expect(await lock.isHeld()).toBe(false)
    await lock.release()
  })

  it('lets those of one process in one after the other', async () => {
    let inside = 0
    let most = 0
    const enter = async () => {
      const lock = await takeLock(target)
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 2))
      inside -= 1
      await lock.release()
    }
    await Promise.all(Array.from({ length: 6 }, enter))
    expect(most).toBe(1)
  })

  it('is lost once somebody else has made it anew, and is left to them', async () => {
    const lock = await takeLock(target)
    rmdirSync(`${target}.lock`)
    // On ext4 this one has the same number as the one before, but it is 5 s younger at the least.
    mkdirSync(`${target}.lock`)
    const later = new Date(Date.now() + 5_000)
    utimesSync(`${target}.lock`, later, later)
    expect(await lock.isHeld()).toBe(false)
    await lock.release()
    expect(existsSync(`${target}.lock`)).toBe(true)
  })

  it('is not counted on any more when it went stale or is gone', async () => {
    const lock = await takeLock(target)
    const longAgo = new Date(Date.now() - 6_000)
    utimesSync(`${target}.lock`, longAgo, longAgo)
    expect(await lock.isHeld()).toBe(false)
    rmdirSync(`${target}.lock`)
    expect(await lock.isHeld()).toBe(false)
    await lock.release()
  })

  it('fails with the reason where it cannot be made', async () => {
    writeFileSync(join(root, 'oauth'), 'a file')
    await expect(takeLock(target)).rejects.toMatchObject({
      code: 'LOCK_FAILED',
      values: {
        lock: `${target}.lock`,
        reason: { reason: 'code', values: { code: expect.stringMatching(/^E\w+$/) } },
      },
    })
  })
})
