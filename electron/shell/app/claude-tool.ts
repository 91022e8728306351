/** Connects Claude Code when a person asks for it, as the window has shown the change, and takes that back. */

import type { AppState, ClaudeChange, ClaudeConnection } from '../../contract/app'
import type { AppEvent } from '../../core/app/update'
import { KimiProxyError, toKimiProxyError } from '../../core/basics/errors'
import type { Logger } from '../../core/basics/ports'
import { baseUrlOf, type Environment } from '../../core/settings/launch-env'
import { settingsPathOf } from '../../node/connect/claude-file'
import {
  type ConnectOptions,
  carryOutConnection,
  carryOutDisconnection,
  lookAtConnections,
  planConnection,
  planDisconnection,
} from '../../node/connect/connection'
import type { Paths } from '../../node/files/paths'
import { keyToOffer } from '../../node/login/local-key'
import type { AppSettings } from './settings'

export interface ClaudeToolOptions {
  readonly paths: Paths
  readonly env: Environment
  readonly homeDir: string
  readonly settings: AppSettings
  readonly log: Logger
  readonly nowMs: () => number
  readonly state: () => AppState
  /** Where the proxy serves, or would. */
  readonly port: () => number
  dispatch(event: AppEvent): void
}

export class ClaudeTool {
  readonly #options: ClaudeToolOptions

  constructor(options: ClaudeToolOptions) {
    this.#options = options
  }

  /** Looks at the disk again, because a person or another program may have changed it. Never rejects. */
  async look(): Promise<void> {
    const connect = this.#connect()
    const claude = await connectionNow(connect)
    const change = await changeNow(connect, claude)
    this.#options.dispatch({ kind: 'claude', claude, change })
  }

  /** Rejects with CLAUDE_SETTINGS. */
  async connect(): Promise<undefined> {
    const connect = this.#connect()
    await this.#make('connect', async () => {
      const plan = await planConnection(connect)
      this.#refuseUnseen(connect.path, plan.diff)
      const backup = plan.diff.length === 0 ? null : await carryOutConnection(connect, plan)
      this.#options.log.info('claude-connected', { path: connect.path, backup })
    })
  }

  /** Rejects with CLAUDE_SETTINGS. */
  async disconnect(): Promise<undefined> {
    const connect = this.#connect()
    await this.#make('disconnect', async () => {
      const plan = await planDisconnection(connect)
      if (plan === null) return
      this.#refuseUnseen(connect.path, plan.diff)
      await carryOutDisconnection(connect, plan)
      this.#options.log.info('claude-disconnected', { path: connect.path })
    })
  }

  /** The state has what was made only once it has what is there now. */
  async #make(made: ClaudeChange['made'], work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      await this.look()
      throw error
    }
    await this.look()
    this.#options.dispatch({ kind: 'claudeMade', made })
  }

  /** A person agrees to what is shown, and to nothing else. */
  #refuseUnseen(path: string, diff: readonly string[]): void {
    const shown = this.#options.state().claudeChange?.lines ?? []
    if (shown.join('\n') !== diff.join('\n')) throw new KimiProxyError('CLAUDE_SETTINGS.changed', { path })
  }

  #connect(): ConnectOptions {
    const { paths, env, homeDir, settings, port, nowMs } = this.#options
    // An app has no project folder.
    const path = settingsPathOf('user', { env, homeDir, projectFolder: homeDir })
    const { noProxy } = settings.currentOrDefault()
    const offer = keyToOffer(paths)
    return { paths, path, port: port(), env: { ...env, NO_PROXY: noProxy }, offer, isUsers: true, nowMs }
  }
}

async function connectionNow(connect: ConnectOptions): Promise<ClaudeConnection> {
  const known = (await lookAtConnections(connect.paths)).find(({ path }) => path === connect.path)
  switch (known?.kind) {
    case 'connected':
      return { kind: known.baseUrl === baseUrlOf(connect.port) ? 'connected' : 'otherPort' }
    case 'changed':
      return { kind: 'changed', names: known.names }
    case 'gone':
    case undefined: {
      // A person may have written the same variables by hand.
      const plan = await planConnection({ ...connect, isUsers: false }).catch(() => null)
      return { kind: plan?.diff.length === 0 ? 'connected' : 'none' }
    }
  }
}

/** From what is connected the way leads back, from everything else there. */
async function changeNow(
  connect: ConnectOptions,
  { kind }: ClaudeConnection,
): Promise<Omit<ClaudeChange, 'made'>> {
  const { path } = connect
  try {
    const plan = await (kind === 'connected' ? planDisconnection(connect) : planConnection(connect))
    return { path, lines: plan?.diff ?? [], problem: null }
  } catch (error) {
    return { path, lines: [], problem: toKimiProxyError(error).toProblem() }
  }
}
