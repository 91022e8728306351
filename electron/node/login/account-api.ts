/** Whose login it is: Kimi's `GET /v1/me` (ARCHITECTURE, fact 8). */
import type { Account } from '../../contract/login'
import { isRecord } from '../../core/basics/json'
import type { Secret } from '../../core/basics/secret'
import { getJson, type KimiHost } from '../network/kimi-request'

const LIMIT_MS = 8_000

/** Null where Kimi does not tell, for whatever reason: nothing depends on it. */
export async function readAccount(
  host: Omit<KimiHost, 'timeoutMs'>,
  accessToken: Secret,
  timeoutMs = LIMIT_MS,
): Promise<Account | null> {
  try {
    const authorization = `Bearer ${accessToken.reveal()}`
    const { status, body } = await getJson({ ...host, timeoutMs }, '/v1/me', { authorization })
    return status === 200 ? accountIn(JSON.parse(body)) : null
  } catch {
    return null
  }
}

function accountIn(json: unknown): Account | null {
  if (!isRecord(json)) return null
  const account = {
    nickname: words(json['nickname']),
    plan: words(json['user_level_name']),
    contact: words(json['phone']) ?? words(json['email']),
  }
  return account.nickname === null && account.plan === null && account.contact === null ? null : account
}

/** One short line, without what could move a terminal's cursor or turn the writing around. */
function words(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const line = value
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 80)
  return line === '' ? null : line
}
