/** The built window over http, answered as the app's own scheme answers, content security policy included. */
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveApp } from '../../electron/shell/window/app-scheme'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface WindowServer {
  readonly url: string
  close(): void
}

export async function serveWindow(): Promise<WindowServer> {
  const folder = join(resolve(ROOT, process.env['KIMI_PROXY_DIST'] ?? 'dist'), 'renderer')
  const server = createServer(async (request, response) => {
    // A browser asks for this icon without being told to.
    if (request.url === '/favicon.ico') return response.writeHead(204).end()
    const answer = await serveApp({ url: `https://kimi-proxy${request.url ?? ''}`, method: 'GET' }, folder)
    return response
      .writeHead(answer.status, Object.fromEntries(answer.headers))
      .end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return {
    url: `http://127.0.0.1:${address.port}/index.html`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
