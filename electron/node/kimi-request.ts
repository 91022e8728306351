/** One request to Kimi's sign-in host or its managed API, with its whole answer. Knows the wire, decides nothing. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { ClientIdentity } from './client-identity'
import type { Target } from './target'
import type { UpstreamAgent } from './upstream'

const LAST_LOOK_MS = 250
const LONGEST_ANSWER_BYTES = 262_144

/** Kimi's public client for its coding tools; the same in both official CLIs. No secret goes with it. */
const CLIENT_ID = '17e5f671-d194-4dfb-9706-5516cb48c098'

export interface KimiHost {
  readonly target: Target
  readonly agent: UpstreamAgent
  readonly identity: ClientIdentity
  readonly timeoutMs: number
}

export interface KimiAnswer {
  readonly status: number
  readonly body: string
}

/** A form of the public client. Rejects when no answer came: see `describeFailure`. */
export function postForm(
  host: KimiHost,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<KimiAnswer> {
  const form = new URLSearchParams({ client_id: CLIENT_ID, ...fields }).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(form)),
  }
  return exchange(host, 'POST', path, headers, form)
}

/** Rejects when no answer came. */
export function getJson(
  host: KimiHost,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<KimiAnswer> {
  return exchange(host, 'GET', path, headers, '')
}

function exchange(
  { target, agent, identity, timeoutMs }: KimiHost,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<KimiAnswer> {
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send({
      host: target.host,
      port: target.port,
      path: `${target.basePath}${path}`,
      method,
      agent,
      headers: {
        ...headers,
        accept: 'application/json',
        ...identity.headers(),
        // A connection that lay idle could break after Kimi rotated: not worth a handshake saved.
        connection: 'close',
      },
    })
    let timer = setTimeout(() => {
      // In a process that was stopped for long this comes before the answer that has lain in its socket meanwhile: to
      // throw that away would lose the login.
      timer = setTimeout(() => request.destroy(new Error('no answer in time')), LAST_LOOK_MS)
    }, timeoutMs)
    request.once('close', () => clearTimeout(timer))
    request.once('error', reject)
    request.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > LONGEST_ANSWER_BYTES) request.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      response.once('error', reject)
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.end(body)
  })
}
