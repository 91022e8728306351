import { describe, expect, test } from 'vitest'
import { KimiProxyError } from '../basics/errors'
import { problemWords } from '../words/problem-words'
import { reason } from '../words/reason'
import { sayIn } from '../words/say'
import { parsePort } from './kinds'
import { parseSettings, type Settings, type SettingsInput } from './schema'

const FILE = '/home/settings.json'

function parse(input: Partial<SettingsInput> = {}): Settings {
  return parseSettings({ file: undefined, filePath: FILE, env: {}, homeDir: '/home/kim', ...input })
}

function problem(input: Partial<SettingsInput>) {
  try {
    parse(input)
  } catch (error) {
    if (error instanceof KimiProxyError) {
      return { code: error.code, ...problemWords(sayIn('en'), error.toProblem(), 'terminal') }
    }
  }
  throw new Error('it was accepted')
}

test('a path may begin with ~ in the file, where no shell reads it', () => {
  const file = { kimiShareDir: '~/.kimi', kimiCodeHome: '~', extraCaFile: '/a/~/b', credentials: '~kim/x' }
  expect(parse({ file })).toMatchObject({
    kimiShareDir: '/home/kim/.kimi',
    kimiCodeHome: '/home/kim',
    extraCaFile: '/a/~/b',
    credentials: '~kim/x',
  })
})

test('a region is set, found out, or named by a host; what is not the default is told with its source', () => {
  const detectRegion = () => ({ region: 'global', source: '/home/kim/.kimi-code/region' }) as const
  const parsed = (input: Partial<SettingsInput>) => {
    const { region, upstream, origins } = parse({ detectRegion, ...input })
    return [region, upstream, origins.find(({ name }) => name === 'region')?.source]
  }
  const ai = 'https://api.kimi.ai/coding'
  expect(parsed({})).toEqual(['global', ai, '/home/kim/.kimi-code/region'])
  expect(parsed({ file: { region: 'global' } })[2]).toBe(FILE)
  expect(parsed({ file: { region: 'mainland-cn' } })).toEqual([
    'mainland-cn',
    'https://api.kimi.com/coding',
    undefined,
  ])
  expect(parsed({ file: { region: 'auto' } })[0]).toBe('global')
  expect(parsed({ env: { KIMI_OAUTH_HOST: 'https://auth.kimi.com' } })[0]).toBe('mainland-cn')
  expect(parsed({ env: { KIMI_OAUTH_HOST: 'http://127.0.0.1:1' } })[0]).toBeNull()
  expect(problem({ file: { region: 'mars' } })).toMatchObject({
    message: expect.stringContaining('"mars" is not a region.'),
  })
})

test('minutes to wait are a number from 0 to 120', () => {
  expect(parse({ file: { parkMinutes: 0 } }).parkMinutes).toBe(0)
  expect(parse({ file: { parkMinutes: 2.5 } }).parkMinutes).toBe(2.5)
  for (const parkMinutes of [-1, 121, '5', true, Number.NaN]) {
    expect(problem({ file: { parkMinutes } }), String(parkMinutes)).toMatchObject({ code: 'SETTING_INVALID' })
  }
})

test('a setting that is on or off is true or false', () => {
  expect(parse({ file: { limitConcurrency: false } })).toMatchObject({
    limitConcurrency: false,
    origins: [{ name: 'limitConcurrency', value: 'false' }],
  })
  for (const limitConcurrency of ['false', 0, []]) {
    expect(problem({ file: { limitConcurrency } })).toMatchObject({
      message: expect.stringContaining('is neither true nor false.'),
    })
  }
})

test('a bad port in the file is told even where --port takes its place', () => {
  expect(problem({ file: { port: 'abc' }, port: 9000 })).toMatchObject({ code: 'SETTING_INVALID' })
})

