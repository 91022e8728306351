/** What an answer to `GET /v1/usages` means, by status and body. Pure. */
import type { Quota } from '../../contract/plan'
import type { Reason } from '../../contract/problem'
import { isRecord } from '../basics/json'
import { reason } from '../words/reason'
import { refusalOf } from './refusals'
import { quotaIn } from './usages'

export type UsagesAnswer =
  | { readonly kind: 'quota'; readonly quota: Quota }
  /** The account has no coding plan. */
  | { readonly kind: 'none' }
  /** It tells nothing; `pauseMs`: how long Kimi asks to be left alone, null where it does not. */
  | { readonly kind: 'failed'; readonly reason: Reason; readonly pauseMs: number | null }

/** `nowMs`: wall clock. Whatever the body is, this is an answer and nothing is thrown. */
export function classifyUsages(
  status: number,
  body: string,
  nowMs: number,
  pauseMs: number | null,
): UsagesAnswer {
  const failed = (why: Reason): UsagesAnswer => ({ kind: 'failed', reason: why, pauseMs })
  if (body.trimStart().startsWith('<')) return failed(reason('webPage', { status }))
  const json = jsonIn(body)
  if (status >= 200 && status < 300) {
    const quota = quotaIn(json, nowMs)
    return quota === null ? failed(reason('answerUnreadable', { status })) : { kind: 'quota', quota }
  }
  // Only Kimi says so in JSON; a gateway that does not know the path sends a page, or a line of text.
  if (status === 404 && isRecord(json)) return { kind: 'none' }
  const words = refusalOf(status, body)?.words.slice(0, LONGEST_WORDS) ?? ''
  return failed(words === '' ? reason('http', { status }) : reason('httpSaid', { status, words }))
}

const LONGEST_WORDS = 200

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}
