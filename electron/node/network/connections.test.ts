/** The way to Kimi: addresses, trust, and the tunnel through a proxy. */
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { EngineBench } from '../../testing/engine-bench'
import { certificates } from '../../testing/network/certificates'
import { call, message } from '../../testing/network/client'
import { type RawUpstream, rawUpstream } from '../../testing/network/raw-upstream'
import { createAgent } from './connections'
import { targetOf } from './target'
import { trustFrom } from './trust'

describe('an address', () => {
  test.each([
    [
      'https://api.kimi.com/coding',
      { protocol: 'https:', host: 'api.kimi.com', port: 443, basePath: '/coding' },
    ],
    ['http://127.0.0.1:80', { protocol: 'http:', host: '127.0.0.1', port: 80, basePath: '' }],
    ['https://[::1]:8443/a/b/', { protocol: 'https:', host: '::1', port: 8443, basePath: '/a/b' }],
  ])('%s is taken apart', (url, target) => {
    expect(targetOf(url)).toEqual(target)
  })

  test.each(['https://1.2.3.4.5', 'https://256.1.1.1', 'https://[:::]', 'https://me:s3cret@999.1'])(
    '%s is a setting to correct',
    (url) => {
      expect(() => targetOf(url)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }))
      expect(() => targetOf(url)).not.toThrow(/s3cret/)
      const network = { proxy: url, noProxy: '', extraCaFile: null }
      const create = () => createAgent(targetOf('https://api.kimi.com'), network, undefined)
      expect(create).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }))
    },
  )
})

describe('extra trust', () => {
  test('comes from a file of certificates, or says what is wrong with it', async () => {
    const { caFile } = await certificates()
    expect(trustFrom(null)).toBeUndefined()
    expect(trustFrom(caFile)).toBeDefined()
    expect(() => trustFrom('/nowhere.pem')).toThrow('SETTING_INVALID.certificate')
  })
})

/** A CONNECT proxy that answers with this, and joins the connections after a 200. */
function connectProxy(answer = 'HTTP/1.1 200 Connection established\r\n\r\n'): Promise<RawUpstream> {
  return rawUpstream(async (wire) => {
    const { head } = await wire.message()
    const port = Number(/^CONNECT 127\.0\.0\.1:(\d+) /.exec(head)?.[1])
    if (!answer.includes(' 200 ')) {
      await wire.write(answer)
      wire.socket.end()
      return
    }
    const further = connect(port, '127.0.0.1', () => {
      wire.socket.write(answer)
      wire.socket.pipe(further).pipe(wire.socket)
    })
    further.on('error', () => wire.socket.destroy())
    wire.socket.on('close', () => further.destroy())
    await wire.closed
  })
}

describe('a proxy', () => {
  test('carries API and renewal alike, in few tunnels', async () => {
    const { caFile, key, cert } = await certificates()
    const proxy = await connectProxy()
    const { port, simulator } = await EngineBench.start({
      simulator: { tls: { key, cert } },
      settings: { extraCaFile: caFile, proxy: proxy.url.replace('//', '//me:p%40ss@') },
    })
    for (let round = 0; round < 5; round += 1) expect((await message(port, 'hi', true)).status).toBe(200)
    // Two if the first request came before the tunnel that is opened ahead.
    expect(proxy.connections.length).toBeLessThanOrEqual(2)
    simulator.revokeAccessTokens()
    expect((await message(port, 'hi', true)).status).toBe(200)
    expect(simulator.log.connections).toBe(proxy.connections.length)
    const credentials = Buffer.from('me:p@ss').toString('base64')
    for (const wire of proxy.connections) {
      expect(wire.text.toLowerCase()).toContain(`proxy-authorization: basic ${credentials.toLowerCase()}`)
      expect(wire.text).not.toContain('sim-at-')
    }
  })

  test('is left out for hosts of NO_PROXY', async () => {
    const { caFile, key, cert } = await certificates()
    const proxy = await connectProxy()
    const { port } = await EngineBench.start({
      simulator: { tls: { key, cert } },
      settings: { extraCaFile: caFile, proxy: proxy.url, noProxy: '127.0.0.1' },
    })
    expect((await message(port, 'hi')).status).toBe(200)
    expect(proxy.connections.length).toBe(0)
  })

  test.each([
    [401, 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'],
    [403, 'HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope'],
    [407, 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'],
  ])('that answers %i is no refusal of Kimi’s: 502, no renewal', async (status, answer) => {
    const { caFile, key, cert } = await certificates()
    const proxy = await connectProxy(answer)
    const { port, simulator } = await EngineBench.start({
      simulator: { tls: { key, cert } },
      settings: { extraCaFile: caFile, proxy: proxy.url },
    })
    const answered = await call(port, '/echo')
    expect(answered.status).toBe(502)
    expect(answered.text).toContain('Kimi cannot be reached')
    expect(answered.text).toContain(String(status))
    expect(simulator.log.refreshRequests).toEqual([])
    expect(simulator.log.connections).toBe(0)
  })
})
