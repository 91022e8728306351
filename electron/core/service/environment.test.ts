import { expect, it, test } from 'vitest'
import { serviceEnvironment } from './environment'

const DEFAULT = { path: '/home/a/.config/kimi-proxy', isDefault: true }
const absolute = (path: string) => (path.startsWith('/') ? path : `/cwd/${path}`)

test('our own variables are passed on, and no other of the shell’s', () => {
  const plain = {
    KIMI_PROXY_UPSTREAM: 'https://api.example/coding',
    KIMI_CODE_OAUTH_HOST: 'https://auth.example',
    KIMI_OAUTH_HOST: 'https://auth2.example',
    NO_PROXY: 'a,b',
    no_proxy: 'c',
    HTTPS_PROXY: 'http://proxy:3128',
  }
  const env = { ...plain, ANTHROPIC_API_KEY: 'sk-secret', PATH: '/bin', KIMI_CODE_HOME: '' }
  expect(serviceEnvironment(env, DEFAULT, absolute)).toEqual({ environment: plain, leftOut: [] })
})

test('paths are made absolute, since a service runs in another folder', () => {
  const env = {
    KIMI_PROXY_CREDENTIALS: 'login.json',
    NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    KIMI_SHARE_DIR: 'k',
  }
  expect(serviceEnvironment(env, DEFAULT, absolute).environment).toEqual({
    KIMI_PROXY_CREDENTIALS: '/cwd/login.json',
    NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    KIMI_SHARE_DIR: '/cwd/k',
  })
})

test('a home that is not the default one is named', () => {
  const home = { path: '/srv/kimi', isDefault: false }
  expect(serviceEnvironment({}, home, absolute).environment).toEqual({ KIMI_PROXY_HOME: '/srv/kimi' })
})

it.each([
  'http://me:hunter2@proxy:3128',
  'me:hunter2@proxy:3128',
  'http://hunter2@proxy',
  'http://proxy:3128/?key=hunter2',
  'http://proxy:3128/hunter2',
])('a proxy that may hold a password is left out, and its variable named: %s', (proxy) => {
  const told = serviceEnvironment({ HTTPS_PROXY: proxy, https_proxy: proxy }, DEFAULT, absolute)
  expect(told).toEqual({ environment: {}, leftOut: ['HTTPS_PROXY', 'https_proxy'] })
  expect(JSON.stringify(told)).not.toContain('hunter2')
})

it.each(['http://proxy:3128', 'https://proxy.corp.example/', 'proxy:3128', 'http://[::1]:3128'])(
  'a proxy without a password is written down: %s',
  (proxy) => {
    expect(serviceEnvironment({ https_proxy: proxy }, DEFAULT, absolute).environment).toEqual({
      https_proxy: proxy,
    })
  },
)

test('is told the language of the person who installs it, since it has no locale of its own', () => {
  const home = { path: '/home/kimi', isDefault: true }
  expect(serviceEnvironment({ LANG: 'zh_CN.UTF-8' }, home, absolute).environment).toEqual({
    KIMI_PROXY_LANG: 'zh-CN',
  })
  expect(serviceEnvironment({ LANG: 'de_DE.UTF-8' }, home, absolute).environment).toEqual({})
})
