/** Which fields reach Kimi and the client. */
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../../testing/engine-bench'
import { call, messageBody } from '../../../testing/network/client'
import { rawUpstream } from '../../../testing/network/raw-upstream'
import { dial } from '../../../testing/network/wire'

type Field = readonly [string, string]

function pairs(raw: readonly string[]): Field[] {
  const list: Field[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) list.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return list
}

function valuesOf(raw: readonly string[], name: string): string[] {
  return pairs(raw)
    .filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value)
}

/** The fields that arrive at Kimi when a client sends exactly these. */
async function arriving(sent: readonly Field[], body = '', path = '/v1/models'): Promise<readonly string[]> {
  const bench = await EngineBench.start()
  const client = await dial(bench.port)
  const lines = sent.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  await client.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n${body}`)
  await client.message()
  const [request] = bench.simulator.log.apiRequests
  if (request === undefined) throw new Error('nothing arrived')
  expect(valuesOf(request.rawHeaders, 'x-api-key')).toEqual([bench.token])
  return request.rawHeaders
}

const CLAUDE: readonly Field[] = [
  ['Accept', 'application/json'],
  ['X-Stainless-Retry-Count', '0'],
  ['x-stainless-OS', 'Linux'],
  ['User-Agent', 'claude-cli/2.1.330 (external, cli)'],
  ['anthropic-version', '2023-06-01'],
  ['Anthropic-Beta', 'a-2025-01-01'],
  ['anthropic-beta', 'b-2025-01-01'],
  ['anthropic-dangerous-direct-browser-access', 'true'],
  ['x-app', 'cli'],
  ['Accept-Encoding', 'br, gzip;q=0.5'],
  ['X-Umlaut', 'Gr\xfc\xdfe'],
  ['X-Empty', ''],
]

describe('the fields of a request', () => {
  test('arrive unchanged in name, value, case and order', async () => {
    const raw = await arriving([...CLAUDE, ['Content-Length', '0']])
    const names = new Set(CLAUDE.map(([name]) => name.toLowerCase()))
    const arrived = pairs(raw).filter(([name]) => names.has(name.toLowerCase()))
    // Repeated fields come together, in the spelling of the first.
    expect(arrived).toEqual(
      CLAUDE.map(([name, value]) => [name.replace('anthropic-beta', 'Anthropic-Beta'), value]),
    )
  })

  test('never hold what the client proves itself with', async () => {
    const raw = await arriving([
      ['Authorization', 'Bearer client-secret'],
      ['X-API-Key', 'client-secret'],
      ['x-api-key', 'client-secret-2'],
      ['Proxy-Authorization', 'Basic client-secret'],
      ['Cookie', 'session=client-secret'],
      ['cookie', 'more=client-secret'],
      ['Content-Length', '0'],
    ])
    expect(raw.join('\n')).not.toContain('client-secret')
  })

  test('hold nothing that was meant for this hop only', async () => {
    const raw = await arriving([
      ['Connection', 'keep-alive, X-Hop'],
      ['connection', 'x-other-hop'],
      ['X-Hop', 'hop'],
      ['X-Other-Hop', 'hop'],
      ['Keep-Alive', 'timeout=hop'],
      ['TE', 'hop'],
      ['Proxy-Connection', 'hop'],
      ['Upgrade', 'hop'],
      ['X-Kept', 'kept'],
      ['Content-Length', '0'],
    ])
    expect(pairs(raw).filter(([, value]) => value.includes('hop'))).toEqual([])
    expect(valuesOf(raw, 'x-kept')).toEqual(['kept'])
  })

  test('name Kimi as the host, once', async () => {
    const bench = await EngineBench.start()
    await call(bench.port, '/v1/models')
    const { host } = new URL(bench.simulator.upstream)
    expect(valuesOf(bench.simulator.log.apiRequests[0]?.rawHeaders ?? [], 'host')).toEqual([host])
  })

  test('a client cannot take our token away by naming it in Connection', async () => {
    await arriving([
      ['Connection', 'x-api-key, content-length, host'],
      ['Content-Length', '0'],
    ])
  })

  test.each([
    ['a streamed message', '/v1/messages', messageBody('hi', true), 'identity'],
    ['a streamed message with a query', '/v1/messages?beta=true', messageBody('hi', true), 'identity'],
    ['a message in one piece', '/v1/messages', messageBody('hi', false), 'identity'],
    ['another path', '/v1/messages/count_tokens', messageBody('hi', true), 'gzip, br'],
    ['an encoded path', '/v1/%6dessages', messageBody('hi', true), 'gzip, br'],
  ])('for %s ask for the encoding that fits', async (_what, path, body, expected) => {
    const raw = await arriving(
      [
        ['Accept-Encoding', 'gzip, br'],
        ['Content-Length', String(body.length)],
      ],
      body,
      path,
    )
    expect(valuesOf(raw, 'accept-encoding')).toEqual([expected])
  })

  test('of anything but a message gain no encoding that the client did not ask for', async () => {
    const bench = await EngineBench.start()
    await call(bench.port, '/v1/models')
    expect(bench.simulator.log.apiRequests[0]?.headers['accept-encoding']).toBeUndefined()
  })
})

/** What a client gets when Kimi answers with this head. */
async function answered(
  head: string,
  request = 'GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n',
): Promise<string> {
  const upstream = await rawUpstream(async (wire) => {
    await wire.message()
    await wire.write(head)
  })
  const { port } = await EngineBench.start({
    upstream: upstream.url,
    settings: { allowedOrigins: ['https://app.example'] },
  })
  const client = await dial(port)
  await client.write(request)
  return (await client.message()).head
}

describe('the fields of an answer', () => {
  test('arrive as sent: none added, none doubled', async () => {
    const fields =
      'X-Trace-Id: 1\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nServer: kimi\r\nContent-Length: 0\r\n'
    const head = await answered(`HTTP/1.1 299 Quite Fine\r\n${fields}\r\n`)
    const lines = head.trimEnd().split('\r\n')
    expect(lines[0]).toBe('HTTP/1.1 299 Quite Fine')
    expect(lines.slice(1).filter((line) => !/^(connection|keep-alive):/i.test(line))).toEqual([
      'X-Trace-Id: 1',
      'Set-Cookie: a=1',
      'Set-Cookie: b=2',
      'Server: kimi',
      'Content-Length: 0',
    ])
  })

  test('keep their one Date', async () => {
    const date = 'Date: Tue, 01 Jul 2025 00:00:00 GMT'
    const head = await answered(`HTTP/1.1 200 OK\r\n${date}\r\nContent-Length: 0\r\n\r\n`)
    expect(head.match(/^date:.*$/gim)).toEqual([date])
  })

  test('hold nothing that was meant for this hop only', async () => {
    const hop = 'Connection: X-Hop\r\nX-Hop: hop\r\nKeep-Alive: timeout=hop\r\nProxy-Authenticate: hop\r\n'
    expect(await answered(`HTTP/1.1 200 OK\r\n${hop}Content-Length: 0\r\n\r\n`)).not.toMatch(/: .*hop/)
  })

  test('survive a status line without a reason', async () => {
    expect(await answered('HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n')).toMatch(/^HTTP\/1.1 200/)
  })

  test('let a listed origin read them, once, whatever Kimi says of origins', async () => {
    const kimi = 'Access-Control-Allow-Origin: *\r\nVary: Accept-Encoding\r\nContent-Length: 0\r\n'
    const request = 'GET /x HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\n\r\n'
    const head = await answered(`HTTP/1.1 200 OK\r\n${kimi}\r\n`, request)
    expect(head.match(/^access-control-allow-origin:.*$/gim)).toEqual([
      'access-control-allow-origin: https://app.example',
    ])
    expect(head).toMatch(/^vary: Accept-Encoding, Origin\r$/m)
  })
})
