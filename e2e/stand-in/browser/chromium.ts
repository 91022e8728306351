/** Chromium as a child that cannot outlive this process: it ends when its command pipe closes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { type Environment, makeProfile } from '../basics/environment'
import { CdpPipe, type Session } from './cdp-pipe'

const FLAGS = [
  '--no-sandbox',
  '--no-startup-window',
  '--keep-alive-for-test',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-popup-blocking',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-search-engine-choice-screen',
  // One session sees every frame of a page only while all of them share a process.
  '--disable-site-isolation-trials',
  '--disable-features=Translate,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying,PreconnectToSearch,IsolateSandboxedIframes,IsolateOrigins,site-per-process,DialMediaRouteProvider,AimEnabled',
  // No proxy answers on this port, so neither a page nor a service of Chromium's reaches a network.
  '--proxy-server=127.0.0.1:9',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
]

/** How long Chromium may take to end after it was asked to. */
const END_LIMIT_MS = 3000

/** Emits 'ended' when Chromium is gone, for whatever reason. */
export class Chromium extends EventEmitter {
  readonly #child: ChildProcess
  readonly #pipe: CdpPipe
  readonly #profile: string
  readonly #environment: Environment
  readonly #path: string

  constructor(path: string, environment: Environment) {
    super()
    this.#path = path
    this.#environment = environment
    this.#profile = makeProfile(environment.profileDir)
    this.#child = spawn(path, [...FLAGS, ...this.#modeFlags()], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, LANGUAGE: environment.languages[0] ?? 'en' },
    })
    this.#pipe = new CdpPipe(this.#child.stdio[3] as Writable, this.#child.stdio[4] as Readable)
    this.#child.once('exit', () => this.#ended())
    this.#child.once('error', (error) => {
      process.stderr.write(`stand-in: Chromium does not start: ${error.message}\n`)
      this.#ended()
    })
    this.#listen(this.#child.stderr as Readable)
  }

  get browser(): Session {
    return this.#pipe.browser
  }

  session(id: string): Session {
    return this.#pipe.session(id)
  }

  /** Opens a window without tabs and address bar: only Chromium's own command line can ask for one. */
  openBareWindow(url: string, width: number, height: number): void {
    spawn(
      this.#path,
      [
        '--no-sandbox',
        // Without this option, the window warns about the missing sandbox.
        '--test-type',
        `--user-data-dir=${this.#profile}`,
        `--window-size=${width},${height}`,
        `--app=${url}`,
      ],
      { stdio: 'ignore' },
    ).unref()
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.browser.post('Browser.close')
    const limit = setTimeout(() => this.kill(), END_LIMIT_MS)
    await ended
    clearTimeout(limit)
  }

  /** Ends Chromium at once, for the last moment of this process. */
  kill(): void {
    this.#child.kill('SIGKILL')
    this.#removeProfile()
  }

  #modeFlags(): string[] {
    const { driven, headless, languages } = this.#environment
    return [
      `--user-data-dir=${this.#profile}`,
      `--lang=${languages[0] ?? 'en-US'}`,
      ...(headless ? ['--headless=new', '--hide-scrollbars'] : ['--test-type']),
      ...(driven ? ['--remote-debugging-port=0'] : []),
    ]
  }

  /** Passes on the one line that Playwright reads from Electron's stderr. The other lines are of no use. */
  #listen(stderr: Readable): void {
    createInterface({ input: stderr }).on('line', (line) => {
      if (line.startsWith('DevTools listening on ')) {
        this.emit('devtools')
        process.stderr.write(`${line}\n`)
      }
    })
  }

  #ended(): void {
    this.#pipe.close()
    this.#removeProfile()
    this.emit('ended')
  }

  #removeProfile(): void {
    try {
      rmSync(this.#profile, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // Chromium's last child processes may still be writing; the folder is a temporary one.
    }
  }
}
