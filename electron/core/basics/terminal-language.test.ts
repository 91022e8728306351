import { expect, test } from 'vitest'
import { terminalLanguage } from './terminal-language'

test.each([
  [{}, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
  [{ LANG: 'zh_TW.UTF-8' }, 'zh-CN'],
  [{ LANG: 'zh' }, 'zh-CN'],
  [{ LANG: 'zha_CN' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_MESSAGES: '', LC_ALL: 'zh_CN.UTF-8' }, 'zh-CN'],
  [{ LC_ALL: 'zh_CN.UTF-8', KIMI_PROXY_LANG: 'en' }, 'en'],
  [{ LC_ALL: 'C', KIMI_PROXY_LANG: 'zh-CN' }, 'zh-CN'],
] as const)('with %o the command line speaks %s', (env, language) => {
  expect(terminalLanguage(env)).toBe(language)
})
