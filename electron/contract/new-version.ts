/** Whether a newer version of the app is known of. Imports the contract only. */
import type { Problem } from './state'

/** What a feed names. Bounded and of printable text, but foreign: to be shown as text, never as markup. */
export interface Release {
  /** "0.2.0", without a v. */
  readonly version: string
  /** On the feed's own host, or GitHub's. */
  readonly page: string
  /** Lines to read; empty where nothing is told. */
  readonly notes: string
}

/**
 * Nothing is asked anywhere while no feed is set.
 *
 *     off <--> unasked --> looking --> newest | available | failed
 *     (any, when the feed is set or     ^             |
 *      taken out)                       '-------------'   a day later, or when a person asks
 *
 * `known`: what an earlier look found; it goes on being shown.
 */
export type NewVersion =
  | { readonly kind: 'off' }
  | { readonly kind: 'unasked' }
  | { readonly kind: 'looking'; readonly known: Release | null }
  | { readonly kind: 'newest'; readonly atMs: number }
  | { readonly kind: 'available'; readonly release: Release; readonly atMs: number }
  | {
      readonly kind: 'failed'
      readonly problem: Problem
      readonly known: Release | null
      readonly atMs: number
    }
