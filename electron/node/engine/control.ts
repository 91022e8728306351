/** The control endpoint: the state, and what an engine can be asked to do, for whoever can read the run file. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CommandResult, EngineCommand } from '../../contract/commands'
import type { EngineState } from '../../contract/engine'
import {
  MISS_CAUSE_FIELD,
  type RecorderAnswer,
  SESSION_FIELD,
  type SessionGlimpse,
} from '../../contract/recorder'
import type { Now } from '../../core/engine/health'
import { isLoginPick } from '../../core/login/login-choice'
import { CONTROL_SECRET_FIELD } from '../../core/proxy/routes'
import type { KimiModel } from '../../core/settings/models'
import { sendOwn } from '../proxy/send-json'

export interface ControlTarget {
  readonly secret: string
  /** The state as it is now, and the time it is to be seen at. */
  view(): { readonly state: EngineState; readonly now: Now }
  /** For a status line; null for a session that is not known. `missCause`: of the cache, in Claude Code's word. */
  session(name: string, missCause: string | undefined): SessionGlimpse | null
  /** What is left of the plan, for other tools. */
  quota(): object
  /** Looks at it anew, where the last look is not a moment ago. Never rejects. */
  lookAtQuota(): Promise<void>
  /** The last requests that came after the one with this number, and the sums of all. */
  requests(after: number): RecorderAnswer
  /** Those that the login in use may use, or those that are known. */
  models(): Promise<readonly KimiModel[]>
  command(command: EngineCommand): Promise<CommandResult>
  /** Begins no further renewal, and tells how long a stop may take, in milliseconds. */
  prepareStop(): number
}

export function answerControl(
  target: ControlTarget,
  action: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!sameSecret(request.headers[CONTROL_SECRET_FIELD], target.secret)) {
    return sendOwn(response, 403, '{"ok":false,"error":"the secret of the run file is missing"}')
  }
  if (request.method === 'GET' && action === 'state') {
    const { [SESSION_FIELD]: name, [MISS_CAUSE_FIELD]: cause } = request.headers
    const session = name === undefined ? null : target.session(name.toString(), cause?.toString())
    return sendOwn(response, 200, JSON.stringify({ ...target.view(), session }))
  }
  const after = request.method === 'GET' ? requestsAfter(action) : null
  if (after !== null) return sendOwn(response, 200, JSON.stringify(target.requests(after)))
  if (action === 'quota') return answerQuota(target, request, response)
  if (request.method === 'GET' && action === 'models') {
    void target.models().then((models) => sendOwn(response, 200, JSON.stringify({ models })))
    return
  }
  const command = request.method === 'POST' ? commandIn(action) : null
  if (command === null) return sendOwn(response, 404, '{"ok":false,"error":"no such command"}')
  if (command.kind === 'stop') {
    const waitMs = target.prepareStop()
    response.once('close', () => void target.command(command))
    return sendOwn(response, 200, JSON.stringify({ ok: true, waitMs }), { connection: 'close' })
  }
  void target.command(command).then((result) => sendOwn(response, 200, JSON.stringify(result)))
}

/** GET tells it as it is known, POST looks before. */
function answerQuota(target: ControlTarget, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'GET') return sendOwn(response, 200, JSON.stringify(target.quota()))
  if (request.method !== 'POST') return sendOwn(response, 405, '{"ok":false}', { allow: 'GET, POST' })
  void target.lookAtQuota().then(() => sendOwn(response, 200, '{"ok":true}'))
}

/** The number in `requests/12`; null for anything else. */
function requestsAfter(action: string): number | null {
  const number = /^requests\/(\d{1,12})$/.exec(action)?.[1]
  return number === undefined ? null : Number(number)
}

/** `refresh`, `stop`, `secure`, `look-again`, `use/own` and the like; null for anything else. */
function commandIn(action: string): EngineCommand | null {
  if (action === 'refresh' || action === 'stop' || action === 'secure') return { kind: action }
  if (action === 'look-again') return { kind: 'lookAgain' }
  const pick = action.startsWith('use/') ? action.slice('use/'.length) : null
  return isLoginPick(pick) ? { kind: 'use', pick } : null
}

function sameSecret(given: string | string[] | undefined, secret: string): boolean {
  if (typeof given !== 'string') return false
  const [one, other] = [Buffer.from(given), Buffer.from(secret)]
  return one.length === other.length && timingSafeEqual(one, other)
}
