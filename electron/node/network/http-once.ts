/**
 * One HTTP request with its whole answer. Called for everything that is not a client's own request: renewals, sign-ins and
 * accounts at Kimi, our engines on this computer, the doctor's look at a host.
 * - The connection is the given agent's, and is not used again.
 * - The answer is bounded in length and in time; neither limit leaves a request or a timer behind.
 * - Its body is given as text, unpacked if it was packed. What broke off is given as far as it came, where that is asked for.
 * - Nothing is tried twice, no redirect is followed, no status is judged: that is the caller's.
 */
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { isRecord } from '../../core/basics/json'
import { reason } from '../../core/words/reason'
import { bodyText } from './body-text'
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
  /** An answer that breaks off is an answer all the same, and one that holds a whole JSON object needs no end. */
  readonly keepsCut?: boolean
}

export interface OnceAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** False where it broke off. */
  readonly isWhole: boolean
}

/** The host took the connection, or was still being connected to, and gave no whole answer within the limit. */
export class NoAnswerInTime extends NoAnswerError {}

const LONGEST_ANSWER_BYTES = 1_048_576
/** After a whole JSON object: how long its end is waited for. */
const QUIET_MS = 1_000
const LAST_LOOK_MS = 250
/** Until it is up nothing of the request is sent, so that nothing can be lost by another try. */
const LONGEST_CONNECT_MS = 15_000

/** Rejects with NoAnswerInTime, or with the system's error (see `describeFailure`) where no whole answer came. */
export function askOnce({
  target,
  method,
  path,
  headers,
  body,
  agent,
  limitMs,
  keepsCut = false,
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
    let arriving: ArrivingAnswer | null = null
    const take = (answer: OnceAnswer) => {
      resolve(answer)
      request.destroy()
    }
    const giveUp = (why: Error) => {
      // A request that still waits for its connection reports no error of its own.
      if (keepsCut && arriving !== null) resolve(arriving.cut())
      else reject(why)
      request.destroy()
    }
    let timer = setTimeout(() => {
      // In a process that was stopped for long, this timer fires before the answer is read that has arrived meanwhile.
      // To throw that answer away could lose a login.
      timer = setTimeout(() => giveUp(new NoAnswerInTime(reason('hostSilent', { host }))), LAST_LOOK_MS)
    }, limitMs)
    const connectTimer = setTimeout(() => {
      if (!isUp(request.socket)) giveUp(new NoAnswerInTime(reason('notConnected', { host })))
    }, LONGEST_CONNECT_MS)
    request.once('close', () => {
      clearTimeout(timer)
      clearTimeout(connectTimer)
    })
    request.on('error', giveUp)
    request.once('response', (response) => {
      arriving = new ArrivingAnswer(response)
      arriving.read(keepsCut).then(take, giveUp)
    })
    request.end(body)
  })
}

/** TLS included. */
function isUp(socket: Socket | null): boolean {
  if (socket === null || socket.connecting) return false
  return !('secureConnecting' in socket) || socket.secureConnecting !== true
}

/** An answer whose body is on its way. */
class ArrivingAnswer {
  readonly #response: IncomingMessage
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor(response: IncomingMessage) {
    this.#response = response
  }

  cut(): OnceAnswer {
    // What came together with the fault has not been handed on yet.
    while (this.#response.read() !== null);
    return this.#soFar(false)
  }

  #soFar(isWhole: boolean): OnceAnswer {
    const { statusCode: status = 0, headers } = this.#response
    return { status, headers, body: bodyText(Buffer.concat(this.#chunks)), isWhole }
  }

  /** `needsNoEnd`: of a whole JSON object. */
  read(needsNoEnd: boolean): Promise<OnceAnswer> {
    return new Promise((resolve, reject) => {
      const response = this.#response
      let quiet: NodeJS.Timeout | undefined
      const lookAtQuiet = () => {
        const answer = this.#soFar(true)
        if (isJsonObject(answer.body)) resolve(answer)
      }
      response.on('data', (chunk: Buffer) => {
        this.#chunks.push(chunk)
        this.#bytes += chunk.length
        if (this.#bytes > LONGEST_ANSWER_BYTES) reject(new NoAnswerError(reason('answerTooLong')))
        clearTimeout(quiet)
        if (needsNoEnd) quiet = setTimeout(lookAtQuiet, QUIET_MS)
      })
      response.on('error', reject)
      response.once('close', () => clearTimeout(quiet))
      response.once('end', () => resolve(this.#soFar(true)))
    })
  }
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text))
  } catch {
    return false
  }
}
