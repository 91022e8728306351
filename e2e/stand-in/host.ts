/** Plays the electron executable's main process: `electron [-r module]... [switches] main.js [arguments]`. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { app } from './api/app'
import { ELECTRON_VERSION } from './basics/environment'
import { packedApp, unpack } from './basics/packed'
import { closeSchemes } from './browser/protocol'
import { browser, environment, killBrowser } from './browser/runtime'
import { imitateVersions, loadAsMain } from './imitation'
import { electron, serveElectron } from './modules'

interface Start {
  readonly preloads: readonly string[]
  readonly main: string
}

/** Reads the arguments as Electron's default app does. A packed app reads them itself. */
function readStart(args: readonly string[]): Start {
  const packed = packedApp(environment.executable)
  if (packed !== null) return { preloads: [], main: unpack(packed, environment.profileDir) }
  const preloads: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '-r' || arg === '--require') {
      at += 1
      preloads.push(args[at] ?? '')
    } else if (!arg.startsWith('-')) {
      return { preloads, main: arg }
    }
  }
  throw new Error('no app is given')
}

interface Manifest {
  readonly main?: string
  readonly name?: string
  readonly productName?: string
  readonly version?: string
}

/** The main file. For a folder, package.json names it. */
function findMain(path: string): string {
  const found = resolve(path)
  if (!statSync(found).isDirectory()) {
    app.describe(dirname(found), undefined, undefined)
    return found
  }
  const { main = 'index.js', name, productName, version } = readManifest(found)
  app.describe(found, productName ?? name, version)
  return join(found, main)
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function imitateProcess(): void {
  process.argv = [environment.executable, ...environment.args]
  process.execPath = environment.executable
  imitateVersions(ELECTRON_VERSION)
  const { resources: resourcesPath, packaged } = environment
  Object.assign(process, { type: 'browser', resourcesPath, ...(packaged ? {} : { defaultApp: true }) })
}

function endWithHost(): void {
  process.on('exit', killBrowser)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) followSignal(signal)
}

/** Electron goes on after an error that nobody caught, with a box for an exception and a warning for a rejection. */
function surviveErrors(): void {
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`A JavaScript error occurred in the main process\n${text}\n`)
    electron.dialog.showErrorBox('A JavaScript error occurred in the main process', text)
  })
  process.on('unhandledRejection', (reason) => {
    if (process.listenerCount('unhandledRejection') > 1) return
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
    process.stderr.write(`UnhandledPromiseRejectionWarning: ${text}\n`)
  })
}

/** Electron ends only when it quits. Node would end once nothing is left to do. */
function stayAlive(): void {
  setInterval(() => undefined, 2 ** 30)
}

async function run(): Promise<void> {
  imitateProcess()
  stayAlive()
  serveElectron()
  endWithHost()
  surviveErrors()
  const { preloads, main } = readStart(environment.args)
  if (!environment.headless && !process.env['DISPLAY']) {
    throw new Error('Missing X server or $DISPLAY')
  }
  for (const preload of preloads) require(preload.startsWith('.') ? resolve(preload) : preload)
  loadAsMain(findMain(main))
  // Playwright waits for a line of Chromium's, so a driven app starts Chromium at once. Any other needs it only for a window.
  if (environment.driven) await browser()
  closeSchemes()
  app.becomeReady()
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})

/** Electron quits on these signals. A listener of the app takes the place of that, as in Electron. */
function followSignal(signal: NodeJS.Signals): void {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) app.quit()
  })
}
