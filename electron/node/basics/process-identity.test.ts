import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isSameProcess, processMarker, signalProcess } from './process-identity'

let child: ChildProcess
let pid: number

beforeEach(async () => {
  child = spawn('sleep', ['100'])
  await once(child, 'spawn')
  pid = child.pid ?? 0
})

afterEach(() => {
  child.kill('SIGKILL')
})

it('knows a living process by its start', () => {
  const marker = processMarker(pid)
  expect(marker).toMatch(/\d/)
  expect(processMarker(pid)).toBe(marker)
  expect(isSameProcess({ pid, marker })).toBe(true)
  expect(isSameProcess({ pid: process.pid, marker: processMarker(process.pid) })).toBe(true)
})

it('tells it from an earlier one with the same number, and leaves it alone', () => {
  const earlier = { pid, marker: 'another start' }
  expect(isSameProcess(earlier)).toBe(false)
  expect(signalProcess(earlier, 'SIGKILL')).toBe(false)
  expect(child.killed || child.signalCode !== null).toBe(false)
})

it('signals nothing without proof', () => {
  expect(isSameProcess({ pid, marker: null })).toBe(true)
  expect(signalProcess({ pid, marker: null }, 'SIGKILL')).toBe(false)
  expect(isSameProcess({ pid, marker: processMarker(pid) })).toBe(true)
})

it('signals the very process', async () => {
  const ended = once(child, 'exit')
  expect(signalProcess({ pid, marker: processMarker(pid) }, 'SIGTERM')).toBe(true)
  expect(await ended).toEqual([null, 'SIGTERM'])
})

it('a process that has ended is gone', async () => {
  const identity = { pid, marker: processMarker(pid) }
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  expect(isSameProcess(identity)).toBe(false)
  expect(isSameProcess({ pid, marker: null })).toBe(false)
  expect(signalProcess(identity, 'SIGTERM')).toBe(false)
  expect(processMarker(pid)).toBeNull()
})

it('one that has ended and waits to be collected is gone too', { tags: 'linux' }, async () => {
  // A shell that becomes `sleep` never collects what it started before.
  const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 100'])
  try {
    const [chunk] = await once(parent.stdout, 'data')
    const zombie = Number(String(chunk))
    await expect.poll(() => isSameProcess({ pid: zombie, marker: null })).toBe(false)
    expect(processMarker(zombie)).not.toBeNull()
  } finally {
    parent.kill('SIGKILL')
  }
})

it('a name with spaces and brackets changes nothing', async () => {
  const titled = spawn(process.execPath, [
    '-e',
    'process.title = ") 1 (x) Z 2 "; console.log(1); setInterval(() => {}, 1e3)',
  ])
  try {
    const identity = { pid: titled.pid ?? 0, marker: processMarker(titled.pid ?? 0) }
    await once(titled.stdout, 'data')
    expect(isSameProcess(identity)).toBe(true)
    expect(processMarker(identity.pid)).toBe(identity.marker)
  } finally {
    titled.kill('SIGKILL')
  }
})