describe('a variable that other programs read too', () => {
  test.each(['ftp://proxy.example:1', 'http://me:s3cret@pro xy', 'http://'])(
    'is passed over where it is "%s", and named without a password',
    (url) => {
      const settings = parse({ env: { HTTPS_PROXY: url }, file: { proxy: 'http://a.example:1' } })
      expect(settings.proxy).toBe('http://a.example:1')
      expect(settings.skipped).toEqual([
        { name: 'HTTPS_PROXY', problem: expect.objectContaining({ variant: 'proxy' }) },
      ])
      expect(JSON.stringify(settings.skipped)).not.toContain('s3cret')
    },
  )

  test('is told once, and its twin is used', () => {
    const twins = parse({ env: { HTTPS_PROXY: 'x://', https_proxy: 'http://b.example:2' } })
    expect(twins).toMatchObject({ proxy: 'http://b.example:2', skipped: [{ name: 'HTTPS_PROXY' }] })
    expect(parse({ env: { HTTPS_PROXY: 'x://', https_proxy: 'x://' } }).skipped).toHaveLength(1)
  })

  test('is passed over where what it names cannot be used', () => {
    const unusable = new KimiProxyError('SETTING_INVALID', {})
    const probe = (key: string) => {
      if (key === 'extraCaFile') throw unusable
    }
    const env = { NODE_EXTRA_CA_CERTS: '/gone.pem', HTTPS_PROXY: 'socks5://127.0.0.1:1' }
    expect(parse({ env, probe })).toMatchObject({
      extraCaFile: null,
      proxy: 'socks5://127.0.0.1:1',
      skipped: [{ name: 'NODE_EXTRA_CA_CERTS', problem: unusable.toProblem() }],
    })
    expect(parse({ file: { extraCaFile: '/gone.pem' }, probe }).extraCaFile).toBe('/gone.pem')
  })
})

test.each([
  [' http://a.example:1 ', 'http://a.example:1'],
  ['"http://a.example:1"', 'http://a.example:1'],
  ["' socks5://a.example:1'\n", 'socks5://a.example:1'],
  ['"', null],
  ['""', null],
  ['  ', null],
])('the variable %j is read as it was meant', (text, proxy) => {
  expect(parse({ env: { HTTPS_PROXY: text } }).proxy).toBe(proxy)
})

test('names of this computer are spelled out', () => {
  const allowedHosts = ['Host.Docker.Internal', '172.17.0.1', '::1', '[fd00::1]']
  expect(parse({ file: { allowedHosts } })).toMatchObject({
    allowedHosts: ['host.docker.internal', '172.17.0.1', '[::1]', '[fd00::1]'],
    origins: [
      { name: 'allowedHosts', value: 'host.docker.internal 172.17.0.1 [::1] [fd00::1]', source: FILE },
    ],
  })
  for (const host of ['*', '*.internal', 'a:80', 'http://a', '', '.a', 'a/b', 'a b', 7, null]) {
    expect(problem({ file: { allowedHosts: [host] } }), String(host)).toMatchObject({
      code: 'SETTING_INVALID',
    })
  }
})

