/** Which events stand in the log, and what of them. */

import type { Problem } from '../../contract/problem'
import type { Logger } from '../../core/basics/ports'
import type { Event, TrafficEvent } from '../../core/engine/update'
import { problemWords } from '../../core/words/problem-words'
import { reasonWords } from '../../core/words/reason'
import { sayIn } from '../../core/words/say'

/** `changed`: whether the state did. A loss that is found again and again is one line. */
export function logEvent(log: Logger, event: Exclude<Event, TrafficEvent>, changed: boolean): void {
  switch (event.kind) {
    case 'loginFound':
      return log.info('login-found', { owner: event.source.owner, path: event.source.path })
    case 'renewed': {
      // The doctor reads it to tell whose renewal a file holds.
      const { owner, path } = event.source
      return log.info(event.kind, { expiresAtMs: event.token.expiresAtMs, owner, path })
    }
    case 'adopted':
      return log.info(event.kind, { expiresAtMs: event.token.expiresAtMs })
    case 'loginLost':
    case 'renewalDead':
    case 'renewalFailed':
      return changed ? log.warn(LOGGED_AS[event.kind], logged(event.problem)) : undefined
    case 'picked':
      return log.info('login-picked', { pick: event.pick })
    case 'otherOnIpv6':
      return log.warn('port-taken-on-ipv6', { holder: reasonWords('en', event.holder) })
    case 'rehosted':
      return log.info('region', { region: event.region })
    case 'loginsFound':
    case 'parked':
    case 'planChanged':
      return undefined
    case 'unsaved':
      return event.problem === null ? undefined : log.error('unsaved', logged(event.problem))
    case 'refusalChanged':
      return event.refusal === null
        ? log.info('refusal-over')
        : log.warn('refusal-cooldown', { ...event.refusal })
    case 'tokenMoved':
    case 'renewalStarted':
    case 'listener':
    case 'tick':
      return undefined
  }
}

const LOGGED_AS = {
  loginLost: 'login-lost',
  renewalDead: 'renewal-dead',
  renewalFailed: 'renewal-failed',
} as const

const ENGLISH = sayIn('en')

/** A problem as it stands in the log: its code, and its sentence for whoever looks into it. */
export function logged(problem: Problem): { readonly code: string; readonly message: string } {
  return { code: problem.code, message: problemWords(ENGLISH, problem, 'terminal').message }
}
