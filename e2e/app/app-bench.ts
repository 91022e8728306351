/** The built app on a machine of its own, signed in to a simulated Kimi. Everything ends with the test. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { Sandbox } from '../../electron/testing/harness'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator, type SimulatorOptions } from '../simulator'
import { type LaunchedApp, type LaunchOptions, launchApp } from './launch'
import type { ObservedItem } from './observed'
import { clickMenu, trayState } from './tray-driver'

export interface AppBenchOptions {
  readonly simulator?: SimulatorOptions
  readonly settings?: object
  readonly signedIn?: boolean
}

export class AppBench {
  readonly simulator: KimiSimulator
  readonly sandbox: Sandbox
  readonly port: number
  #app: LaunchedApp | null = null

  private constructor(simulator: KimiSimulator, sandbox: Sandbox, port: number) {
    this.simulator = simulator
    this.sandbox = sandbox
    this.port = port
  }

  static async create({ simulator: options, settings, signedIn }: AppBenchOptions = {}): Promise<AppBench> {
    const simulator = await KimiSimulator.start(options)
    const sandbox = new Sandbox(simulator)
    const port = await freePort()
    if (signedIn !== false) sandbox.saveLogin(simulator.issueLogin())
    // The page of the first run is a spec of its own.
    sandbox.saveSettings({ port, setUpOver: true, ...settings })
    const bench = new AppBench(simulator, sandbox, port)
    onTestFinished(async () => {
      await bench.#app?.close()
      await sandbox.close()
      await simulator.stop()
    })
    return bench
  }

  /** Creates the machine and launches the app. */
  static async start(options: AppBenchOptions & { readonly launch?: LaunchOptions } = {}): Promise<AppBench> {
    const bench = await AppBench.create(options)
    await bench.launch(options.launch)
    return bench
  }

  /** Starts the app, and resolves when its tray is there. The app ends with the test at the latest. */
  async launch(options: LaunchOptions = {}): Promise<LaunchedApp> {
    const launched = await launchApp({ ...options, env: { ...this.env, ...options.env } })
    this.#app = launched
    await until('the tray is there', () =>
      launched.app.evaluate(() => globalThis.__observer?.tray() !== null).catch(() => false),
    )
    return launched
  }

  /** The environment of the app, with a terminal that opens no window. */
  get env(): Record<string, string> {
    const bin = join(this.sandbox.root, 'bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'xterm'), '#!/bin/sh\n')
    chmodSync(join(bin, 'xterm'), 0o755)
    return {
      ...this.sandbox.env,
      PATH: `${this.sandbox.env['PATH']}:${bin}`,
      XDG_CONFIG_HOME: this.configHome,
    }
  }

  get configHome(): string {
    return join(this.sandbox.root, 'config')
  }

  get launched(): LaunchedApp {
    if (this.#app === null) throw new Error('the app has not been launched')
    return this.#app
  }

  get app(): LaunchedApp['app'] {
    return this.launched.app
  }

  /** The window, once it shows a heading. */
  async window(): Promise<Page> {
    await until('there is a window', () => this.app.windows().length > 0)
    const [page] = this.app.windows()
    if (page === undefined) throw new Error('there is no window')
    await page.locator('h1').waitFor()
    return page
  }

  /** Resolves once the app counts no request. A client has its answer a moment before the app has counted the end. */
  async untilQuiet(): Promise<void> {
    const page = await this.window()
    const count = () =>
      page.evaluate('window.kimi.hello().then((state) => state.engine.traffic.activeRequests)')
    await until('no request runs', async () => (await count()) === 0)
  }

  async closeWindow(): Promise<void> {
    for (const page of this.app.windows()) await page.close()
    await until('the window is gone', () => this.app.windows().length === 0)
    // The app hears of it a moment later; until then a click in the menu would lead to the old window.
    const count = () => this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
    await until('the app knows', async () => (await count()) === 0)
  }

  click(id: string): Promise<void> {
    return clickMenu(this.app, id)
  }

  /** The state that the icon shows, by the name of its picture. */
  async icon(): Promise<string> {
    const { image } = await trayState(this.app)
    return /(\w+)-(?:light|dark)\.png$/.exec(image?.path ?? '')?.[1] ?? ''
  }

  untilIcon(shape: string): Promise<void> {
    return until(`the icon shows ${shape}`, async () => (await this.icon()) === shape)
  }

  async item(id: string): Promise<ObservedItem | undefined> {
    return withSubmenus((await trayState(this.app)).menu ?? []).find((item) => item.id === id)
  }

  untilItem(id: string, label: RegExp): Promise<void> {
    return until(`the item ${id} reads ${label}`, async () => label.test((await this.item(id))?.label ?? ''))
  }
}

function withSubmenus(items: readonly ObservedItem[]): readonly ObservedItem[] {
  return items.flatMap((item) => [item, ...withSubmenus(item.submenu ?? [])])
}

/** The text of the main heading of a window. */
export async function heading(page: Page): Promise<string> {
  return (await page.locator('h1').textContent()) ?? ''
}

export async function untilText(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor()
}
