import { dirname, join } from 'node:path'
import type { Locator } from 'playwright'
import { CAN_LAUNCH, type LaunchedApp, launchApp, RUNTIME_NAME } from '../../e2e/app/launch'
import { clickMenu } from '../../e2e/app/tray-driver'
import { Sandbox } from '../../electron/testing/harness'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import type { Rig } from '../rig'
import { pause, Samples } from '../rounds'
import type { Reading } from '../rows'
import type { Scale } from '../scale'
import { percentile } from '../stats'
import { isPresent, startTarget } from '../targets'
import type { Endpoint } from '../workers/connection'

const STREAMS = 10
const EVERY_MS = 20

type Mood = 'Idle' | 'Busy' | 'Hurried'
const MOODS: readonly Mood[] = ['Idle', 'Busy', 'Hurried']

interface RunningApp {
  readonly name: 'ours' | 'before'
  readonly to: Endpoint
  readonly used: LaunchedApp
  close(): Promise<void>
}

/**
 * Measures streams through the app's main process, left alone and with its window and menu in use. The direct way is
 * measured beside each, because the clicks take time of the processors from that as well, and the app is not to blame for
 * that part.
 */
export async function measureApp(rig: Rig, scale: Scale): Promise<readonly Reading[]> {
  rig.note(`The app ran on ${RUNTIME_NAME}.`)
  const samples = new Samples()
  const apps: RunningApp[] = []
  try {
    for (const name of ['ours', 'before'] as const) {
      if (isPresent(rig, name)) apps.push(await startApp(rig, name))
    }
    const [first] = apps
    if (first === undefined) return []
    const direct = { ...(await startTarget(rig, 'direct')), used: first.used }
    const turns = [direct, ...apps].flatMap((target) => MOODS.map((mood) => ({ ...target, mood })))
    for (let round = 0; round < scale.appRounds; round += 1) {
      // The order rotates, so that each round begins with another one.
      for (let at = 0; at < turns.length; at += 1) {
        const turn = turns[(at + round) % turns.length]
        if (turn === undefined) continue
        const delaysMs = await watch(rig, scale, turn)
        samples.add(`app${turn.mood}P50`, turn.name, percentile(delaysMs, 0.5))
        samples.add(`app${turn.mood}P99`, turn.name, percentile(delaysMs, 0.99))
      }
    }
    return samples.medians()
  } finally {
    for (const app of apps) await app.close()
  }
}

export function canRunApp(): boolean {
  return CAN_LAUNCH
}

function sandboxFor(rig: Rig, port: number): Sandbox {
  const sandbox = new Sandbox(rig.simulator, {
    KIMI_PROXY_UPSTREAM: `https://127.0.0.1:${rig.leanKimi.upstreamPort}/coding`,
    NODE_EXTRA_CA_CERTS: rig.certificates.caFile,
  })
  sandbox.saveLogin(rig.simulator.issueLogin())
  sandbox.saveSettings({ port, setUpOver: true })
  return sandbox
}

async function startApp(rig: Rig, name: 'ours' | 'before'): Promise<RunningApp> {
  const port = await freePort()
  const sandbox = sandboxFor(rig, port)
  const env = { ...sandbox.env, XDG_CONFIG_HOME: `${sandbox.root}/config` }
  const { before } = rig.scripts
  const main = name === 'before' && before !== null ? { main: join(dirname(before), 'main.js') } : {}
  const used = await launchApp({ env, ...main })
  const close = async () => {
    await used.close()
    await sandbox.close()
  }
  try {
    await openWindow(used)
  } catch (error) {
    await close()
    throw error
  }
  return { name, to: { port, base: '', caFile: null, token: 'kimi-proxy' }, used, close }
}

