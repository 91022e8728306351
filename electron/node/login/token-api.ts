/** Kimi's token endpoint (ARCHITECTURE, facts 1 and 8; RFC 6749, section 6; RFC 8628). */
import type { Reason } from '../../contract/problem'
import { type Secret, withoutSecret } from '../../core/basics/secret'
import { classifyCodeAnswer, classifyPollAnswer } from '../../core/login/device-answers'
import type { DeviceApi } from '../../core/login/device-sign-in'
import type { AuthApi } from '../../core/login/ports'
import { retryAfterMs } from '../../core/login/retry-after'
import { type AnswerTerms, classifyTokenAnswer, type RefreshAnswer } from '../../core/login/token-answer'
import type { ClientIdentity } from '../network/client-identity'
import type { UpstreamAgent } from '../network/connections'
import { describeFailure } from '../network/failure'
import type { OnceAnswer } from '../network/http-once'
import { type KimiHost, postForm } from '../network/kimi-request'
import type { Target } from '../network/target'

/** Kimi may have rotated by the time it is slow: what it answers late is waited for. */
const TIMEOUT_MS = 120_000
const CODE_TIMEOUT_MS = 30_000
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

export interface AuthApiOptions {
  readonly target: Target
  readonly agent: UpstreamAgent
  readonly identity: ClientIdentity
  readonly timeoutMs?: number
}

export function createAuthApi(options: AuthApiOptions): AuthApi {
  const host = hostOf(options)
  return {
    host: options.target.host,
    refresh: (refreshToken: Secret): Promise<RefreshAnswer> =>
      answered(host, classifyTokenAnswer, '/api/oauth/token', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken.reveal(),
      }),
  }
}

/** `oauthHost`: the same host as a URL; only its own pages, and Kimi's, are believed. */
export function createDeviceApi(options: AuthApiOptions & { readonly oauthHost: string }): DeviceApi {
  const host = hostOf(options)
  const codeHost = { ...host, timeoutMs: options.timeoutMs ?? CODE_TIMEOUT_MS }
  const readCode = (status: number, body: string, terms: AnswerTerms) =>
    classifyCodeAnswer(status, body, options.oauthHost, terms)
  return {
    authorize: () => answered(codeHost, readCode, '/api/oauth/device_authorization', {}),
    async poll(deviceCode: Secret) {
      const fields = { grant_type: DEVICE_GRANT, device_code: deviceCode.reveal() }
      const answer = await answered(host, classifyPollAnswer, '/api/oauth/token', fields)
      // The server's own words are shown: they must not quote what was sent.
      return 'reason' in answer ? { ...answer, reason: withoutSecret(answer.reason, deviceCode) } : answer
    },
  }
}

function hostOf({ target, agent, identity, timeoutMs = TIMEOUT_MS }: AuthApiOptions): KimiHost {
  return { target, agent, identity, timeoutMs }
}

/** A server that says nothing in time may say something later. */
async function answered<T>(
  host: KimiHost,
  read: (status: number, body: string, terms: AnswerTerms) => T,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<T | { readonly kind: 'transient'; readonly reason: Reason }> {
  let answer: OnceAnswer
  try {
    answer = await postForm(host, path, fields)
  } catch (error) {
    return { kind: 'transient', reason: describeFailure(error, host.target.host) }
  }
  const { status, body, headers, isWhole } = answer
  return read(status, body, {
    isWhole,
    retryAfterMs: retryAfterMs(headers['retry-after'], headers.date, Date.now()),
  })
}
