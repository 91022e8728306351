/** Connects Claude Code when a person asks for it, with the change shown first, and takes that back. */

import type { ClaudeConnection } from '../../contract/app'
import type { Logger } from '../../core/basics/ports'
import { baseUrlOf, type Environment } from '../../core/settings/launch-env'
import { type Question, questionToConnect } from '../../core/views/question'
import type { Say } from '../../core/words/say'
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
  readonly say: () => Say
  /** Where the proxy serves, or would. */
  readonly port: () => number
  /** Puts what was found on the disk into the state. */
  tell(claude: ClaudeConnection): void
  ask(question: Question): Promise<boolean>
}

export class ClaudeTool {
  readonly #options: ClaudeToolOptions

  constructor(options: ClaudeToolOptions) {
    this.#options = options
  }

  /** Looks at the disk again, because a person or another program may have changed it. Never rejects. */
  async look(): Promise<void> {
    const connect = this.#connect()
    this.#options.tell(await connectionNow(connect))
  }

  /** Rejects with CLAUDE_SETTINGS. */
  async connect(): Promise<undefined> {
    const { ask, say, log } = this.#options
    const connect = this.#connect()
    try {
      const plan = await planConnection(connect)
      if (plan.diff.length === 0) return
      if (!(await ask(questionToConnect(say(), 'connect', connect.path, plan.diff)))) return
      const backup = await carryOutConnection(connect, plan)
      log.info('claude-connected', { path: connect.path, backup })
    } finally {
      await this.look()
    }
  }

  /** Rejects with CLAUDE_SETTINGS. */
  async disconnect(): Promise<undefined> {
    const { ask, say, log } = this.#options
    const connect = this.#connect()
    try {
      const plan = await planDisconnection(connect)
      if (plan === null) return
      if (!(await ask(questionToConnect(say(), 'disconnect', connect.path, plan.diff)))) return
      await carryOutDisconnection(connect, plan)
      log.info('claude-disconnected', { path: connect.path })
    } finally {
      await this.look()
    }
  }

  #connect(): ConnectOptions {
    const { paths, env, homeDir, settings, port, nowMs } = this.#options
    // An app has no project folder.
    const path = settingsPathOf('user', { env, homeDir, projectFolder: homeDir })
    const { noProxy } = settings.currentOrDefault()
    const offer = keyToOffer(paths)
    return { paths, path, port: port(), env: { ...env, NO_PROXY: noProxy }, offer, nowMs }
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
      // A person may have written the same by hand.
      const plan = await planConnection(connect).catch(() => null)
      return { kind: plan?.diff.length === 0 ? 'connected' : 'none' }
    }
  }
}
