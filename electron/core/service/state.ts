import type { Reason } from '../../contract/problem'

/**
 * How the system’s supervisor sees our service:
 *
 *     absent ──load──▶ stopped ──start──▶ running ──died──▶ restarting ──▶ running
 *                         ▲                  │                  │
 *                         └──────stopped─────┴──── gave up ─────┘
 */
export type ServiceState =
  /**
   * The supervisor cannot be asked: there is no session, as in a container or under `su`. The file of the service may exist
   * all the same.
   */
  | { readonly kind: 'unreachable'; readonly reason: Reason }
  /** The supervisor does not know the service. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'stopped'; readonly atStart: boolean }
  | { readonly kind: 'running'; readonly atStart: boolean; readonly pid: number | null }
  | { readonly kind: 'restarting'; readonly atStart: boolean }

/** When the service starts and ends, as the phrase that says it. */
export type SessionNote = 'service.noteLogin' | 'service.noteLinger'
