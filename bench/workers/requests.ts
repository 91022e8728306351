/** The bytes of requests, as Claude Code would send them. */
import { type Ask, queryOf } from './asks'
import type { Endpoint } from './connection'

type To = Pick<Endpoint, 'base' | 'token'>

const FIELDS = [
  'Host: 127.0.0.1',
  'Content-Type: application/json',
  'anthropic-version: 2023-06-01',
  'User-Agent: claude-cli/2.1.330 (external, cli)',
  'Accept: application/json',
]

export function messageRequest(to: To, ask: Ask, body: Buffer = messageBody(0)): Buffer {
  return Buffer.concat([messageHead(to, ask, body.length), body])
}

export function messageHead({ base, token }: To, ask: Ask, bodyBytes: number): Buffer {
  const line = `POST ${base}/v1/messages?${queryOf(ask)} HTTP/1.1`
  return Buffer.from(
    [line, ...FIELDS, `Authorization: Bearer ${token}`, `Content-Length: ${bodyBytes}`, '', ''].join('\r\n'),
  )
}

export function modelsRequest({ base, token }: To): Buffer {
  const line = `GET ${base}/v1/models?${queryOf({ kind: 'small' })} HTTP/1.1`
  return Buffer.from([line, ...FIELDS, `Authorization: Bearer ${token}`, '', ''].join('\r\n'))
}

/** A message of about that size. `stream` comes last, as the clients send it. */
export function messageBody(bytes: number, stream = false): Buffer {
  const content = 'a word after another '.repeat(Math.ceil(bytes / 21)) || 'hello'
  return Buffer.from(
    JSON.stringify({
      model: 'kimi-for-coding',
      max_tokens: 1024,
      messages: [{ role: 'user', content }],
      stream,
    }),
  )
}