async function openWindow({ app }: LaunchedApp): Promise<void> {
  await until('the tray is there', () =>
    app.evaluate(() => globalThis.__observer?.tray() !== null).catch(() => false),
  )
  await clickMenu(app, 'openWindow')
  await until('there is a window', () => app.windows().length > 0)
  await app.windows()[0]?.locator('h1').waitFor()
}

/** How late each event is, in milliseconds, for as long as the clicks of that mood take. */
async function watch(
  rig: Rig,
  scale: Scale,
  { to, used, mood }: { readonly to: Endpoint; readonly used: LaunchedApp; readonly mood: Mood },
): Promise<number[]> {
  const { clicks, everyMs } = mood === 'Hurried' ? scale.hurriedClicks : scale.clicks
  await rig.load.ask('openStreams', { to, count: STREAMS, everyMs: EVERY_MS })
  const clicking = mood === 'Idle' ? null : await startClicking(used, clicks, everyMs, scale.settleMs)
  if (clicking === null) await pause(scale.settleMs)
  const delaysMs = await rig.load.ask('watchStreams', { durationMs: clicks * everyMs })
  await clicking?.done
  await rig.load.ask('closeStreams', null)
  return delaysMs
}

/**
 * Clicks, in turn: Settings in the menu, Status in the window, Copy in the menu, Copy in the window. None of these stops
 * the proxy. Resolves when the watching may begin. `done` resolves once everything is clicked, and rejects where a click
 * failed.
 *
 * A click must cost the app as much as a person's does, so two ways of Playwright's are not used:
 *
 * - A script for the main process, sent through the inspector, holds the process up for 0.3 ms each time. Timers inside
 *   the app click the menu instead.
 * - `locator.click()` first runs scripts in the page, for ten milliseconds and more. The window gets the mouse's own events
 *   instead.
 */
async function startClicking(
  { app }: LaunchedApp,
  clicks: number,
  everyMs: number,
  settleMs: number,
): Promise<{ readonly done: Promise<unknown> }> {
  const [page] = app.windows()
  if (page === undefined) throw new Error('the app has no window')
  await clickMenu(app, 'openWindow')
  const places = [
    await middleOf(page.getByRole('button', { name: 'Status' }).first()),
    await middleOf(page.getByRole('button', { name: 'Settings' }).first()),
  ]
  const startedAt = performance.now()
  const menu = app.evaluate(clickInside, {
    ids: Array.from({ length: Math.ceil(clicks / 2) }, (_, at) =>
      at % 2 === 0 ? 'settings' : 'copySettings',
    ),
    firstAfterMs: settleMs,
    everyMs: 2 * everyMs,
  })
  const clickWindow = async () => {
    for (let at = 1; at < clicks; at += 2) {
      await pause(startedAt + settleMs + at * everyMs - performance.now())
      const [x, y] = places[((at - 1) / 2) % 2] ?? [0, 0]
      await page.mouse.click(x, y)
    }
  }
  const done = Promise.all([menu, clickWindow()])
  // The caller looks at the outcome later.
  done.catch(() => undefined)
  await pause(settleMs)
  return { done }
}

async function middleOf(locator: Locator): Promise<readonly [x: number, y: number]> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('what is to be clicked cannot be seen')
  return [box.x + box.width / 2, box.y + box.height / 2]
}

/** Runs in the app. Ends one interval after its last click, since the answer to the driver takes time too. */
async function clickInside(
  _electron: unknown,
  { ids, firstAfterMs, everyMs }: { ids: string[]; firstAfterMs: number; everyMs: number },
): Promise<void> {
  const startedAt = performance.now()
  const until = (dueMs: number) =>
    new Promise((resolve) => setTimeout(resolve, startedAt + dueMs - performance.now()))
  for (const [at, id] of ids.entries()) {
    await until(firstAfterMs + at * everyMs)
    const observer = globalThis.__observer
    if (!observer.hasContextMenu()) observer.clickTray('click', {})
    observer.clickMenu(id)
  }
  await until(firstAfterMs + ids.length * everyMs)
}
