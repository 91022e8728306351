import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

const DOOR = /^\/from\/([^/]+)(?=\/api\/oauth\/)/

/**
 * The request target up to its query and behind its door, exactly as received: a URL parser would tidy `//` and `..`
 * away.
 */
export function pathOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?', 1)[0]?.replace(DOOR, '') ?? '/'
}

/** Who asks: the door's name, else the User-Agent. */
export function senderOf(req: IncomingMessage): string {
  return DOOR.exec(req.url ?? '')?.[1] ?? req.headers['user-agent'] ?? ''
}

/** @throws when the client goes away before the body is complete */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export function sendBody(
  res: ServerResponse,
  status: number,
  body: string | object,
  headers: OutgoingHttpHeaders = {},
): void {
  const isText = typeof body === 'string'
  const bytes = Buffer.from(isText ? body : JSON.stringify(body))
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json'
  res.writeHead(status, { 'content-type': type, 'content-length': bytes.length, ...lowerCased(headers) })
  res.end(bytes)
}

/** Waits, or less when `signal` aborts. Never throws. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(durationMs, undefined, { signal })
  } catch {
    // The signal ended the wait early, which is its purpose.
  }
}

function lowerCased(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