describe('settings', () => {
  test('have defaults', () => {
    const defaults = {
      port: 18462,
      upstream: 'https://api.kimi.com/coding',
      oauthHost: 'https://auth.kimi.com',
      region: 'mainland-cn',
      chosenRegion: null,
      parkMinutes: null,
      limitConcurrency: true,
      explainLimits: false,
      metrics: false,
      requireKey: false,
      proxy: null,
      noProxy: '',
      extraCaFile: null,
      credentials: null,
      kimiCodeHome: null,
      kimiShareDir: null,
      allowedHosts: [],
      allowedOrigins: [],
      origins: [],
      skipped: [],
    }
    expect(parse()).toEqual(defaults)
    expect(parse({ file: {} })).toEqual(defaults)
    const empty = { port: null, upstream: '', proxy: null, allowedOrigins: null, fromTheFuture: [1] }
    expect(parse({ file: empty, env: { HTTPS_PROXY: '', NO_PROXY: '' } })).toEqual(defaults)
  })

  test.each([
    ['upstream', 'KIMI_PROXY_UPSTREAM', 'https://a.example/x', 'https://b.example/y'],
    ['oauthHost', 'KIMI_CODE_OAUTH_HOST', 'https://a.example', 'https://b.example'],
    ['oauthHost', 'KIMI_OAUTH_HOST', 'https://a.example', 'https://b.example'],
    ['proxy', 'HTTPS_PROXY', 'http://a.example:1', 'http://b.example:2'],
    ['proxy', 'https_proxy', 'http://a.example:1', 'http://b.example:2'],
    ['noProxy', 'NO_PROXY', 'a', 'b'],
    ['noProxy', 'no_proxy', 'a', 'b'],
    ['extraCaFile', 'NODE_EXTRA_CA_CERTS', '/a', '/b'],
    ['credentials', 'KIMI_PROXY_CREDENTIALS', '/a', '/b'],
    ['kimiCodeHome', 'KIMI_CODE_HOME', '/a', '/b'],
    ['kimiShareDir', 'KIMI_SHARE_DIR', '/a', '/b'],
  ] as const)('take %s from %s before the file, and say so', (key, variable, inFile, inEnvironment) => {
    const fromFile = parse({ file: { [key]: inFile } })
    expect(fromFile[key]).toBe(inFile)
    expect(fromFile.origins).toEqual([{ name: key, value: inFile, source: FILE }])
    const both = parse({ file: { [key]: inFile }, env: { [variable]: inEnvironment } })
    expect(both[key]).toBe(inEnvironment)
    expect(both.origins).toEqual([{ name: key, value: inEnvironment, source: variable }])
    expect(parse({ file: { [key]: inFile }, env: { [variable]: '' } })[key]).toBe(inFile)
  })

  test('prefer kimi-code’s name for the sign-in host', () => {
    const env = { KIMI_OAUTH_HOST: 'https://old.example', KIMI_CODE_OAUTH_HOST: 'https://new.example' }
    expect(parse({ env }).oauthHost).toBe('https://new.example')
  })

  test('take the port from the command line before the file', () => {
    expect(parse({ file: { port: 2 } })).toMatchObject({ port: 2, origins: [{ name: 'port', source: FILE }] })
    expect(parse({ file: { port: 2 }, port: 3 })).toMatchObject({
      port: 3,
      origins: [{ name: 'port', value: '3', source: '--port' }],
    })
    expect(parse({ file: { port: '4' } }).port).toBe(4)
    expect(parse({ port: 18462 }).origins).toEqual([])
  })

  test('lose slashes at the end of addresses', () => {
    const env = { KIMI_PROXY_UPSTREAM: 'https://a.example/x//', KIMI_OAUTH_HOST: 'https://b.example/' }
    expect(parse({ env })).toMatchObject({ upstream: 'https://a.example/x', oauthHost: 'https://b.example' })
  })

  test.each(['http://127.0.0.1:3000/coding', 'http://localhost', 'http://[::1]:3', 'HTTPS://API.example'])(
    'accept %s: encrypted or of this computer',
    (url) => {
      expect(parse({ env: { KIMI_PROXY_UPSTREAM: url } }).upstream).toBe(url)
    },
  )

  test('give a proxy without a scheme one', () => {
    expect(parse({ env: { HTTPS_PROXY: 'proxy.example:8080' } }).proxy).toBe('http://proxy.example:8080')
  })

  test('show no password of a proxy, and keep it', () => {
    const proxy = 'http://me:s3cret@proxy.example:8080'
    const settings = parse({ env: { HTTPS_PROXY: proxy } })
    expect(settings.proxy).toBe(proxy)
    expect(settings.origins).toEqual([
      { name: 'proxy', value: 'http://[redacted]@proxy.example:8080', source: 'HTTPS_PROXY' },
    ])
  })

  test('list the origins that may call', () => {
    const allowedOrigins = ['https://app.example', 'chrome-extension://abc', 'http://localhost:3000']
    const settings = parse({ file: { allowedOrigins } })
    expect(settings.allowedOrigins).toEqual(allowedOrigins)
    expect(settings.origins[0]?.value).toBe(allowedOrigins.join(' '))
    expect(parse({ file: { allowedOrigins: 'https://app.example' } }).allowedOrigins).toEqual([
      'https://app.example',
    ])
  })
})

