/** A plain HTTP client for tests, and the message that Claude Code would send. */
import { type IncomingHttpHeaders, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly trailers: NodeJS.Dict<string>
}

export interface CallOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** Sends one request on a connection of its own; rejects when the answer is cut. */
export function call(port: number, path: string, options: CallOptions = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          trailers: response.trailers,
        })
      })
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** A message to Kimi as Claude Code would send it. */
export function message(port: number, text: string, stream = false): Promise<Answer> {
  return call(port, '/v1/messages?beta=true', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer dummy',
      'anthropic-version': '2023-06-01',
    },
    body: messageBody(text, stream),
  })
}

export function messageBody(text: string, stream: boolean): string {
  return JSON.stringify({
    model: 'kimi-for-coding',
    max_tokens: 100,
    messages: [{ role: 'user', content: text }],
    stream,
  })
}
