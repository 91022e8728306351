/**
 * The built window in a real browser, with a stand-in for the app behind it. Used by tests and for the pictures of the
 * README.
 */
import { type Browser, chromium, type Page } from 'playwright'
import { chromiumPath } from '../../e2e/chromium/find'
import type { AppState } from '../../electron/contract/app'
import type { WindowCommand } from '../../electron/contract/bridge'
import type { CommandResult } from '../../electron/contract/commands'
import type { RequestList } from '../../electron/contract/recorder'
import { START_MS } from '../../electron/testing/engine-states'
import { NO_REQUESTS } from '../requests/request-feed'
import { serveWindow, type WindowServer } from './serve'

export interface WindowPageOptions {
  readonly state: AppState
  /** What the app has of requests; none without it. */
  readonly requests?: RequestList
  readonly colorScheme?: 'light' | 'dark'
  /** How many device pixels make one CSS pixel. */
  readonly scale?: number
  readonly width?: number
  readonly height?: number
  readonly reducedMotion?: 'reduce' | 'no-preference'
  /** `still`: the time is always START_MS. `byHand`: time starts at START_MS, and timers run only when the test moves it. */
  readonly clock?: 'still' | 'byHand'
}

export interface WindowPage {
  readonly page: Page
  /** Every command that the window sent, in order. */
  readonly commands: WindowCommand[]
  /** The browser's complaints: errors, and whatever the content security policy stopped. */
  readonly complaints: string[]
  /** Sends the window a new state, as the app does. */
  push(state: AppState): Promise<void>
  /** What the app answers from now on when it is asked for requests; only those after the number asked for. */
  keep(requests: RequestList): Promise<void>
  /** Sets the answer to all further commands. */
  answer(result: CommandResult | Promise<CommandResult>): void
  /** Gives the window the height that the page asks for, until it asks for no other. Resolves with it, in pixels. */
  fitted(): Promise<number>
  close(): Promise<void>
}

/** The browser and the server that all pages share. The code that opened them closes them. */
export interface WindowBrowser {
  open(options: WindowPageOptions): Promise<WindowPage>
  close(): Promise<void>
}

/** `scrollbars`: shown as where a mouse is used; otherwise a browser that is driven by a program hides them. */
export async function windowBrowser({ scrollbars = false } = {}): Promise<WindowBrowser> {
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    ignoreDefaultArgs: scrollbars ? ['--hide-scrollbars'] : [],
  })
  const server = await serveWindow()
  return {
    open: (options) => openWindowPage(browser, server, options),
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}

async function openWindowPage(
  browser: Browser,
  server: WindowServer,
  options: WindowPageOptions,
): Promise<WindowPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 400, height: options.height ?? 560 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    locale: options.state.language,
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  await setClock(page, options.clock ?? 'still')
  const app = await standInApp(page, options.state, options.requests)
  await page.goto(server.url)
  await page.locator('h1').waitFor()
  return { page, complaints, ...app, fitted: () => fitWindow(page), close: () => context.close() }
}

async function setClock(page: Page, clock: 'still' | 'byHand'): Promise<void> {
  if (clock === 'still') return page.clock.setFixedTime(START_MS)
  // The clock of Playwright runs from `install` to `pauseAt` and cannot be turned back, so it starts a minute early.
  await page.clock.install({ time: START_MS - 60_000 })
  await page.clock.pauseAt(START_MS)
}

type App = Pick<WindowPage, 'commands' | 'push' | 'keep' | 'answer'>

/** `window.kimi` as the preload script would provide it. */
async function standInApp(page: Page, state: AppState, requests = NO_REQUESTS): Promise<App> {
  const commands: WindowCommand[] = []
  let result: CommandResult | Promise<CommandResult> = { ok: true }
  await page.exposeFunction('standInHello', () => state)
  await page.exposeFunction('standInCommand', (command: WindowCommand) => {
    commands.push(command)
    return result
  })
  await page.addInitScript(PRELOAD)
  await page.addInitScript(`standInRequests = ${JSON.stringify(requests)}`)
  return {
    commands,
    push: async (next) => page.evaluate(`standInPush(${JSON.stringify(next)})`),
    keep: async (next) => page.evaluate(`void (standInRequests = ${JSON.stringify(next)})`),
    answer: (next) => {
      result = next
    },
  }
}

const PRELOAD = `{
  const listeners = new Set()
  globalThis.standInPush = (state) => { for (const listener of listeners) listener(state) }
  globalThis.standInRequests = null
  globalThis.standInAsked = []
  globalThis.kimi = {
    hello: () => standInHello(),
    command: (command) => standInCommand(command),
    fit: async (heightPx) => { globalThis.standInHeightPx = heightPx },
    requests: async (after) => {
      standInAsked.push(after)
      return { ...standInRequests, records: standInRequests.records.filter(({ seq }) => seq > after) }
    },
    onState: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}`

const MOST_ROUNDS = 4

async function fitWindow(page: Page): Promise<number> {
  const width = page.viewportSize()?.width ?? 0
  let height = 0
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    // After two frames the page has drawn its state and told its height.
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
    const wanted = Number(await page.evaluate('standInHeightPx'))
    if (wanted === height) return height
    height = wanted
    await page.setViewportSize({ width, height })
  }
  throw new Error(`the height of the window does not settle: ${height}`)
}
