import { randomUUID } from 'node:crypto'
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { HeaderFields } from '../../core/proxy/headers'

/** An answer of our own. */
export function sendOwn(
  response: ServerResponse,
  status: number,
  body: string,
  extraFields: HeaderFields = {},
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, STATUS_CODES[status] ?? '', {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...extraFields,
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/** The same by hand, where there is no response to write it to. The connection ends with it. */
export function rawAnswer(status: string, body: string, extraLines = ''): string {
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`
  return `${head}\r\n${extraLines}Connection: close\r\n\r\n${body}`
}

export function newRequestId(): string {
  const uuid = randomUUID()
  // Its ends, which are random throughout.
  return `req_${uuid.slice(0, 8)}${uuid.slice(-12)}`
}
