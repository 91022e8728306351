import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createRawServer, type Server, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { LOOPBACK } from '../../core/proxy/routes'
import { askOnce, NoAnswerInTime, type OnceRequest } from './http-once'
import type { Target } from './target'

async function listening(server: Server): Promise<Target> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { protocol: 'http:', host: LOOPBACK, port, basePath: '/base' }
}

const ask = (target: Target, changes: Partial<OnceRequest> = {}) =>
  askOnce({ target, method: 'GET', path: '/path?a=1', agent: false, limitMs: 10_000, ...changes })

const answering = (answer: RequestListener) => listening(createServer(answer))

test('a request is sent once, below the base path, on a connection of its own', async () => {
  const seen: IncomingMessage[] = []
  const target = await answering(async (request, response) => {
    seen.push(request)
    let body = ''
    for await (const chunk of request) body += chunk
    response.writeHead(201, { 'x-name': 'value' }).end(`héard ${body}`)
  })
  const answer = await ask(target, { method: 'POST', headers: { 'x-mine': '1' }, body: 'word' })
  expect(answer).toMatchObject({ status: 201, headers: { 'x-name': 'value' }, body: 'héard word' })
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/base/path?a=1' })
  expect(seen[0]?.headers).toMatchObject({ 'x-mine': '1', connection: 'close' })
})

test('every status is an answer, a redirect too', async () => {
  const target = await answering((_request, response) => response.writeHead(302, { location: '/' }).end('no'))
  expect(await ask(target)).toMatchObject({ status: 302, body: 'no' })
})

test('a HEAD is answered by its headers', async () => {
  const target = await answering((_request, response) =>
    response.writeHead(200, { 'content-length': 9 }).end(),
  )
  expect(await ask(target, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
})

test.each<[string, RequestListener]>([
  ['nothing', () => undefined],
  ['a part of its answer', (_request, response) => void response.writeHead(200).write('part')],
])('a host that says %s within the limit is given up', async (_what, answer) => {
  const target = await answering(answer)
  const failure = await ask(target, { limitMs: 20 }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(NoAnswerInTime)
  expect(failure).toMatchObject({ message: '127.0.0.1 did not answer in time' })
})

test.each<[string, RequestListener]>([
  ['too long', (_request, response) => response.end('x'.repeat(1_100_000))],
  [
    'cut off',
    (_request, response) => {
      response.writeHead(200, { 'content-length': 9 }).write('part')
      setImmediate(() => response.destroy())
    },
  ],
])('an answer that is %s is no answer, and not for want of time', async (_what, answer) => {
  const failure = await ask(await answering(answer)).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  expect(failure).not.toBeInstanceOf(NoAnswerInTime)
})

test('what is no HTTP fails with the parser’s code', async () => {
  const target = await listening(createRawServer((socket) => socket.end('SSH-2.0-hello\r\n')))
  await expect(ask(target)).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/) })
})

test('a port without a listener fails with the system’s code', async () => {
  const server = createServer()
  const target = await listening(server)
  server.close()
  await once(server, 'close')
  await expect(ask(target)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
