/**
 * The one action that a state calls for, the same in menu and window: the menu's first item, the window's main button. Pure.
 */
import type { AppState } from '../../contract/app'
import type { WindowCommand } from '../../contract/bridge'
import type { Standing } from '../app/phase'

export type Remedy = Extract<
  WindowCommand,
  { kind: 'start' | 'retry' | 'signIn' | 'openWindow' | 'takeOver' | 'openKimi' | 'refresh' }
>

/** Null where nothing has to be mended, or nothing can be done. */
export function remedyOf({ engine }: AppState, { phase, problem }: Standing): Remedy | null {
  switch (phase) {
    case 'off':
      return { kind: 'start' }
    case 'signIn':
      return { kind: 'signIn' }
    case 'portTaken':
      return { kind: 'openWindow', face: 'settings' }
    case 'cannotStart':
      return problem?.code === 'SETTING_INVALID'
        ? { kind: 'openWindow', face: 'settings' }
        : { kind: 'retry' }
    case 'gaveUp':
    case 'backingOff':
      return { kind: 'retry' }
    case 'elsewhereHung':
      return { kind: 'takeOver' }
    case 'limited':
      return { kind: 'openKimi' }
    case 'trouble':
    case 'expiring':
      // Everything else is tried again automatically.
      if (isDoubted(engine)) return { kind: 'signIn' }
      return problem?.code === 'REFUSED' ? { kind: 'openKimi' } : { kind: 'refresh' }
    case 'starting':
    case 'looking':
    case 'running':
    case 'refreshing':
    case 'draining':
    case 'elsewhere':
      return null
  }
}

/** Whether a new sign-in would help cannot be known: a person may try. */
function isDoubted({ login }: AppState['engine']): boolean {
  // In the place of a named file no login of ours would be used.
  const renewal = login.kind === 'signedIn' && login.source.owner !== 'file' ? login.renewal : null
  return renewal?.kind === 'failing' && renewal.problem.code === 'RENEWAL_DOUBTED'
}
