/** The targets: the upstream itself, and proxies in front of it. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Sandbox, untilOutput } from '../electron/testing/harness'
import { freePort } from '../electron/testing/network/free-port'
import { until } from '../electron/testing/until'
import { findNginx, HOW_TO_INSTALL, nginxArguments } from './nginx'
import type { Kimi, Rig } from './rig'
import { Connection, type Endpoint } from './workers/connection'

/**
 * `before` is another build of the product, for comparing a change. That build is there only where the options name one.
 */
export const PROXIES = ['nginx', 'bare', 'before', 'ours'] as const
export const TARGETS = ['direct', ...PROXIES] as const
export type ProxyName = (typeof PROXIES)[number]
export type TargetName = (typeof TARGETS)[number]

export interface Target {
  readonly name: TargetName
  readonly to: Endpoint
  /** The processes of the target; none for `direct`. */
  readonly pids: readonly number[]
  stop(): Promise<void>
}

export interface StartOptions {
  /** The upstream and the login; the lean ones by default. */
  readonly kimi?: Kimi
}

/** The product's own client may send any token, since only Kimi itself asks for a real one. */
const ANY_TOKEN = 'kimi-proxy'

/** Starts the targets that can run here. Each is ready to serve. */
export async function startTargets(
  rig: Rig,
  names: readonly TargetName[] = TARGETS,
  options: StartOptions = {},
): Promise<Target[]> {
  const targets: Target[] = []
  for (const name of names) {
    if (isPresent(rig, name)) targets.push(await startTarget(rig, name, options))
  }
  return targets
}

export function isPresent(rig: Rig, name: TargetName): boolean {
  if (name === 'before') return rig.scripts.before !== null
  if (name !== 'nginx' || findNginx() !== null) return true
  rig.note(HOW_TO_INSTALL)
  return false
}

export async function startTarget(rig: Rig, name: TargetName, options: StartOptions = {}): Promise<Target> {
  const { kimi = rig.leanKimi } = options
  // Proxies that know nothing of tokens need a client that has one.
  const token = options.kimi === undefined ? ANY_TOKEN : (await kimi.issueLogin()).access_token
  if (name === 'direct') {
    const to = { port: kimi.upstreamPort, base: '/coding', caFile: rig.certificates.caFile, token }
    return { name, to, pids: [], stop: async () => undefined }
  }
  const spawned = await spawnProxy(rig, name, kimi, token)
  if (name === 'ours' || name === 'before') await untilOutput(spawned.child, /Press Ctrl\+C/)
  else await untilListening(spawned)
  return { name, to: spawned.to, pids: [spawned.child.pid ?? 0], stop: spawned.stop }
}

export interface Spawned {
  readonly child: ChildProcess
  readonly to: Endpoint
  stop(): Promise<void>
}

/** Starts a proxy, which may not be ready yet. */
export async function spawnProxy(
  rig: Rig,
  name: ProxyName,
  kimi: Kimi = rig.leanKimi,
  token = ANY_TOKEN,
): Promise<Spawned> {
  const port = await freePort()
  const to = { port, base: '', caFile: null, token }
  const { upstreamPort } = kimi
  switch (name) {
    case 'nginx': {
      const place = { folder: join(rig.folder, `nginx-${port}`), port, upstreamPort }
      const args = nginxArguments({ ...place, caFile: rig.certificates.caFile })
      return stoppable(spawn(findNginx() ?? 'nginx', args, { stdio: ['ignore', 'ignore', 'inherit'] }), to)
    }
    case 'bare': {
      const env = { PATH: process.env['PATH'] ?? '', NODE_EXTRA_CA_CERTS: rig.certificates.caFile }
      const child = spawn(process.execPath, [rig.scripts.bare, String(port), upstreamOf(kimi)], {
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      return stoppable(child, to)
    }
    case 'before':
      return spawnProduct(rig, rig.scripts.before ?? rig.scripts.cli, to, kimi)
    case 'ours':
      return spawnProduct(rig, rig.scripts.cli, to, kimi)
  }
}

/**
 * Starts the product as users have it: the built command line in a home of its own, with its log, and with requests waiting
 * for a sign-in as in the app.
 */
async function spawnProduct(rig: Rig, cli: string, to: Endpoint, kimi: Kimi): Promise<Spawned> {
  const sandbox = new Sandbox(rig.simulator, {
    KIMI_PROXY_UPSTREAM: upstreamOf(kimi),
    KIMI_CODE_OAUTH_HOST: kimi.oauthHost,
    NODE_EXTRA_CA_CERTS: rig.certificates.caFile,
  })
  sandbox.saveLogin(await kimi.issueLogin())
  const { env } = sandbox
  const profiled = rig.profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${rig.profileFolder}`]
  const child = spawn(
    process.execPath,
    [...profiled, cli, '--foreground', '--park', '--port', String(to.port)],
    { env, cwd: sandbox.root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const { stop } = stoppable(child, to)
  return {
    child,
    to,
    stop: async () => {
      await stop()
      rmSync(sandbox.root, { recursive: true, force: true })
    },
  }
}

function upstreamOf({ upstreamPort }: Kimi): string {
  return `https://127.0.0.1:${upstreamPort}/coding`
}

function stoppable(child: ChildProcess, to: Endpoint): Spawned {
  return {
    child,
    to,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 8_000)
      await gone
      clearTimeout(timer)
    },
  }
}

async function untilListening({ child, to }: Spawned): Promise<void> {
  await until('the proxy listens', async () => {
    if (child.exitCode !== null) throw new Error(`the proxy ended with ${child.exitCode}`)
    const connection = await Connection.open(to).catch(() => null)
    connection?.close()
    return connection !== null
  })
}
