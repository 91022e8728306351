/** What Claude Code is answered by the proxy itself. */
export const ANSWER_PHRASES = {
  'answer.signIn': { en: 'Kimi sign-in needed: {sentence}', 'zh-CN': '需要登录 Kimi：{sentence}' },
  'answer.other': { en: 'Kimi Proxy: {sentence}', 'zh-CN': 'Kimi Proxy：{sentence}' },
} as const
