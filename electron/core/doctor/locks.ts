/** The doctor's findings about the locks of the login files. Pure. */
import type { Finding } from '../../contract/doctor'
import { found, type Situation } from './situation'

export type LockFacts =
  /** `holder`: the process number, where the system reports it. */
  | { readonly kind: 'held'; readonly path: string; readonly holder: number | null }
  /** The lock has not been renewed for so long that any program may take it over. */
  | { readonly kind: 'left'; readonly path: string }

export function judgeLocks(locks: readonly LockFacts[], { engine }: Situation): Finding[] {
  if (locks.length === 0) return [found('LOCKS_FREE', {})]
  const login = engine?.kind === 'answers' ? engine.state.login : null
  const weRenew = login?.kind === 'signedIn' && login.renewal.kind === 'running'
  const nameless = weRenew ? 'kimi-proxy' : 'unknown'
  return locks.map((lock) =>
    lock.kind === 'left'
      ? found('LOCK_LEFT', { path: lock.path })
      : found('LOCK_HELD', { path: lock.path, holder: lock.holder ?? nameless }),
  )
}
