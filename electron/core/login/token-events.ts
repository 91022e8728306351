/** What happens to the login and its token, in the words of the reducer (`core/engine/update.ts`). No event holds a token. */
import type { FoundLogin, LoginPick, LoginSource, Refusal, TokenTimes } from '../../contract/engine'
import type { Problem } from '../../contract/problem'

export type TokenEvent =
  | { readonly kind: 'loginFound'; readonly source: LoginSource; readonly token: TokenTimes }
  | { readonly kind: 'loginLost'; readonly problem: Problem }
  /** The logins on the disk, whichever is in use. */
  | { readonly kind: 'loginsFound'; readonly logins: readonly FoundLogin[] }
  | { readonly kind: 'picked'; readonly pick: LoginPick }
  | { readonly kind: 'tokenMoved'; readonly token: TokenTimes }
  | { readonly kind: 'renewalStarted'; readonly atMs: number }
  | {
      readonly kind: 'renewed'
      readonly source: LoginSource
      readonly token: TokenTimes
      readonly atMs: number
    }
  | { readonly kind: 'adopted'; readonly token: TokenTimes }
  | { readonly kind: 'renewalFailed'; readonly problem: Problem; readonly retryAtMs: number }
  | { readonly kind: 'renewalDead'; readonly problem: Problem }
  | { readonly kind: 'unsaved'; readonly problem: Problem | null }
  /** Kimi refuses even a new token (`lengthMs` until the next is asked for), or no longer does (null). */
  | { readonly kind: 'refusalChanged'; readonly refusal: Refusal | null }

export type EmitTokenEvent = (event: TokenEvent) => void
