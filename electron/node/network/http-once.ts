/**
 * One HTTP request with its whole answer. Called for everything that is not a client's own request: renewals, sign-ins and
 * accounts at Kimi, our engines on this computer, the doctor's look at a host.
 * - The connection is the given agent's, and is not used again.
 * - The answer is bounded in length and in time; neither limit leaves a request or a timer behind.
 * - Nothing is tried twice, no redirect is followed, no status is judged: that is the caller's.
 */
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { reason } from '../../core/words/reason'
import { NoAnswerError } from './failure'
import type { Target } from './target'

export interface OnceRequest {
  readonly target: Target
  readonly method: 'GET' | 'HEAD' | 'POST'
  /** Below the target's base path. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** `false`: a plain connection, without any proxy. */
  readonly agent: Agent | false
  readonly limitMs: number
}

export interface OnceAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The host took the connection, or was still being connected to, and gave no whole answer within the limit. */
export class NoAnswerInTime extends NoAnswerError {}

const LONGEST_ANSWER_BYTES = 262_144
const LAST_LOOK_MS = 250

/** Rejects with NoAnswerInTime, or with the system's error (see `describeFailure`) where no whole answer came. */
export function askOnce({
  target,
  method,
  path,
  headers,
  body,
  agent,
  limitMs,
}: OnceRequest): Promise<OnceAnswer> {
  const { protocol, host, port, basePath } = target
  const send = protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = send({
      host,
      port,
      method,
      path: `${basePath}${path}`,
      agent,
      // A connection that lay idle could break after Kimi has rotated a token: not worth a handshake saved.
      headers: { ...headers, connection: 'close' },
    })
    const giveUp = (why: Error) => {
      // A request that still waits for its connection reports no error of its own.
      reject(why)
      request.destroy()
    }
    let timer = setTimeout(() => {
      // In a process that was stopped for long, this timer fires before the answer is read that has arrived meanwhile.
      // To throw that answer away could lose a login.
      timer = setTimeout(() => giveUp(new NoAnswerInTime(reason('hostSilent', { host }))), LAST_LOOK_MS)
    }, limitMs)
    request.once('close', () => clearTimeout(timer))
    request.on('error', reject)
    request.once('response', (response) => wholeAnswer(response).then(resolve, giveUp))
    request.end(body)
  })
}

function wholeAnswer(response: IncomingMessage): Promise<OnceAnswer> {
  const { statusCode: status = 0, headers } = response
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > LONGEST_ANSWER_BYTES) reject(new NoAnswerError(reason('answerTooLong')))
      else chunks.push(chunk)
    })
    response.on('error', reject)
    response.once('end', () => resolve({ status, headers, body: Buffer.concat(chunks).toString('utf8') }))
  })
}
