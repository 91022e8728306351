/** The test's side of `login-reader.ts`: what a login file has held, as another process saw it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { until } from '../../electron/testing/until'
import type { ReaderLine } from './login-reader'

export class LoginWatch {
  /** Every refresh token the file was seen to hold, in order; empty words are tombstones. */
  readonly seen: string[] = []
  /** Every content, as text. */
  readonly texts: string[] = []
  /** Contents that were no login: there must be none. */
  readonly broken: string[] = []
  reads = 0
  readonly #child: ChildProcess
  #isReady = false

  private constructor(child: ChildProcess) {
    this.#child = child
    if (child.stdout === null) throw new Error('the reader has no output')
    createInterface({ input: child.stdout }).on('line', (line) => this.#note(JSON.parse(line)))
  }

  /** `worker`: the built `login-reader.ts`. The file exists. */
  static async start(worker: string, path: string): Promise<LoginWatch> {
    const child = spawn(process.execPath, [worker, path], { stdio: ['pipe', 'pipe', 'inherit'] })
    const watch = new LoginWatch(child)
    await until('the reader reads', () => watch.#isReady && watch.seen.length > 0)
    return watch
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'close')
    this.#child.stdin?.end()
    await gone
  }

  #note(line: ReaderLine): void {
    switch (line.kind) {
      case 'ready':
        this.#isReady = true
        return
      case 'changed':
        this.texts.push(line.text)
        this.seen.push(line.refreshToken)
        return
      case 'broken':
        this.broken.push(line.text)
        return
      case 'end':
        this.reads = line.reads
    }
  }
}
