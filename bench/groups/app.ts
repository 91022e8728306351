import { existsSync } from 'node:fs'
import { type LaunchedApp, launchApp, RUNTIME_NAME } from '../../e2e/app/launch'
import { clickMenu } from '../../e2e/app/tray-driver'
import { freePort, Sandbox, until } from '../../e2e/harness'
import type { Rig } from '../rig'
import { pause, Samples } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { percentile } from '../stats'
import { startTarget } from '../targets'
import type { Endpoint } from '../workers/connection'

const STREAMS = 10
const EVERY_MS = 20

/** Streams through the app's main process, first left alone and then with its window and menu in use. */
export async function measureApp(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  rig.note(`The app ran on ${RUNTIME_NAME}.`)
  const samples = new Samples()
  const port = await freePort()
  const sandbox = sandboxFor(rig, port)
  const env = { ...sandbox.env, XDG_CONFIG_HOME: `${sandbox.root}/config` }
  const launched = await launchApp({ env })
  try {
    await openWindow(launched)
    const app: Endpoint = { port, base: '', caFile: null, token: 'kimi-proxy' }
    const direct = await startTarget(rig, 'direct')
    for (let round = 0; round < Math.min(scale.rounds, 5); round += 1) {
      for (const [name, to] of [
        ['direct', direct.to],
        ['ours', app],
      ] as const) {
        for (const mood of ['Idle', 'Busy'] as const) {
          const delaysMs = await watch(rig, scale, to, mood === 'Busy' ? launched : null)
          samples.add(`app${mood}P50`, name, percentile(delaysMs, 0.5))
          samples.add(`app${mood}P99`, name, percentile(delaysMs, 0.99))
        }
      }
    }
    return samples.medians()
  } finally {
    await launched.close()
    await sandbox.close()
  }
}

export function canRunApp(): boolean {
  return (
    RUNTIME_NAME.startsWith('Electron') || existsSync(process.env['STAND_IN_CHROMIUM'] ?? '/usr/bin/chromium')
  )
}

function sandboxFor(rig: Rig, port: number): Sandbox {
  const sandbox = new Sandbox(rig.simulator, {
    KIMI_PROXY_UPSTREAM: `https://127.0.0.1:${rig.leanKimi.upstreamPort}/coding`,
    NODE_EXTRA_CA_CERTS: rig.certificates.caFile,
  })
  sandbox.saveLogin(rig.simulator.issueLogin())
  sandbox.saveSettings({ port })
  return sandbox
}

async function openWindow({ app }: LaunchedApp): Promise<void> {
  await until('the tray is there', () =>
    app.evaluate(() => globalThis.__observer?.tray() !== null).catch(() => false),
  )
  await clickMenu(app, 'openWindow')
  await until('there is a window', () => app.windows().length > 0)
  await app.windows()[0]?.locator('h1').waitFor()
}

/** Delays of that many actions' time; `used`: somebody clicks meanwhile. */
async function watch(rig: Rig, scale: Scale, to: Endpoint, used: LaunchedApp | null): Promise<number[]> {
  await rig.load.ask('openStreams', { to, count: STREAMS, everyMs: EVERY_MS })
  await pause(scale.settleMs)
  const watching = rig.load.ask('watchStreams', { durationMs: scale.actions * scale.actEveryMs })
  for (let at = 0; used !== null && at < scale.actions; at += 1) {
    const next = pause(scale.actEveryMs)
    await act(used, at)
    await next
  }
  const delaysMs = await watching
  await rig.load.ask('closeStreams', null)
  return delaysMs
}

/** None of it stops the proxy. */
async function act({ app }: LaunchedApp, at: number): Promise<void> {
  const [page] = app.windows()
  switch (at % 4) {
    case 0:
      return clickMenu(app, 'settings')
    case 1:
      return page?.getByRole('button', { name: 'Status' }).click()
    case 2:
      return clickMenu(app, 'copySettings')
    default:
      return page?.getByRole('button', { name: /^Copy/ }).first().click()
  }
}
