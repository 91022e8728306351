/** A Kimi that refuses requests to models as a test says, and tells of one window of the plan. */
import { createServer, type OutgoingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'

export interface KimiAnswer {
  readonly status: number
  readonly headers?: OutgoingHttpHeaders
  readonly body: string | Buffer
}

export interface RefusingUpstream {
  readonly url: string
  /** The model requests that came, in their order: path without query, and token. */
  readonly asked: readonly { readonly path: string; readonly token: string }[]
  /** What model requests are answered from now on. */
  answer: KimiAnswer
  /** What `/usages` tells of the window of 5 hours; null: nothing. */
  fiveHours: { readonly usedRatio: number; readonly resetsAtMs: number } | null
}

export const SERVED: KimiAnswer = {
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: 'event: message_start\ndata: {}\n\nevent: message_stop\ndata: {}\n\n',
}

export async function refusingUpstream(answer: KimiAnswer): Promise<RefusingUpstream> {
  const asked: { path: string; token: string }[] = []
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      const [path = ''] = (request.url ?? '').split('?', 1)
      if (request.method !== 'POST') {
        response.end(JSON.stringify(path.endsWith('/usages') ? usages() : {}))
        return
      }
      asked.push({ path, token: String(request.headers['x-api-key']) })
      response.writeHead(upstream.answer.status, { 'x-trace-id': 'trace-1', ...upstream.answer.headers })
      response.end(upstream.answer.body)
    })
  })
  const usages = () => {
    const { fiveHours } = upstream
    if (fiveHours === null) return {}
    const { usedRatio, resetsAtMs } = fiveHours
    return { usages: { limit_5h: { used_ratio: usedRatio, reset_time: new Date(resetsAtMs).toISOString() } } }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  const upstream: RefusingUpstream = {
    url: `http://127.0.0.1:${address.port}/coding`,
    asked,
    answer,
    fiveHours: null,
  }
  return upstream
}
