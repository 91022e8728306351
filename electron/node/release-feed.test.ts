import { once } from 'node:events'
import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConnectProxy } from '../../e2e/connect-proxy'
import { freePort } from '../../e2e/harness'
import { certificates } from '../testing/certificates'
import { askFeed } from './release-feed'

const DIRECT = { proxy: null, noProxy: '', extraCaFile: null }
const options = { version: '0.1.0' }

interface Feed {
  readonly url: string
  readonly caFile: string
  readonly seen: { readonly path: string; readonly headers: Readonly<Record<string, unknown>> }[]
}

/** A server over https on this computer. */
async function feedOf(answer: RequestListener): Promise<Feed> {
  const certs = await certificates()
  const seen: Feed['seen'] = []
  const server = createServer({ key: certs.key, cert: certs.cert }, (request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers })
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `https://127.0.0.1:${port}/latest`, caFile: certs.caFile, seen }
}

function ask({ url, caFile }: Feed, limitMs?: number): Promise<string> {
  return askFeed(
    url,
    { ...DIRECT, extraCaFile: caFile },
    { ...options, ...(limitMs === undefined ? {} : { limitMs }) },
  )
}

const unusable = (detail: string) => expect.objectContaining({ code: 'FEED_UNUSABLE', detail })
const unreachable = (detail: RegExp) =>
  expect.objectContaining({ code: 'FEED_UNREACHABLE', detail: expect.stringMatching(detail) })

describe('a feed', () => {
  test('is asked once, with our name and version and nothing else about anybody', async () => {
    const feed = await feedOf((_request, response) => response.end('{"tag_name":"v0.2.0"}'))
    expect(await ask(feed)).toBe('{"tag_name":"v0.2.0"}')
    expect(feed.seen).toEqual([
      {
        path: '/latest',
        headers: {
          host: new URL(feed.url).host,
          accept: 'application/vnd.github+json, application/json;q=0.9',
          'user-agent': 'kimi-proxy/0.1.0',
          connection: 'close',
        },
      },
    ])
  })

  test('that answers in many small pieces is heard to the end', async () => {
    const feed = await feedOf((_request, response) => {
      for (const byte of Buffer.from('{"a":"\u4e2d\u6587"}')) response.write(Buffer.of(byte))
      response.end()
    })
    expect(await ask(feed)).toBe('{"a":"\u4e2d\u6587"}')
  })

  test.each([304, 403, 404, 429, 500, 204])('that answers %i has told nothing', async (status) => {
    const feed = await feedOf((_request, response) => response.writeHead(status).end())
    await expect(ask(feed)).rejects.toThrow(unusable(`HTTP ${status}`))
    expect(feed.seen).toHaveLength(1)
  })

  test('that never ends its answer is not waited for any longer', async () => {
    const feed = await feedOf((_request, response) => void response.write('{"tag_name":'))
    await expect(ask(feed, 300)).rejects.toThrow(unreachable(/did not answer in time/))
  })

  test('that says nothing at all is not waited for any longer either', async () => {
    const feed = await feedOf(() => undefined)
    await expect(ask(feed, 300)).rejects.toThrow(unreachable(/did not answer in time/))
  })

  test('that says too much is cut off', async () => {
    let isCut: Promise<unknown> = Promise.resolve()
    const feed = await feedOf((_request, response) => {
      isCut = new Promise((resolve) => response.once('close', resolve))
      const more = () => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536, ' '), () => setImmediate(more))
      }
      more()
    })
    await expect(ask(feed)).rejects.toThrow(unusable('it is too long'))
    await isCut
  })

  test('whose answer breaks off has told nothing', async () => {
    const feed = await feedOf((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{}', () => response.destroy())
    })
    await expect(ask(feed)).rejects.toThrow(unreachable(/broke/))
  })

  test('whose certificate is not trusted is told nothing', async () => {
    const feed = await feedOf((_request, response) => response.end('{}'))
    await expect(askFeed(feed.url, DIRECT, options)).rejects.toThrow(
      unreachable(/certificate .* is not trusted/),
    )
    expect(feed.seen).toEqual([])
  })

  test('that nobody runs cannot be reached', async () => {
    const port = await freePort()
    await expect(askFeed(`https://127.0.0.1:${port}/latest`, DIRECT, options)).rejects.toThrow(
      unreachable(/refused the connection/),
    )
  })

  test('on this computer may be plain http', async () => {
    const server = createPlainServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    expect(await askFeed(`http://127.0.0.1:${port}/`, DIRECT, options)).toBe('{}')
  })

  test('is asked through the proxy that is set', async () => {
    const feed = await feedOf((_request, response) => response.end('{}'))
    const { port } = new URL(feed.url)
    const proxy = await ConnectProxy.start({ leadsTo: Number(port) })
    onTestFinished(() => proxy.stop())
    const network = { proxy: proxy.url, noProxy: '', extraCaFile: feed.caFile }
    expect(await askFeed(`https://api.kimi.test:${port}/latest`, network, options)).toBe('{}')
    expect(feed.seen).toHaveLength(1)
  })
})

describe('a feed that has moved', () => {
  test('on its own host is followed once', async () => {
    const feed = await feedOf((request, response) => {
      if (request.url === '/latest') response.writeHead(301, { location: '/repositories/7/latest?x=1' }).end()
      else response.end('{"moved":true}')
    })
    expect(await ask(feed)).toBe('{"moved":true}')
    expect(feed.seen.map(({ path }) => path)).toEqual(['/latest', '/repositories/7/latest?x=1'])
  })

  test('in circles is not followed again', async () => {
    const feed = await feedOf((_request, response) => response.writeHead(302, { location: '/latest' }).end())
    await expect(ask(feed)).rejects.toThrow(unusable('HTTP 302'))
    expect(feed.seen).toHaveLength(2)
  })

  test.each([
    ['another host', 'https://localhost:1/latest', 'it has moved to another host'],
    ['another port of this computer', 'https://127.0.0.1:18462/', 'it has moved to another host'],
    ['plain http', 'http://127.0.0.1/latest', 'it has moved to another host'],
    ['a host by its name alone', '//evil.example/', 'it has moved to another host'],
    ['a file', 'file:///etc/passwd', 'it has moved to another host'],
    ['nowhere', 'https://', 'it has moved to nowhere'],
  ])('to %s is not followed', async (_where, location, detail) => {
    const feed = await feedOf((_request, response) => response.writeHead(302, { location }).end())
    await expect(ask(feed)).rejects.toThrow(unusable(detail))
    expect(feed.seen).toHaveLength(1)
  })
})
