/**
 * The tray app without Electron, in this process: with a home folder of its own, a simulated Kimi, and ports that record
 * their calls.
 */
import { homedir } from 'node:os'
import { onTestFinished } from 'vitest'
import { KimiSimulator, type SimulatorOptions } from '../../e2e/simulator'
import type { AppState, LoginItem, Platform } from '../contract/app'
import type { Command, CommandResult } from '../contract/commands'
import type { Clock } from '../core/basics/ports'
import type { Notice } from '../core/views/notice'
import type { Question } from '../core/views/question'
import { createSystemClock } from '../node/basics/clock'
import { createLogFile } from '../node/files/log-file'
import { pathsFor } from '../node/files/paths'
import { CommandOnDisk } from '../node/system/command-link/link'
import { App } from '../shell/app/app'
import type { SettingsStore } from '../shell/app/ports'
import { externalLink, signInLink } from '../shell/system/links'
import { Sandbox } from './harness'
import { freePort } from './network/free-port'
import { until } from './until'

export interface AppBenchOptions {
  readonly simulator?: SimulatorOptions
  readonly clock?: Clock
  readonly settings?: Record<string, unknown>
  readonly env?: Record<string, string>
  readonly platform?: Platform
  readonly languages?: readonly string[]
  readonly signedIn?: boolean
  readonly releasesPage?: string
}

/** A settings file in memory, which can be made unwritable. */
export class MemorySettings implements SettingsStore {
  settings: Record<string, unknown>
  failure: Error | null = null

  constructor(settings: Record<string, unknown>) {
    this.settings = settings
  }

  read(): Readonly<Record<string, unknown>> {
    return this.settings
  }

  patch(changes: Readonly<Record<string, unknown>>): void {
    if (this.failure !== null) throw this.failure
    const merged = Object.entries({ ...this.settings, ...changes })
    this.settings = Object.fromEntries(merged.filter(([, value]) => value !== undefined))
  }
}

export class AppBench {
  readonly sandbox: Sandbox
  readonly simulator: KimiSimulator
  readonly store: MemorySettings
  readonly port: number
  readonly notices: Notice[] = []
  readonly questions: Question[] = []
  readonly copied: string[] = []
  readonly windowCalls: string[] = []
  readonly awake: boolean[] = []
  /** Pages opened in the browser; null for one that was refused. */
  readonly openedPages: (string | null)[] = []
  exits = 0
  /** The answer to the next questions. */
  answer = true
  /** Runs while a question is open. */
  whileAsking = () => {}
  hasTerminal = true
  loginItem: LoginItem = { kind: 'off' }
  readonly app: App

  private constructor(
    sandbox: Sandbox,
    simulator: KimiSimulator,
    store: MemorySettings,
    port: number,
    options: AppBenchOptions,
  ) {
    this.sandbox = sandbox
    this.simulator = simulator
    this.store = store
    this.port = port
    this.app = this.createApp(options)
  }

  get claudeFolder(): string {
    return `${this.sandbox.root}/.claude`
  }

  static async create(options: AppBenchOptions = {}): Promise<AppBench> {
    const simulator = await KimiSimulator.start(options.simulator)
    const sandbox = new Sandbox(simulator)
    if (options.signedIn !== false) sandbox.saveLogin(simulator.issueLogin())
    const port = await freePort()
    const store = new MemorySettings({
      port,
      setUpOver: true,
      kimiCodeHome: `${sandbox.root}/.kimi-code`,
      kimiShareDir: `${sandbox.root}/.kimi`,
      ...options.settings,
    })
    const bench = new AppBench(sandbox, simulator, store, port, options)
    onTestFinished(async () => {
      await bench.app.quit()
      await sandbox.close()
      await simulator.stop()
    })
    return bench
  }

  static async start(options: AppBenchOptions = {}): Promise<AppBench> {
    const bench = await AppBench.create(options)
    await bench.app.start()
    return bench
  }

  /** Starts the app again on the same machine, after the first one has ended. */
  createApp(options: AppBenchOptions = {}): App {
    const paths = pathsFor({ KIMI_PROXY_HOME: this.sandbox.home })
    return new App({
      paths,
      version: '0.0.0-test',
      releasesPage: options.releasesPage ?? '',
      log: createLogFile(paths.logFile),
      clock: options.clock ?? createSystemClock(),
      env: {
        KIMI_PROXY_UPSTREAM: this.simulator.upstream,
        KIMI_CODE_OAUTH_HOST: this.simulator.origin,
        // Not the settings of the person who runs the tests.
        CLAUDE_CONFIG_DIR: this.claudeFolder,
        ...options.env,
      },
      homeDir: homedir(),
      platform: options.platform ?? 'linux',
      languages: options.languages ?? ['en-US'],
      port: undefined,
      store: this.store,
      loginItem: {
        status: () => this.loginItem,
        set: (on) => {
          this.loginItem = { kind: on ? 'on' : 'off' }
        },
        openSettings: () => undefined,
      },
      commandLink: new CommandOnDisk({
        platform: 'linux',
        homeDir: this.sandbox.root,
        env: {},
        resources: `${this.sandbox.root}/app/resources`,
        appImage: null,
        unavailable: null,
        packageCommand: `${this.sandbox.root}/package-command`,
        nowMs: () => Date.now(),
      }),
      services: {
        notify: (notice) => this.notices.push(notice),
        ask: async (question) => {
          this.questions.push(question)
          this.whileAsking()
          return this.answer
        },
        copy: (text) => this.copied.push(text),
        openWindow: () => {
          this.windowCalls.push('open')
          this.app.windowChanged(true)
        },
        presentWindow: () => {
          this.windowCalls.push('present')
          this.app.windowChanged(true)
        },
        closeWindow: () => {
          this.windowCalls.push('close')
          this.app.windowChanged(false)
        },
        openTerminal: async () => this.hasTerminal,
        openLog: () => undefined,
        openKimi: () => undefined,
        openReleases: (page) => this.openedPages.push(externalLink(page)),
        openSignInPage: (page, oauthHost) => this.openedPages.push(signInLink(page, oauthHost)),
        about: () => undefined,
        holdAwake: (on) => this.awake.push(on),
        exit: () => {
          this.exits += 1
        },
      },
      notes: [],
    })
  }

  get state(): AppState {
    return this.app.state
  }

  command(command: Command): Promise<CommandResult> {
    return this.app.command(command)
  }

  until(what: string, holds: (state: AppState) => boolean): Promise<void> {
    return until(what, () => holds(this.state))
  }

  get titles(): string[] {
    return this.notices.map(({ title }) => title)
  }
}
