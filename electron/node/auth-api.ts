/** Kimi's token endpoint (ARCHITECTURE, fact 1; RFC 6749, section 6). Knows the wire, decides nothing. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AuthApi } from '../core/ports'
import { classifyTokenAnswer, type RefreshAnswer } from '../core/refresh-policy'
import type { Secret } from '../core/secret'
import { describeFailure } from './network-failure'
import type { Target } from './target'
import type { UpstreamAgent } from './upstream'

/** Kimi's public client for its coding tools; the same in both official CLIs. No secret goes with it. */
const CLIENT_ID = '17e5f671-d194-4dfb-9706-5516cb48c098'
const TIMEOUT_MS = 30_000
const LAST_LOOK_MS = 250
const LONGEST_ANSWER_BYTES = 262_144

export interface AuthApiOptions {
  readonly target: Target
  readonly agent: UpstreamAgent
  readonly version: string
  readonly timeoutMs?: number
}

export function createAuthApi(options: AuthApiOptions): AuthApi {
  return {
    async refresh(refreshToken: Secret): Promise<RefreshAnswer> {
      const form = new URLSearchParams({
        client_id: CLIENT_ID,
        grant_type: 'refresh_token',
        refresh_token: refreshToken.reveal(),
      })
      try {
        const { status, body } = await post(options, '/api/oauth/token', form.toString())
        return classifyTokenAnswer(status, body)
      } catch (error) {
        return { kind: 'transient', detail: describeFailure(error, options.target.host) }
      }
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: string
}

function post(options: AuthApiOptions, path: string, form: string): Promise<Answer> {
  const { target, agent, version } = options
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send({
      host: target.host,
      port: target.port,
      path: `${target.basePath}${path}`,
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(form),
        accept: 'application/json',
        'user-agent': `kimi-proxy/${version}`,
        'x-msh-platform': 'kimi-proxy',
        'x-msh-version': version,
        // A connection that lay idle could break after Kimi rotated: not worth a handshake saved.
        connection: 'close',
      },
    })
    let timer = setTimeout(() => {
      // In a process that was stopped for long this comes before the answer that has lain in its socket meanwhile: to
      // throw that away would lose the login.
      timer = setTimeout(() => request.destroy(new Error('no answer in time')), LAST_LOOK_MS)
    }, options.timeoutMs ?? TIMEOUT_MS)
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
    request.end(form)
  })
}
