/** The requests that Kimi's sign-in host and its managed API understand. Knows the wire, decides nothing. */
import type { ClientIdentity } from './client-identity'
import type { UpstreamAgent } from './connections'
import { askOnce, type OnceAnswer } from './http-once'
import type { Target } from './target'

/** Kimi's public client for its coding tools; the same in both official CLIs. No secret goes with it. */
const CLIENT_ID = '17e5f671-d194-4dfb-9706-5516cb48c098'

export interface KimiHost {
  readonly target: Target
  readonly agent: UpstreamAgent
  readonly identity: ClientIdentity
  readonly timeoutMs: number
}

/** A form of the public client. What comes of its answer is kept where it breaks off. Rejects as `askOnce` does. */
export function postForm(
  host: KimiHost,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<OnceAnswer> {
  const body = new URLSearchParams({ client_id: CLIENT_ID, ...fields }).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  }
  return askKimi(host, { method: 'POST', path, headers, body, keepsCut: true })
}

/** Rejects as `askOnce` does. */
export function getJson(
  host: KimiHost,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<OnceAnswer> {
  return askKimi(host, { method: 'GET', path, headers })
}

interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly keepsCut?: boolean
}

function askKimi({ target, agent, identity, timeoutMs }: KimiHost, question: Question): Promise<OnceAnswer> {
  const accepts = { accept: 'application/json', 'accept-encoding': 'identity' }
  const headers = { ...question.headers, ...accepts, ...identity.headers() }
  return askOnce({ ...question, target, agent, headers, limitMs: timeoutMs })
}
