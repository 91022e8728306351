/** Which events stand in the log, and what of them. */

import type { Logger } from '../../core/basics/ports'
import type { Event, TrafficEvent } from '../../core/engine/update'

/** `changed`: whether the state did. A loss that is found again and again is one line. */
export function logEvent(log: Logger, event: Exclude<Event, TrafficEvent>, changed: boolean): void {
  switch (event.kind) {
    case 'loginFound':
      return log.info('login found', { owner: event.source.owner, path: event.source.path })
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
      return changed
        ? log.warn(event.kind, { code: event.problem.code, message: event.problem.message })
        : undefined
    case 'picked':
      return log.info('login picked', { pick: event.pick })
    case 'otherOnIpv6':
      return log.warn('port taken on [::1]', { holder: event.holder })
    case 'rehosted':
      return log.info('region', { region: event.region })
    case 'loginsFound':
    case 'parked':
      return undefined
    case 'unsaved':
      return event.problem === null ? undefined : log.error('unsaved', { message: event.problem.message })
    case 'refusalChanged':
      return event.refusal === null
        ? log.info('tokens are accepted again')
        : log.warn('refusal cool-down', { ...event.refusal })
    case 'tokenMoved':
    case 'renewalStarted':
    case 'listener':
    case 'tick':
      return undefined
  }
}
