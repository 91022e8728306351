/** The control endpoint: state, refresh and stop, for whoever can read the run file. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CommandResult, EngineCommand } from '../contract/commands'
import type { AppState } from '../contract/state'
import type { Now } from '../core/health'
import { CONTROL_SECRET_FIELD } from '../core/routes'
import { sendOwn } from './own-answer'

export interface ControlTarget {
  readonly secret: string
  /** The state as it is now, and the time it is to be seen at. */
  view(): { readonly state: AppState; readonly now: Now }
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
  switch (`${request.method} ${action}`) {
    case 'GET state':
      return sendOwn(response, 200, JSON.stringify(target.view()))
    case 'POST refresh':
      void target
        .command({ kind: 'refresh' })
        .then((result) => sendOwn(response, 200, JSON.stringify(result)))
      return
    case 'POST stop': {
      const waitMs = target.prepareStop()
      response.once('close', () => void target.command({ kind: 'stop' }))
      return sendOwn(response, 200, JSON.stringify({ ok: true, waitMs }), { connection: 'close' })
    }
    default:
      return sendOwn(response, 404, '{"ok":false,"error":"no such command"}')
  }
}

function sameSecret(given: string | string[] | undefined, secret: string): boolean {
  if (typeof given !== 'string') return false
  const [one, other] = [Buffer.from(given), Buffer.from(secret)]
  return one.length === other.length && timingSafeEqual(one, other)
}
