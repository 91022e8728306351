/** One login file by several names: two engines and kimi-code take turns at it, and no token is sent twice. */
import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../electron/testing/harness'
import { machine, type TestEngine } from '../harness/machine'
import { buildWorker } from '../harness/worker-build'
import { PeerProcess } from '../peers/peer-process'

const SHARED_MS = 5_000

const root = mkdtempSync(join(tmpdir(), 'kimi-proxy-names-'))
let worker = ''

beforeAll(async () => {
  worker = await buildWorker('../peers/kimi-peer.ts', root)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Another name for kimi-code's file, made. */
type Naming = (sandbox: Sandbox) => string

const other = (sandbox: Sandbox, ...names: readonly string[]) => {
  const path = join(sandbox.root, 'other', ...names)
  mkdirSync(dirname(path), { recursive: true })
  return path
}

const NAMINGS: [string, Naming][] = [
  ['its own name', ({ credentials }) => credentials],
  [
    'a symbolic link elsewhere',
    (sandbox) => {
      const path = other(sandbox, 'login.json')
      symlinkSync(sandbox.credentials, path)
      return path
    },
  ],
  [
    'a link of another name, in a folder of that name',
    (sandbox) => {
      const path = other(sandbox, 'credentials', 'work.json')
      symlinkSync('../../.kimi-code/credentials/kimi-code.json', path)
      return path
    },
  ],
  [
    'a link to a folder above it',
    (sandbox) => {
      symlinkSync(join(sandbox.root, '.kimi-code'), other(sandbox, 'code'))
      return other(sandbox, 'code', 'credentials', 'kimi-code.json')
    },
  ],
  [
    'a hard link',
    (sandbox) => {
      const path = other(sandbox, 'login.json')
      linkSync(sandbox.credentials, path)
      return path
    },
  ],
  [
    'the place that kimi-code’s own name is a link to',
    (sandbox) => {
      const path = other(sandbox, 'dotfile.json')
      renameSync(sandbox.credentials, path)
      symlinkSync(path, sandbox.credentials)
      return path
    },
  ],
  [
    'the place of a folder that kimi-code reaches by a link',
    (sandbox) => {
      const path = other(sandbox, 'logins', 'kimi-code.json')
      rmSync(dirname(path), { recursive: true })
      renameSync(dirname(sandbox.credentials), dirname(path))
      symlinkSync(dirname(path), dirname(sandbox.credentials))
      return path
    },
  ],
]

describe.concurrent('two engines and kimi-code', () => {
  it.each(NAMINGS)('renew by turns where one of them knows the file by %s', async (_name, naming) => {
    await expectTurns(naming, true)
  })
})

describe.concurrent('two engines alone', () => {
  it.each<[string, Naming]>([
    [
      'a symbolic link to a file that no tool keeps',
      (sandbox) => {
        const path = other(sandbox, 'login.json')
        sandbox.saveLogin(sandbox.readLogin(), path)
        rmSync(sandbox.credentials)
        symlinkSync(path, other(sandbox, 'link.json'))
        return path
      },
    ],
    [
      'a hard link to a file that no tool keeps',
      (sandbox) => {
        const path = other(sandbox, 'login.json')
        sandbox.saveLogin(sandbox.readLogin(), path)
        rmSync(sandbox.credentials)
        linkSync(path, other(sandbox, 'link.json'))
        return path
      },
    ],
  ])('renew by turns where one of them knows it by %s', async (_name, naming) => {
    await expectTurns(naming, false)
  })
})

async function expectTurns(naming: Naming, withPeer: boolean): Promise<void> {
  const ends: (() => Promise<void>)[] = []
  try {
    const bench = await machine((end) => ends.push(end), { expiresInSeconds: 6 })
    const { simulator, sandbox, start } = bench
    sandbox.saveLogin(simulator.issueLogin())
    const path = naming(sandbox)
    const link = join(sandbox.root, 'other', 'link.json')
    const named = (name: string) => ({ home: name, env: { KIMI_PROXY_CREDENTIALS: withPeer ? path : link } })
    const second = withPeer ? { home: 'second' } : { home: 'second', env: { KIMI_PROXY_CREDENTIALS: path } }
    const engines = [await start(named('first')), await start(second)]
    const peer = withPeer
      ? await PeerProcess.start(bench, {
          worker,
          tool: 'kimi-code',
          name: 'peer',
          path: sandbox.credentials,
          pauseMs: 200,
        })
      : null
    ends.unshift(async () => peer?.stop())
    await Promise.all(engines.map(work))
    await peer?.stop()
    expect(simulator.log.resentRequests()).toEqual([])
    expect(simulator.log.refreshRequests.filter(({ outcome }) => outcome !== 'granted')).toEqual([])
    expect(peer?.troubles ?? []).toEqual([])
    expect(simulator.log.grantedCount).toBeGreaterThan(6)
  } finally {
    for (const end of ends) await end()
  }
}

async function work(engine: TestEngine): Promise<void> {
  const endAt = performance.now() + SHARED_MS
  while (performance.now() < endAt) {
    expect((await engine.ask()).status).toBe(200)
    expect(await engine.refresh()).toEqual({ ok: true })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect((await engine.health()).body).toMatchObject({ status: 'healthy', error: null })
}
