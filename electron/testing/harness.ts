/** Parts that process tests share: a throw-away home with a login, the built command line, and a plain HTTP client. */

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KimiSimulator } from '../../e2e/simulator'
import { freePort } from './network/free-port'
import { until } from './until'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The built command line, as users run it. */
export const CLI = resolve(ROOT, process.env['KIMI_PROXY_DIST'] ?? 'dist', 'cli.js')
const COMMAND = [process.execPath, CLI]

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A machine for one test: a home folder, an environment, and the processes started in it, which end with it. */
export class Sandbox {
  readonly root: string
  readonly env: Record<string, string>
  readonly #children = new Set<ChildProcess>()

  constructor(simulator: KimiSimulator, extra: Readonly<Record<string, string>> = {}) {
    this.root = mkdtempSync(join(tmpdir(), 'kimi-proxy-test-'))
    this.env = {
      PATH: process.env['PATH'] ?? '',
      HOME: this.root,
      // Windows takes the home folder from this variable. Without it, the files of the person who runs the tests would be used.
      ...(process.platform === 'win32' ? { USERPROFILE: this.root } : {}),
      KIMI_PROXY_HOME: join(this.root, 'proxy-home'),
      KIMI_PROXY_UPSTREAM: simulator.upstream,
      KIMI_CODE_OAUTH_HOST: simulator.origin,
      ...extra,
    }
  }

  get home(): string {
    return join(this.root, 'proxy-home')
  }

  /** The path where kimi-code keeps its login in this sandbox. */
  get credentials(): string {
    return join(this.root, '.kimi-code', 'credentials', 'kimi-code.json')
  }

  saveLogin(login: object, path = this.credentials): void {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 })
  }

  readLogin(path = this.credentials): Record<string, unknown> {
    return JSON.parse(readFileSync(path, 'utf8'))
  }

  /** Writes the settings file of this home. */
  saveSettings(settings: object | string): void {
    mkdirSync(this.home, { recursive: true, mode: 0o700 })
    const text = typeof settings === 'string' ? settings : JSON.stringify(settings)
    writeFileSync(join(this.home, 'settings.json'), text)
  }

  /** Runs the built command line to its end. `command` runs it in another way, for instance as another user. */
  async run(
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
    command: readonly string[] = COMMAND,
  ): Promise<Finished> {
    return finish(this.spawn(args, extra, command))
  }

  spawn(
    args: readonly string[],
    extra: Readonly<Record<string, string>> = {},
    command: readonly string[] = COMMAND,
  ): ChildProcess {
    const [program = '', ...first] = command
    const child = spawn(program, [...first, ...args], {
      env: { ...this.env, ...extra },
      cwd: this.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#children.add(child)
    child.once('exit', () => this.#children.delete(child))
    return child
  }

  /** Starts an engine in the foreground and resolves once it is ready. Each gets a free port. */
  async serve(extra: Readonly<Record<string, string>> = {}): Promise<{ child: ChildProcess; port: number }> {
    const port = await freePort()
    const child = this.spawn(['--foreground', '--port', String(port)], extra)
    await untilOutput(child, /Press Ctrl\+C/)
    return { child, port }
  }

  /** Starts an engine in the background, as `kimi-proxy --port N` does. */
  async startEngine(
    extra: Readonly<Record<string, string>> = {},
  ): Promise<{ pid: number; port: number; finished: Finished }> {
    const port = await freePort()
    const finished = await this.run(['--port', String(port)], extra)
    if (finished.code !== 0) throw new Error(`not started: ${finished.stdout}${finished.stderr}`)
    return { pid: this.runRecord().pid, port, finished }
  }

  /** Every living process of this sandbox's own home, with those in the background; on Linux only. */
  processes(): number[] {
    return processesWith(`KIMI_PROXY_HOME=${this.home}\0`)
  }

  get hasRunFile(): boolean {
    return existsSync(join(this.home, 'run.json'))
  }

  runRecord(): { pid: number; port: number; nonce: string; secret: string } {
    return JSON.parse(readFileSync(join(this.home, 'run.json'), 'utf8'))
  }

  watchdogRecord(): { pid: number; supervisor: { kind: string } } {
    return JSON.parse(readFileSync(join(this.home, 'watchdog.json'), 'utf8'))
  }

  log(): string {
    return readFileSync(join(this.home, 'logs', 'kimi-proxy.ndjson'), 'utf8')
  }

  /** Ends every process, with those in the background. */
  async close(): Promise<void> {
    // Only Linux shows whose a process is; elsewhere the product has to find those in the background.
    if (!existsSync('/proc')) await this.run(['--stop-all'])
    for (const child of this.#children) child.kill('SIGKILL')
    // A watchdog may have started an engine since the last look.
    await until('every process has ended', () => {
      const living = processesWith(this.root)
      for (const pid of living) endProcess(pid)
      return living.length === 0
    })
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** The processes with that text in their variables; on Linux only. */
function processesWith(text: string): number[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(text))
    .map(Number)
}

/** The variables of a process as text; empty for a zombie, and for a process that we may not look at. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // The process has just ended.
  }
}

/** The lines of an output, without the empty one at the end. */
export function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

export function finish(child: ChildProcess): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}

/** Resolves once the process has printed a match of `pattern`; rejects when it ends before. */
export function untilOutput(child: ChildProcess, pattern: RegExp): Promise<string> {
  let seen = ''
  return new Promise((resolve, reject) => {
    const look = (text: string) => {
      seen += text
      if (pattern.test(seen)) resolve(seen)
    }
    child.stdout?.setEncoding('utf8').on('data', look)
    child.stderr?.setEncoding('utf8').on('data', look)
    child.once('exit', () => reject(new Error(`ended before it printed ${pattern}: ${seen}`)))
  })
}
