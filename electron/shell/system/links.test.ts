import { expect, test } from 'vitest'
import { externalLink, signInLink } from './links'

test.each([
  ['https://www.kimi.com/', 'https://www.kimi.com/'],
  ['https://kimi.com', 'https://kimi.com/'],
  ['https://github.com/MoonshotAI/kimi-cli#install', 'https://github.com/MoonshotAI/kimi-cli#install'],
  ['https://www.kimi.com/code?from=proxy', 'https://www.kimi.com/code?from=proxy'],
  ['HTTPS://WWW.KIMI.COM/Code', 'https://www.kimi.com/Code'],
  ['https://kimi.com:443/', 'https://kimi.com/'],
  ['https://www.kimi.ai/code', 'https://www.kimi.ai/code'],
])('%s is opened in the browser', (url, expected) => {
  expect(externalLink(url)).toBe(expected)
})

test.each([
  '',
  'kimi.com',
  '//kimi.com/',
  'http://www.kimi.com/',
  'javascript:alert(1)',
  'javascript://www.kimi.com/%0aalert(1)',
  'file:///etc/passwd',
  'file://www.kimi.com/share',
  'data:text/html,<script>',
  'mailto:a@kimi.com',
  'smb://www.kimi.com/',
  'ms-settings:startupapps',
  'x-apple.systempreferences:',
  'app://kimi-proxy/index.html',
  // A URL's host is what comes after the @.
  'https://www.kimi.com@evil.example/',
  'https://www.kimi.com%40evil.example/',
  'https://user@www.kimi.com/',
  'https://user:password@www.kimi.com/',
  'https://:password@www.kimi.com/',
  'https://www.kimi.com.evil.example/',
  'https://evil.example/www.kimi.com',
  'https://evil.example/?https://www.kimi.com/',
  'https://evil.example#@www.kimi.com',
  'https://evilkimi.com/',
  'https://kimi.com.cn/',
  'https://api.kimi.com/',
  'https://gist.github.com/',
  'https://github.com./',
  'https://www.kimi.com:8443/',
  'https://github.com:80/',
  'https://www.kimi.com:99999/',
  // Letters that look alike: Cyrillic і, dotless ı, and a host written in Punycode.
  'https://www.k\u0456mi.com/',
  'https://g\u0131thub.com/',
  'https://www.xn--kmi-dpc.com/',
  'https://www.kimi\u3002com.evil.example/',
])('"%s" is refused', (url) => {
  expect(externalLink(url)).toBeNull()
})

test('the address is opened as it was parsed, and not as the text that was sent', () => {
  expect(externalLink(' https:\\\\www.kimi.com\\a b\n')).toBe('https://www.kimi.com/a%20b')
})

test('the page of a sign-in is opened only on a host of Kimi’s, or beside a sign-in host on this computer', () => {
  const kimi = 'https://auth.kimi.com'
  const page = 'https://www.kimi.com/code/authorize_device?user_code=ABCD-EFGH'
  expect(signInLink(page, kimi)).toBe(page)
  expect(signInLink('https://auth.kimi.ai/x', kimi)).toBe('https://auth.kimi.ai/x')
  const local = 'http://127.0.0.1:4000/code?user_code=A'
  expect(signInLink(local, 'http://127.0.0.1:4000')).toBe(local)
  for (const refused of [local, 'https://github.com/', 'http://www.kimi.com/', 'javascript:alert(1)', 'x']) {
    expect(signInLink(refused, kimi)).toBeNull()
  }
})
