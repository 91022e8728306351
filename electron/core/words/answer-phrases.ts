/** What Claude Code is answered by the proxy itself. */
export const ANSWER_PHRASES = {
  'answer.signIn': { en: 'Kimi sign-in needed: {sentence}', 'zh-CN': '需要登录 Kimi：{sentence}' },
  'answer.other': { en: 'Kimi Proxy: {sentence}', 'zh-CN': 'Kimi Proxy：{sentence}' },
  'answer.kimiSays': { en: '{sentence} Kimi says: “{words}”', 'zh-CN': '{sentence}Kimi 的原话：“{words}”' },
  'answer.tooMany': {
    en: 'Kimi Proxy: Too many connections are open. Close some, then try again.',
    'zh-CN': 'Kimi Proxy：打开的连接过多，请关闭一些后重试。',
  },
} as const
