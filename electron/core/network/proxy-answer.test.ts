import { describe, expect, test } from 'vitest'
import { wayAddress, waysFrom } from './proxy-answer'

describe('the answer of the system', () => {
  test.each([
    ['DIRECT', ['direct']],
    ['', ['direct']],
    ['  ;; ', ['direct']],
    ['PROXY 10.0.0.1:8080', ['http://10.0.0.1:8080']],
    [
      'PROXY 10.0.0.1:8080; HTTPS p:443; SOCKS5 127.0.0.1:1080; SOCKS h:9; DIRECT',
      ['http://10.0.0.1:8080', 'https://p:443', 'socks5://127.0.0.1:1080', 'socks4://h:9', 'direct'],
    ],
    ['proxy\tProxy.Corp:3128 ;direct;', ['http://proxy.corp:3128', 'direct']],
    ['DIRECT; PROXY a:1', ['direct', 'http://a:1']],
    [
      'PROXY a; HTTPS b; SOCKS4 c; SOCKS5 d',
      ['http://a:80', 'https://b:443', 'socks4://c:1080', 'socks5://d:1080'],
    ],
    ['HTTP a:1', ['http://a:1']],
    ['PROXY [::1]:8080; SOCKS5 [2001:DB8::1]', ['http://[::1]:8080', 'socks5://[2001:db8::1]:1080']],
  ])('%j is understood', (answer, ways) => {
    expect(waysFrom(answer).map(wayAddress)).toEqual(ways)
  })

  test.each([
    'PROXY',
    'PROXY a:0',
    'PROXY a:65536',
    'PROXY a:b',
    'PROXY a:1 b:2',
    'PROXY ::1:80',
    'PROXY me:s3cret@a:1',
    'PROXY http://a:1',
    'QUIC a:443',
    'CONSTRUCTOR a:1',
    '[HTTPS a:1, HTTPS b:2]',
    '<html>no PAC file</html>',
    'null',
  ])('%j is left out', (junk) => {
    expect(waysFrom(junk)).toEqual([{ kind: 'direct' }])
    expect(waysFrom(`${junk}; SOCKS5 a:1`).map(wayAddress)).toEqual(['socks5://a:1'])
  })
})
