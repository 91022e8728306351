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
