/** State that the whole host shares: how it was started, and its one Chromium, which starts when it is first needed. */
import { canShowWindows, chromiumPath } from '../../chromium/find'
import { type Environment, readEnvironment } from '../basics/environment'
import { Chromium } from './chromium'
import { Interception } from './interception'
import { Targets } from './targets'

export const environment: Environment = readEnvironment(process.argv, process.env)

export interface Browser {
  readonly chromium: Chromium
  readonly targets: Targets
}

let started: Promise<Browser> | null = null
let running: Chromium | null = null
let ending = false

export function browser(): Promise<Browser> {
  started ??= startBrowser()
  return started
}

/** Ends Chromium, and resolves once it has ended. */
export async function endBrowser(): Promise<void> {
  ending = true
  await running?.end()
}

/** Kills Chromium, for the last moment of this process. */
export function killBrowser(): void {
  ending = true
  running?.kill()
}

async function startBrowser(): Promise<Browser> {
  const path = await chromiumPath()
  if (!environment.headless && !canShowWindows(path)) {
    throw new Error(`${path} cannot show windows: npx playwright install chromium`)
  }
  const chromium = new Chromium(path, environment)
  running = chromium
  chromium.once('ended', () => {
    if (ending) return
    process.stderr.write('stand-in: Chromium has ended by itself\n')
    process.exit(1)
  })
  const devtools = environment.driven
    ? new Promise<void>((resolve) => chromium.once('devtools', resolve))
    : Promise.resolve()
  const targets = new Targets(chromium, environment.headless)
  await new Interception(chromium.browser, targets).start()
  await refusePermissions(chromium)
  await targets.start()
  await devtools
  return { chromium, targets }
}

/** Refuses every permission. Chromium cannot ask the app's handlers, and its own question would stay open for ever. */
async function refusePermissions(chromium: Chromium): Promise<void> {
  const names = [
    'notifications',
    'geolocation',
    'camera',
    'microphone',
    'midi',
    'clipboard-read',
    'idle-detection',
  ]
  const refuse = (name: string) =>
    chromium.browser.send('Browser.setPermission', { permission: { name }, setting: 'denied' })
  await Promise.all(names.map(refuse))
}
