import type { ApiExchange } from './api-exchange'
import type { StreamFault } from './faults'

/** Streams server-sent events, `waitMs` between two of them, one write each, until it is complete, cut, or the client has gone. */
export async function streamReply(
  exchange: ApiExchange,
  events: Iterable<Buffer>,
  waitMs: number,
  fault: StreamFault | null,
): Promise<void> {
  exchange.begin(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  exchange.res.flushHeaders()
  let sent = 0
  for (const bytes of events) {
    if (await isCutAt(exchange, fault, sent)) return
    if (sent > 0 && waitMs > 0) await exchange.pause(waitMs)
    if (exchange.isClosed) return
    sent += 1
    if (fault && 'cutInsideEvent' in fault && fault.cutInsideEvent === sent) {
      return cutAfter(exchange, bytes.subarray(0, Math.floor(bytes.length / 2)))
    }
    await write(exchange, bytes)
  }
  exchange.res.end()
}

/** What a fault does at the boundary after `sent` events. @returns true when the stream is over */
async function isCutAt(exchange: ApiExchange, fault: StreamFault | null, sent: number): Promise<boolean> {
  if (!fault) return false
  if ('stallAfterEvents' in fault && fault.stallAfterEvents === sent) await exchange.pause(fault.ms)
  if (!('cutStreamAfterEvents' in fault) || fault.cutStreamAfterEvents !== sent) return false
  await cutAfter(exchange, Buffer.alloc(0))
  return true
}

/** Destroying at once would discard what the socket still holds, so the last bytes are seen off first. */
async function cutAfter(exchange: ApiExchange, lastBytes: Buffer): Promise<void> {
  const { res } = exchange
  if (lastBytes.length > 0) res.write(lastBytes)
  // An empty write adds nothing to the wire, and its callback comes when everything before it is out.
  await new Promise<void>((resolve) => {
    if (res.socket) res.socket.write('', () => resolve())
    else resolve()
  })
  exchange.drop()
}

async function write(exchange: ApiExchange, bytes: Buffer): Promise<void> {
  if (!exchange.res.write(bytes)) await exchange.drained()
}
