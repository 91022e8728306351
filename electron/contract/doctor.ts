/** What the login doctor finds, as every process sees it. Never holds a secret. Imports the contract only. */
import type { Problem } from './state'

/** `bad`: something does not work. `warn`: it may stop working. `info`: to be known. */
export type FindingTone = 'good' | 'info' | 'warn' | 'bad'

/** One thing that was looked at. Codes are stable; `values` fill the phrase of that code. */
export interface Finding {
  readonly code: string
  readonly tone: FindingTone
  readonly values: Readonly<Record<string, string | number>>
}

export interface DoctorReport {
  readonly atMs: number
  readonly findings: readonly Finding[]
}

/**
 * The doctor's page.
 *
 *     idle -> running -> done -> running ...
 *                '-> failed
 */
export type DoctorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly report: DoctorReport }
  | { readonly kind: 'failed'; readonly problem: Problem }
