/** Kimi's `GET /v1/usages`: what is left of the plan (ARCHITECTURE, fact 10). */
import { type Secret, withoutSecret } from '../../core/basics/secret'
import { retryAfterMs } from '../../core/login/retry-after'
import { classifyUsages, type UsagesAnswer } from '../../core/plan/usages-answer'
import { describeFailure } from '../network/failure'
import { getJson, type KimiHost } from '../network/kimi-request'

const LIMIT_MS = 8_000

/** Never rejects: every way it can go is an answer. `nowMs`: wall clock. */
export async function readUsages(
  host: Omit<KimiHost, 'timeoutMs'>,
  accessToken: Secret,
  nowMs: number,
): Promise<UsagesAnswer> {
  const answer = await asked(host, accessToken, nowMs)
  // Other people's words are shown: they must not quote what was sent.
  return answer.kind === 'failed' ? { ...answer, reason: withoutSecret(answer.reason, accessToken) } : answer
}

async function asked(
  host: Omit<KimiHost, 'timeoutMs'>,
  accessToken: Secret,
  nowMs: number,
): Promise<UsagesAnswer> {
  try {
    const authorization = `Bearer ${accessToken.reveal()}`
    const { status, body, headers } = await getJson({ ...host, timeoutMs: LIMIT_MS }, '/v1/usages', {
      authorization,
    })
    return classifyUsages(status, body, nowMs, retryAfterMs(headers['retry-after'], headers.date, nowMs))
  } catch (error) {
    return { kind: 'failed', reason: describeFailure(error, host.target.host), pauseMs: null }
  }
}
