/** What the login doctor finds, as every process sees it. Never holds a secret. Imports the contract only. */
import type { Problem, Reason } from './problem'

/** `bad`: something does not work. `warn`: it may stop working. `info`: to be known. */
export type FindingTone = 'good' | 'info' | 'warn' | 'bad'

/** Reasons and problems are worded where they are read. */
export type FindingValue = string | number | Reason | Problem

/** The finding about one thing that was looked at. `code`: one of `core/words/finding-phrases.ts`. `values` fill the words of its code; times are wall clock, paths begin with ~ at home. */
export interface Finding {
  readonly code: string
  readonly tone: FindingTone
  readonly values: Readonly<Record<string, FindingValue>>
  /** The line to type in a terminal, where that is the fix. */
  readonly command: string | null
}

/** The worst come first. */
export interface DoctorReport {
  /** Of Kimi Proxy. */
  readonly version: string
  readonly atMs: number
  readonly findings: readonly Finding[]
}

/**
 * The doctor's page.
 *
 *     idle -> running -> done -> running ...
 *                '-> failed -> running
 */
export type DoctorState =
  | { readonly kind: 'idle' }
  /** `report`: the one before, shown until the new one is there. */
  | { readonly kind: 'running'; readonly report: DoctorReport | null }
  | { readonly kind: 'done'; readonly report: DoctorReport }
  | { readonly kind: 'failed'; readonly problem: Problem }
