import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FakeClock } from '../../testing/fake-clock'
import { createSystemClock } from '../basics/clock'
import { FolderWatch } from './folder-watch'

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'kimi-proxy-watch-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

/** Resolves with the first call. */
function watching(path: string) {
  let called: () => void = () => undefined
  const seen = new Promise<void>((resolve) => {
    called = resolve
  })
  const watch = new FolderWatch([path], createSystemClock(), () => called())
  onTestFinished(() => watch.close())
  return seen
}

test('a file that is renamed into place is noticed', async () => {
  const root = folder()
  const seen = watching(join(root, 'login.json'))
  writeFileSync(join(root, 'login.json.tmp'), '{}')
  renameSync(join(root, 'login.json.tmp'), join(root, 'login.json'))
  await seen
})

test('so is one in folders that do not exist yet', async () => {
  const root = folder()
  const path = join(root, 'a', 'b', 'login.json')
  let calls = 0
  let next: () => void = () => undefined
  const watch = new FolderWatch([path], createSystemClock(), () => {
    calls += 1
    next()
  })
  onTestFinished(() => watch.close())
  const call = () =>
    new Promise<void>((resolve) => {
      next = resolve
    })
  const folders = call()
  mkdirSync(join(root, 'a', 'b'), { recursive: true })
  await folders
  const file = call()
  writeFileSync(path, '{}')
  await file
  expect(calls).toBeGreaterThanOrEqual(2)
})

test('a folder that is removed and made anew does not make it deaf', async () => {
  const root = folder()
  const home = join(root, 'credentials')
  mkdirSync(home)
  let next: () => void = () => undefined
  const watch = new FolderWatch([join(home, 'login.json')], createSystemClock(), () => next())
  onTestFinished(() => watch.close())
  const call = () =>
    new Promise<void>((resolve) => {
      next = resolve
    })
  const gone = call()
  rmSync(home, { recursive: true })
  await gone
  const back = call()
  mkdirSync(home)
  await back
  const written = call()
  writeFileSync(join(home, 'login.json'), '{}')
  await written
})

test('no timer runs while nothing happens', () => {
  const clock = new FakeClock()
  const watch = new FolderWatch([join(folder(), 'login.json')], clock, () => undefined)
  expect(clock.pendingTimers).toBe(0)
  watch.close()
})
