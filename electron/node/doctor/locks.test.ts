import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { LockFacts } from '../../core/doctor/locks'
import { parseSettings } from '../../core/settings/schema'
import { until } from '../../testing/until'
import { takeLock } from '../files/file-lock'
import { pathsFor } from '../files/paths'
import { lockFacts } from './locks'

let root = ''
const at = (...names: readonly string[]) => join(root, ...names)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-locks-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function look(): Promise<LockFacts[]> {
  const env = { KIMI_CODE_HOME: at('code'), KIMI_SHARE_DIR: at('kimi') }
  const settings = parseSettings({ file: undefined, filePath: 'settings.json', homeDir: root, env })
  return lockFacts(settings, pathsFor({ KIMI_PROXY_HOME: at('home') }), (path) => path.replace(root, '~'))
}

function running(program: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  return child
}

describe('the lock of a login', () => {
  test('is free where no program holds it, and looking leaves no file behind', async () => {
    expect(await look()).toEqual([])
    expect(existsSync(at('code'))).toBe(false)
    expect(existsSync(at('home'))).toBe(false)
  })

  test('that is held is reported and left alone', async () => {
    const lock = await takeLock(at('code', 'oauth', 'kimi-code'))
    expect(await look()).toEqual([{ kind: 'held', path: '~/code/oauth/kimi-code.lock', holder: null }])
    expect(await lock.isHeld()).toBe(true)
    await lock.release()
    expect(await look()).toEqual([])
  })

  test('that a killed process left behind is reported as left, once its time is up', async () => {
    const folder = at('home', 'oauth', 'kimi-code.lock')
    const script = `fs.mkdirSync(${JSON.stringify(folder)}, { recursive: true }); setInterval(() => 0, 1000)`
    const holder = running(process.execPath, '-e', script)
    await until('the lock is there', () => existsSync(folder))
    expect(await look()).toMatchObject([{ kind: 'held' }])
    holder.kill('SIGKILL')
    const past = statSync(folder).mtimeMs / 1000 - 6
    utimesSync(folder, past, past)
    expect(await look()).toEqual([{ kind: 'left', path: '~/home/oauth/kimi-code.lock' }])
    expect(existsSync(folder)).toBe(true)
  })

  test('that we take for a file of another tool is reported too', async () => {
    const lock = await takeLock(at('home', 'locks', 'abc'))
    expect(await look()).toEqual([{ kind: 'held', path: '~/home/locks/abc.lock', holder: null }])
    await lock.release()
  })
})

describe('the lock of kimi-cli', { tags: ['linux', 'python3'] }, () => {
  const file = () => at('kimi', 'credentials', 'kimi-code.lock')

  test('names the process that holds it, and is free once that process has ended', async () => {
    mkdirSync(at('kimi', 'credentials'), { recursive: true })
    writeFileSync(file(), '')
    expect(await look()).toEqual([])
    const script =
      'import fcntl, sys, time\nf = open(sys.argv[1], "a")\nfcntl.flock(f, fcntl.LOCK_EX)\nprint("held", flush=True)\ntime.sleep(60)'
    const holder = running('python3', '-c', script, file())
    if (holder.stdout !== null) await once(holder.stdout, 'data')
    const [lock] = await look()
    expect(lock).toMatchObject({ kind: 'held', path: '~/kimi/credentials/kimi-code.lock' })
    expect(lock?.kind === 'held' && lock.holder).toBeGreaterThan(0)
    holder.kill('SIGKILL')
    await until('it is free', async () => (await look()).length === 0)
  })
})
