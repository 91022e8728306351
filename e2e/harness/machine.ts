/** A simulated Kimi and a throw-away machine with any number of engines. Everything ends with the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLI, Sandbox } from '../../electron/testing/harness'
import { type Answer, call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator, type SimulatorOptions } from '../simulator'

/** vitest's `onTestFinished`, taken from the test's context so that tests may run side by side. */
type OnTestFinished = (end: () => Promise<void>) => void

export interface EngineOptions {
  /** The folder for KIMI_PROXY_HOME below the sandbox; engines that run at once need one each. */
  readonly home?: string
  readonly env?: Readonly<Record<string, string>>
  /** The content of `settings.json`. */
  readonly settings?: object
  /** Besides `--foreground` and the port. */
  readonly args?: readonly string[]
  /** A command that runs the engine, such as `setpriv … --`. */
  readonly through?: readonly string[]
}

export interface Machine {
  readonly simulator: KimiSimulator
  readonly sandbox: Sandbox
  start(options?: EngineOptions): Promise<TestEngine>
}

export interface MachineOptions extends SimulatorOptions {
  readonly env?: Readonly<Record<string, string>>
}

export async function machine(end: OnTestFinished, options: MachineOptions = {}): Promise<Machine> {
  const { env, ...simulatorOptions } = options
  const simulator = await KimiSimulator.start(simulatorOptions)
  const sandbox = new Sandbox(simulator, env)
  const engines: TestEngine[] = []
  end(async () => {
    await Promise.all(engines.map((engine) => engine.kill()))
    await sandbox.close()
    await simulator.stop()
  })
  return {
    simulator,
    sandbox,
    async start(engineOptions = {}) {
      const engine = await TestEngine.start(sandbox, engineOptions)
      engines.push(engine)
      return engine
    },
  }
}

/** The built engine in the foreground. The engine is ready once `start` resolves. */
export class TestEngine {
  readonly port: number
  readonly home: string
  readonly child: ChildProcess
  #output = ''

  private constructor(child: ChildProcess, port: number, home: string) {
    this.child = child
    this.port = port
    this.home = home
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
  }

  static async start(sandbox: Sandbox, options: EngineOptions): Promise<TestEngine> {
    for (let tries = 1; ; tries += 1) {
      const engine = await TestEngine.#launch(sandbox, options)
      if (!engine.hasEnded) return engine
      // The port was free a moment ago, and another test may have taken it since.
      if (tries === 3 || !engine.output.includes('is used by another program'))
        throw new Error(`ended before it listened: ${engine.output}`)
    }
  }

  /** Resolves once the engine listens or has ended. */
  static async #launch(sandbox: Sandbox, options: EngineOptions): Promise<TestEngine> {
    const port = await freePort()
    const home = join(sandbox.root, options.home ?? 'proxy-home')
    if (options.settings !== undefined) {
      mkdirSync(home, { recursive: true, mode: 0o700 })
      writeFileSync(join(home, 'settings.json'), JSON.stringify(options.settings))
    }
    const own = ['--foreground', '--port', `${port}`, ...(options.args ?? [])]
    const [program = '', ...args] = [...(options.through ?? []), process.execPath, CLI, ...own]
    const child = spawn(program, args, {
      env: { ...sandbox.env, ...options.env, KIMI_PROXY_HOME: home },
      cwd: sandbox.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const engine = new TestEngine(child, port, home)
    await until(`it listens or has ended: ${engine.output}`, () => {
      return engine.output.includes('Press Ctrl+C') || engine.hasEnded
    })
    return engine
  }

  get output(): string {
    return this.#output
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** Ends the process by `kill -9`, even a stopped one; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.hasEnded) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }

  /** Ends the engine as Ctrl+C does; resolves when it has ended and its log is written. */
  async stop(): Promise<void> {
    const gone = once(this.child, 'close')
    this.child.kill('SIGINT')
    await gone
  }

  async health(): Promise<{ status: number; body: Record<string, unknown> }> {
    const { status, text } = await call(this.port, '/health')
    return { status, body: JSON.parse(text) }
  }

  /** Forces a renewal, and returns the answer of the control endpoint. */
  async refresh(): Promise<{ ok: boolean; problem?: { code: string; message: string } }> {
    const { text } = await this.control('POST', 'refresh')
    return JSON.parse(text)
  }

  control(method: string, action: string): Promise<Answer> {
    const headers = { 'x-kimi-proxy-secret': this.secret() }
    return call(this.port, `/__kimi-proxy/${action}`, { method, headers })
  }

  async activeRequests(): Promise<number> {
    return JSON.parse((await this.control('GET', 'state')).text).state.traffic.activeRequests
  }

  secret(): string {
    return JSON.parse(readFileSync(join(this.home, 'run.json'), 'utf8')).secret
  }

  ask(text = 'hello', stream = false): Promise<Answer> {
    return message(this.port, text, stream)
  }

  /** Sends `count` messages at once; returns how often each status came, and the first answer. */
  async askAtOnce(count: number): Promise<{ statuses: Record<number, number>; first: Answer | undefined }> {
    const answers = await Promise.all(Array.from({ length: count }, () => this.ask()))
    const statuses: Record<number, number> = {}
    for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1
    return { statuses, first: answers[0] }
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}
