/** The language of the command line. */
import type { Language } from '../../contract/app'

/** KIMI_PROXY_LANG, else the locale in the order of POSIX (XBD, 8.2). What is not Chinese is English. */
export function terminalLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const { KIMI_PROXY_LANG: own, LC_ALL: all, LC_MESSAGES: messages, LANG: lang } = env
  return /^zh\b|^zh_/i.test(own || all || messages || lang || '') ? 'zh-CN' : 'en'
}
