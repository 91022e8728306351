/**
 * An engine in this process, on a free port, in a home of its own, against a simulated Kimi. Everything ends with the test.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { KimiSimulator, type SimulatorOptions } from '../../e2e/simulator'
import type { Clock, LogFields, Logger } from '../core/basics/ports'
import { parseSettings, type Settings } from '../core/settings/schema'
import { Engine } from '../node/engine/engine'
import type { LogFile } from '../node/files/log-file'
import { type Paths, pathsFor } from '../node/files/paths'
import type { ProxyLimits } from '../node/network/proxy-limits'
import type { SystemProxy } from '../node/network/way'

export interface BenchOptions {
  readonly simulator?: SimulatorOptions
  /** Replaces the simulator's API as the upstream; signing in still goes to the simulator. */
  readonly upstream?: string
  readonly limits?: Partial<ProxyLimits>
  readonly parkMs?: number
  /** The settings after a change of the file, made from those that the engine was created with. */
  readonly currentSettings?: (settings: Settings) => Settings
  readonly settings?: Partial<Settings>
  readonly systemProxy?: SystemProxy
  readonly clock?: Clock
  /** Replaces the log that only records. */
  readonly log?: (paths: Paths) => LogFile
}

export interface LogLine {
  readonly event: string
  readonly fields: LogFields
}

export class EngineBench {
  readonly engine: Engine
  readonly simulator: KimiSimulator
  readonly paths: Paths
  /** The logged lines; empty where the options bring a log of their own. */
  readonly lines: LogLine[]
  /** The access token in the credential file at the start. */
  readonly token: string
  /** The settings that the engine was created with. */
  readonly settings: Settings
  port = 0

  private constructor(
    engine: Engine,
    simulator: KimiSimulator,
    paths: Paths,
    lines: LogLine[],
    token: string,
    settings: Settings,
  ) {
    this.settings = settings
    this.engine = engine
    this.simulator = simulator
    this.paths = paths
    this.lines = lines
    this.token = token
  }

  static async start(options: BenchOptions = {}): Promise<EngineBench> {
    const simulator = await KimiSimulator.start(options.simulator)
    const root = mkdtempSync(join(tmpdir(), 'kimi-proxy-engine-'))
    const login = simulator.issueLogin()
    const credentials = join(root, 'credentials', 'login.json')
    mkdirSync(join(root, 'credentials'), { mode: 0o700 })
    writeFileSync(credentials, JSON.stringify(login), { mode: 0o600 })
    const paths = pathsFor({ KIMI_PROXY_HOME: join(root, 'home') })
    const lines: LogLine[] = []
    const settings: Settings = {
      ...parseSettings({ file: {}, filePath: '', env: {}, homeDir: root }),
      port: 0,
      upstream: options.upstream ?? simulator.upstream,
      oauthHost: simulator.origin,
      region: null,
      credentials,
      kimiCodeHome: join(root, 'kimi-code'),
      kimiShareDir: join(root, 'kimi'),
      ...options.settings,
    }
    const { currentSettings } = options
    const engine = new Engine({
      settings,
      ...(currentSettings === undefined ? {} : { currentSettings: () => currentSettings(settings) }),
      paths,
      host: 'cli',
      version: '0.0.0-test',
      log: options.log?.(paths) ?? remembering(lines),
      systemProxy: options.systemProxy,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.parkMs === undefined ? {} : { parkMs: options.parkMs }),
      onStopRequested: () => undefined,
    })
    const bench = new EngineBench(engine, simulator, paths, lines, login.access_token, settings)
    onTestFinished(async () => {
      await engine.stop(0)
      await simulator.stop()
      rmSync(root, { recursive: true, force: true })
    })
    bench.port = listeningPort(await engine.start())
    return bench
  }

  /** How a request ended, from the log. Waits until the request has ended. */
  async report(path: string): Promise<LogFields> {
    for (;;) {
      const line = this.lines.find(({ event, fields }) => event === 'request' && fields['path'] === path)
      if (line !== undefined) return line.fields
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** The secret in the run file. */
  get secret(): string {
    return JSON.parse(readFileSync(this.paths.runFile, 'utf8')).secret
  }
}

function listeningPort(state: Engine['state']): number {
  if (state.listener.kind !== 'listening') throw new Error(`the engine is ${state.listener.kind}`)
  return state.listener.port
}

function remembering(lines: LogLine[]): LogFile {
  const remember: Logger['info'] = (event, fields = {}) => {
    lines.push({ event, fields })
  }
  return { info: remember, warn: remember, error: remember, flush: () => undefined }
}
