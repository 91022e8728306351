import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { CONTROL_PREFIX } from '../../core/proxy/routes'
import { engineState } from '../../testing/engine-states'
import { processMarker } from '../basics/process-identity'
import { writeRunFile } from '../files/json-file'
import { type Paths, pathsFor } from '../files/paths'
import { endOtherEngine, findOtherEngine } from './other'
import type { RunRecord } from './run-file'

let root: string
let paths: Paths

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-other-'))
  paths = pathsFor({ KIMI_PROXY_HOME: root })
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const BUSY = engineState({
  traffic: {
    activeRequests: 2,
    activeStreams: 1,
    waitingRequests: 0,
    requestsServed: 9,
    lastRequestAtMs: null,
  },
})

/** Answers as an engine does, in the name of another process; `state` is what it tells of itself. */
async function engine(nonce: string, state: object | null): Promise<number> {
  const server: Server = createServer((request, response) => {
    const body = request.url === '/health' ? { product: 'kimi-proxy', nonce, status: 'healthy' } : state
    const asksToStop = request.url === `${CONTROL_PREFIX}stop`
    response.writeHead(body === null || asksToStop ? 403 : 200).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return port
}

/** A living process that is none of ours to end but by its record. */
function bystander(): { readonly child: ChildProcess; readonly pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, pid: child.pid ?? 0 }
}

function record(pid: number, port: number, changes: Partial<RunRecord> = {}): Promise<void> {
  const identity = { pid, marker: processMarker(pid) }
  const told = { port, startedAtMs: 0, nonce: 'n', secret: 's', host: 'cli' } as const
  return writeRunFile(paths.runFile, { ...identity, ...told, ...changes })
}

describe('another engine of this home', () => {
  test('is not there when nothing says so, and then there is nothing to end', async () => {
    expect(await findOtherEngine(paths)).toBeNull()
    await endOtherEngine(paths)
  })

  test('is not this process', async () => {
    await record(process.pid, await engine('n', BUSY))
    expect(await findOtherEngine(paths)).toBeNull()
  })

  test('is told with what runs in it', async () => {
    const { pid } = bystander()
    const port = await engine('n', { state: BUSY, now: { wallMs: 0, elapsedMs: 0 } })
    await record(pid, port)
    expect(await findOtherEngine(paths)).toEqual({
      pid,
      port,
      answers: true,
      activeRequests: 2,
      watched: false,
    })
  })

  test('that does not tell its state counts as one that says nothing', async () => {
    const { pid } = bystander()
    await record(pid, await engine('n', null))
    expect(await findOtherEngine(paths)).toMatchObject({ pid, answers: false, activeRequests: 0 })
  })

  test('is gone when its process is, or when somebody else answers in its place', async () => {
    const { child, pid } = bystander()
    const port = await engine('somebody else', BUSY)
    await record(pid, port)
    expect(await findOtherEngine(paths)).toBeNull()
    await record(pid, await engine('n', BUSY))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    expect(await findOtherEngine(paths)).toBeNull()
  })

  test('that is watched says so', async () => {
    const { pid } = bystander()
    await writeRunFile(paths.watchdogFile, {
      pid,
      marker: processMarker(pid),
      supervisor: { kind: 'off' },
    })
    await record(pid, await engine('n', null))
    expect(await findOtherEngine(paths)).toMatchObject({ watched: true })
  })
})

describe('ending it', () => {
  test('ends the process where asking is of no use, and takes its record away', async () => {
    const { child, pid } = bystander()
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
    await record(pid, await engine('n', null))
    await endOtherEngine(paths)
    expect(await ended).toBe('SIGKILL')
    expect(existsSync(paths.runFile)).toBe(false)
  })

  test('leaves another app alone that does not let go, and says which it is', async () => {
    const { child, pid } = bystander()
    await record(pid, await engine('n', null), { host: 'tray' })
    await expect(endOtherEngine(paths)).rejects.toMatchObject({
      code: 'OTHER_ENGINE',
      variant: 'endless',
      values: { pid },
    })
    expect(child.exitCode ?? child.signalCode).toBeNull()
  })
})