describe('a bad value is named with the way out:', () => {
  test.each([
    ['http://api.example', 'unencrypted', 'https'],
    ['http://localhost.evil.example', 'unencrypted', 'https'],
    ['http://127.0.0.1.evil.example:1', 'unencrypted', 'https'],
    ['ftp://api.example', 'not a web address', 'https'],
    ['api.example', 'not a URL', 'such as'],
    ['https://', 'not a URL', 'such as'],
    ['https://a b', 'not a URL', 'such as'],
    ['https://a:0', 'not a URL', 'such as'],
    ['https://a:99999', 'not a URL', 'such as'],
    ['https://a/\u0007', 'not a URL', 'such as'],
    ['https://me:pw@a', 'user name', 'out'],
    ['https://a?x', 'query', 'out'],
    ['https://a/#x', 'query', 'out'],
  ])('the address %s', (url, what, fix) => {
    for (const [variable, name] of [
      ['KIMI_PROXY_UPSTREAM', 'KIMI_PROXY_UPSTREAM'],
      ['KIMI_CODE_OAUTH_HOST', 'KIMI_CODE_OAUTH_HOST'],
    ] as const) {
      const error = problem({ env: { [variable]: url } })
      expect(error.code).toBe('SETTING_INVALID')
      expect(error.message).toContain(name)
      expect(error.message).toContain(what)
      expect(error.recovery).toContain(fix)
      expect(error.message).toMatch(/^[\x20-\x7e]*$/)
    }
    expect(problem({ file: { upstream: url } }).message).toContain(`"upstream" in ${FILE}`)
  })

  test.each([
    'ftp://proxy.example:1',
    'http://',
    'http://me:s3cret@',
    'me:s3cret@proxy.example:port',
    'http://me:s3cret@pro xy',
    'http://me:s3@cret@proxy.example:port',
    'http://me:s3/cret@pro xy',
    'http://me:s3cret#@proxy.example:0',
  ])('the proxy %s, without its password', (url) => {
    const error = problem({ file: { proxy: url } })
    expect(error.message).toContain(`"proxy" in ${FILE}`)
    expect(error.recovery).toContain('http://127.0.0.1:7890')
    expect(error.message).not.toMatch(/s3|cret/)
  })

  test('an address with a password in it that is no URL, without the password', () => {
    expect(problem({ env: { KIMI_PROXY_UPSTREAM: 'https://me:s3@cret@a' } }).message).not.toMatch(/s3|cret/)
  })

  test.each([[0], [-1], [65_536], [1.5], ['x'], [''], ['80 '], [true], [{}], [[80]], [Number.NaN]])(
    'the port %s',
    (port) => {
      const error = problem({ file: { port } })
      expect(error.message).toContain(`"port" in ${FILE}`)
      expect(error.recovery).toContain('65535')
    },
  )

  test.each(['0', '65536', '+80', '8e1', '0x50', ' 80', '123456', ''])('--port "%s"', (text) => {
    const place = reason('named', { name: '--port' })
    expect(() => parsePort(text, place)).toThrow(
      expect.objectContaining({ code: 'SETTING_INVALID', values: { place, value: text } }),
    )
  })

  test.each(['upstream', 'oauthHost', 'proxy', 'noProxy', 'extraCaFile', 'credentials', 'kimiCodeHome'])(
    '%s that is no text',
    (key) => {
      for (const value of [1, true, [], {}]) {
        const error = problem({ file: { [key]: value } })
        expect(error.message).toContain(`"${key}" in ${FILE} must be text`)
        expect(error.recovery).toContain('quotes')
      }
    },
  )

  test.each([
    ['null'],
    ['*'],
    ['app.example'],
    ['https://app.example/'],
    ['https://app.example/path'],
    ['https://me@app.example'],
    ['https://a b'],
    [''],
    [7],
    [null],
  ])('the origin %s', (origin) => {
    const error = problem({ file: { allowedOrigins: ['https://fine.example', origin] } })
    expect(error.message).toContain(JSON.stringify(origin))
    expect(error.recovery).toContain('scheme://host')
  })

  test.each([[null], [[]], ['text'], [7], [true]])('a file that holds %j', (file) => {
    const error = problem({ file })
    expect(error).toMatchObject({ code: 'SETTING_INVALID', message: expect.stringContaining(FILE) })
    expect(error.recovery).not.toBe('')
  })
})

test('what an older version kept about new versions is passed over, whatever it holds', () => {
  const file = { updateFeed: 'no URL', dismissedVersion: 2 }
  expect(parse({ file, env: { KIMI_PROXY_UPDATE_FEED: 'ftp://x' } })).toEqual(parse())
})
