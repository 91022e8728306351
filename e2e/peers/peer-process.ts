/** The test's side of `kimi-peer.ts`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { until } from '../../electron/testing/until'
import type { Machine } from '../harness/machine'
import type { PeerLine } from './kimi-peer'

export interface PeerOptions {
  /** The built `kimi-peer.ts`. */
  readonly worker: string
  readonly tool: 'kimi-code' | 'kimi-cli'
  readonly name: string
  readonly path: string
  readonly pauseMs: number
}

export class PeerProcess {
  readonly lines: PeerLine[] = []
  readonly #child: ChildProcess

  /** It has used its login once, one way or another. */
  static async start({ simulator }: Machine, options: PeerOptions): Promise<PeerProcess> {
    const { worker, tool, name, path, pauseMs } = options
    const tokenUrl = `${simulator.door(name)}/api/oauth/token`
    const args = [tool, path, tokenUrl, `${simulator.upstream}/v1/models`, String(pauseMs)]
    const peer = new PeerProcess(
      spawn(process.execPath, [worker, ...args], { stdio: ['pipe', 'pipe', 'inherit'] }),
    )
    await until('the peer is at work', () => peer.lines.length > 0)
    return peer
  }

  private constructor(child: ChildProcess) {
    this.#child = child
    if (child.stdout === null) throw new Error('the peer has no output')
    createInterface({ input: child.stdout }).on('line', (line) => this.lines.push(JSON.parse(line)))
  }

  /** How often it was served, and what else befell it. */
  get uses(): number {
    return this.lines.filter((line) => line.kind === 'used' && line.status === 200).length
  }

  get troubles(): PeerLine[] {
    return this.lines.filter((line) => line.kind !== 'used' || line.status !== 200)
  }

  /** It ends after the use it is at. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'close')
    this.#child.stdin?.end()
    await gone
  }
}
