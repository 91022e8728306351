/** Signing in with a code on Kimi's page (RFC 8628), as every process sees it. Imports the contract only. */
import type { Problem } from './problem'

/** Whose subscription it is, as far as Kimi tells; phone and address come masked. */
export interface Account {
  readonly nickname: string | null
  /** The name of the plan. */
  readonly plan: string | null
  readonly contact: string | null
}

/**
 * A device sign-in.
 *
 *     idle -> asking -> waiting -> saving -> signedIn -> idle
 *               |  ^     |   '-> denied
 *               |  '-----'       (the code ran out: a new one at once)
 *               '-> failed       (from anywhere: it cannot go on by itself)
 *
 * `denied`, `failed` and `signedIn` stay until another is begun or the face is left; a cancel goes back to `idle`.
 */
export type DeviceSignIn =
  | { readonly kind: 'idle' }
  /** Asks Kimi for a code. `offline`: it could not be reached and is tried again by itself. */
  | { readonly kind: 'asking'; readonly offline: boolean }
  | {
      readonly kind: 'waiting'
      /** Shown large, typed or compared on Kimi's page. */
      readonly userCode: string
      /** The page with the code filled in; https on a host of Kimi's, except on loopback. */
      readonly page: string
      /** Wall clock, when the code runs out. */
      readonly expiresAtMs: number
      /** Kimi could not be reached at the last look; it is looked again by itself. */
      readonly offline: boolean
      /** This code took the place of one that ran out. */
      readonly renewed: boolean
    }
  /** Approved; `problem` tells why it is not on the disk yet, which is tried again by itself. */
  | { readonly kind: 'saving'; readonly problem: Problem | null }
  /** `account` is null where Kimi did not tell. */
  | { readonly kind: 'signedIn'; readonly account: Account | null }
  | { readonly kind: 'denied' }
  | { readonly kind: 'failed'; readonly problem: Problem }
