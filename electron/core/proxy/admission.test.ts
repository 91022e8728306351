import { describe, expect, test } from 'vitest'
import { isLoopbackHost } from '../basics/loopback'
import { reasonWords } from '../words/reason'
import { admit } from './admission'

const PORT = 18462
const LISTED = ['https://app.example', 'chrome-extension://abcdef']

function admission(caller: {
  hosts?: readonly string[]
  origin?: string
  secFetchSite?: string | readonly string[]
  allowedHosts?: readonly string[]
}) {
  const { hosts = ['localhost'], origin, secFetchSite = [], allowedHosts = [] } = caller
  const secFetchSites = [secFetchSite].flat()
  return admit({ hosts, origin, secFetchSites }, { port: PORT, allowedOrigins: LISTED, allowedHosts })
}

test('a name that the settings list is this computer too, and no other one is', () => {
  const allowedHosts = ['host.docker.internal', '[fd00::1]']
  for (const host of ['host.docker.internal:18462', 'HOST.docker.internal', '[FD00::1]:1', 'localhost']) {
    expect(admission({ hosts: [host], allowedHosts }).kind, host).toBe('admitted')
  }
  for (const host of [
    'docker.internal',
    'x.host.docker.internal',
    'host.docker.internal.',
    'host.docker.internal:x',
  ]) {
    expect(admission({ hosts: [host], allowedHosts }).kind, host).toBe('refused')
  }
  const named = { hosts: ['host.docker.internal'], allowedHosts }
  expect(admission({ ...named, origin: 'http://host.docker.internal:18462' }).kind).toBe('refused')
  expect(admission({ ...named, secFetchSite: 'cross-site' }).kind).toBe('refused')
})

test.each([
  [['cross-site', 'cross-site']],
  [['same-origin', 'cross-site']],
  [['none', 'same-site']],
  [['cross-site, cross-site']],
  [['same-origin,Cross-Site']],
])('the fields Sec-Fetch-Site %j are of another site', (secFetchSite) => {
  expect(admission({ secFetchSite }).kind).toBe('refused')
})

describe('the host', () => {
  test.each([
    ['127.0.0.1'],
    ['127.0.0.1:18462'],
    ['127.0.0.1:1'],
    ['localhost'],
    ['LocalHost:18462'],
    ['localhost:'],
    ['[::1]'],
    ['[::1]:18462'],
  ])('%s is this computer', (host) => {
    expect(admission({ hosts: [host] })).toEqual({ kind: 'admitted', corsOrigin: null })
  })

  test.each([
    [''],
    ['evil.com'],
    ['localhost.evil.com'],
    ['127.0.0.1.evil.com:18462'],
    ['evil.com:18462'],
    ['evillocalhost'],
    ['localhost.'],
    ['127.0.0.1.'],
    ['127.1'],
    ['127.0.0.2'],
    ['0.0.0.0'],
    ['2130706433'],
    ['0x7f000001'],
    ['::1'],
    ['[::1'],
    ['[::ffff:127.0.0.1]'],
    ['[::1]evil.com'],
    ['[::1]:80:80'],
    ['localhost:80:80'],
    ['localhost:http'],
    ['localhost:-1'],
    [' localhost'],
    ['localhost '],
    ['user@localhost'],
    ['localhost/'],
    ['localhost,evil.com'],
    ['localhost#.evil.com'],
    ['localhost\u0000'],
  ])('"%s" is not', (host) => {
    expect(admission({ hosts: [host] }).kind).toBe('refused')
    expect(isLoopbackHost(host)).toBe(false)
  })

  test('may be missing, as with HTTP/1.0', () => {
    expect(admission({ hosts: [] }).kind).toBe('admitted')
  })

  test('may not be given twice, even if both are right', () => {
    expect(admission({ hosts: ['localhost', 'localhost'] }).kind).toBe('refused')
  })

  test('is named in the reason in printable form, and not at any length', () => {
    const refused = admission({ hosts: [`\u001b[31m${'x'.repeat(500)}`] })
    const reason = refused.kind === 'refused' ? reasonWords('en', refused.reason) : ''
    expect(reason).toMatch(/^the host "[\x20-\x7e]+" is not this computer$/)
    expect(reason.length).toBeLessThan(150)
  })
})

describe('the origin', () => {
  test.each([['http://127.0.0.1:18462'], ['http://localhost:18462'], ['http://[::1]:18462']])(
    '%s is our own',
    (origin) => {
      expect(admission({ origin })).toEqual({ kind: 'admitted', corsOrigin: null })
      expect(admission({ origin, secFetchSite: 'same-origin' }).kind).toBe('admitted')
    },
  )

  test.each([
    ['null'],
    [''],
    ['http://127.0.0.1:18462.evil.com'],
    ['http://127.0.0.1:184620'],
    ['http://127.0.0.1:1846'],
    ['http://127.0.0.1'],
    ['http://127.0.0.1:18462/'],
    ['http://127.0.0.1:18462, http://127.0.0.1:18462'],
    ['https://127.0.0.1:18462'],
    ['http://localhost.evil.com:18462'],
    ['http://evil.com#http://localhost:18462'],
    ['http://user@localhost:18462'],
    ['HTTP://LOCALHOST:18462'],
    ['file://'],
    ['https://app.example.evil.com'],
    ['https://app.example:443'],
    ['https://app.example/'],
    ['http://app.example'],
    ['https://app.exampl'],
    ['https://sub.app.example'],
    ['*'],
  ])('"%s" is neither ours nor listed', (origin) => {
    expect(admission({ origin }).kind).toBe('refused')
  })

  test.each(LISTED)('%s is listed, and may come from another site', (origin) => {
    const expected = { kind: 'admitted', corsOrigin: origin }
    expect(admission({ origin })).toEqual(expected)
    expect(admission({ origin, secFetchSite: 'cross-site' })).toEqual(expected)
  })

  test('does not make up for a wrong host', () => {
    expect(admission({ hosts: ['evil.com'], origin: LISTED[0] ?? '' }).kind).toBe('refused')
  })
})

describe('the fetch site', () => {
  test.each(['cross-site', 'same-site'])('%s is refused, with our own origin too', (secFetchSite) => {
    expect(admission({ secFetchSite }).kind).toBe('refused')
    expect(admission({ secFetchSite, origin: `http://localhost:${PORT}` }).kind).toBe('refused')
  })

  test.each(['none', 'same-origin'])('%s is no reason to refuse', (secFetchSite) => {
    expect(admission({ secFetchSite }).kind).toBe('admitted')
  })
})
