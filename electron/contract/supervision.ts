/**
 * How the supervised engine stands (`core/supervisor.ts` decides, with the diagram). Times are those of
 * `Clock.elapsedMs`. Imports nothing.
 */
export type SupervisorState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly restarts: number }
  | { readonly kind: 'running'; readonly restarts: number; readonly sinceMs: number; readonly misses: number }
  | { readonly kind: 'backoff'; readonly restarts: number; readonly untilMs: number; readonly reason: string }
  | { readonly kind: 'blocked'; readonly restarts: number; readonly reason: string }
  | { readonly kind: 'gaveUp'; readonly restarts: number; readonly reason: string }
