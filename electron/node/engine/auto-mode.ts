/**
 * Keeps in the state how the checks of Claude Code's auto mode fare (`core/plan/auto-mode.ts`).
 *
 * - The start of a message's body is looked at while it passes, and dropped once it is known what it is. Nothing is changed.
 * - Called for each request by `handlersFor`.
 */
import type { IncomingMessage } from 'node:http'
import type { AutoModeOutcome } from '../../contract/auto-mode'
import { asksServerToJudge, CHECK_START_BYTES, modelOfCheck } from '../../core/plan/auto-mode'
import { isMessage } from '../../core/proxy/routes'
import type { ExchangeReport } from '../proxy/exchange-terms'
import type { EngineParts } from './parts'

/** To be called before the body is read. What comes back is called with what became of the request. */
export function watchAutoMode(
  { store, clock }: Pick<EngineParts, 'store' | 'clock'>,
  client: IncomingMessage,
  path: string,
): (report: ExchangeReport) => void {
  if (!isMessage(client.method ?? '', path) || !isClaudeCode(client)) return () => undefined
  const atMs = clock.wallMs()
  const startedAtMs = clock.elapsedMs()
  if (asksServerToJudge(client.headers['anthropic-beta']?.toString())) {
    store.dispatch({ kind: 'autoModeAskedServer', atMs })
  }
  const modelOf = watchStart(client)
  return (report) => {
    const model = modelOf()
    if (model === null) return
    const tookMs = Math.round(clock.elapsedMs() - startedAtMs)
    store.dispatch({ kind: 'autoModeChecked', check: { atMs, tookMs, outcome: outcomeOf(report), model } })
  }
}

function isClaudeCode({ headers }: IncomingMessage): boolean {
  return headers['user-agent']?.startsWith('claude-cli/') === true
}

/** The model of the check that the body turned out to be of; null for any other request. A check begins in plain ASCII. */
function watchStart(client: IncomingMessage): () => string | null {
  let start = ''
  let model: string | null = null
  const take = (chunk: Buffer) => {
    start += chunk.toString('latin1', 0, CHECK_START_BYTES - start.length)
    model = modelOfCheck(start)
    if (model === null && start.length < CHECK_START_BYTES) return
    client.off('data', take)
    start = ''
  }
  client.on('data', take)
  return () => model
}

function outcomeOf({ end, status }: ExchangeReport): AutoModeOutcome {
  if (end === 'clientGone') return 'givenUp'
  return status >= 200 && status < 300 ? 'answered' : 'failed'
}
