/** One real message through the proxy, as small as can be: the list of models is answered to anybody, so it proves nothing. */
import type { Reason } from '../../contract/problem'
import { isRecord } from '../../core/basics/json'
import { oneLine } from '../../core/basics/printable'
import { LOOPBACK } from '../../core/proxy/routes'
import { VERSION } from '../basics/version'
import { describeFailure } from '../network/failure'
import { askOnce } from '../network/http-once'

export type Trial =
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }
  | { readonly kind: 'unanswered'; readonly reason: Reason }

/** Longer than a slow model takes for a few words. */
const LIMIT_MS = 60_000
const MOST_TOKENS = 16
const LONGEST_WORDS = 300

/** `key`: the local key that the settings name. Never rejects. */
export async function tryMessage(port: number, model: string, key: string): Promise<Trial> {
  const messages = [{ role: 'user', content: 'Say OK.' }]
  try {
    const { status, body } = await askOnce({
      target: { protocol: 'http:', host: LOOPBACK, port, basePath: '' },
      method: 'POST',
      path: '/v1/messages',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'anthropic-version': '2023-06-01',
        'user-agent': `kimi-proxy/${VERSION}`,
      },
      body: JSON.stringify({ model, max_tokens: MOST_TOKENS, messages }),
      agent: false,
      limitMs: LIMIT_MS,
    })
    return status === 200 ? { kind: 'answered' } : { kind: 'refused', status, words: wordsIn(body) }
  } catch (error) {
    return { kind: 'unanswered', reason: describeFailure(error, LOOPBACK) }
  }
}

function wordsIn(body: string): string {
  try {
    const json: unknown = JSON.parse(body)
    const error = isRecord(json) && isRecord(json['error']) ? json['error'] : {}
    return oneLine(String(error['message'] ?? '?'), LONGEST_WORDS)
  } catch {
    return '?'
  }
}
