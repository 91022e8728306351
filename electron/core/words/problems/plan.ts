/** What Kimi refuses for the plan, or for the client. */
const USED_UP = {
  en: 'The {reason} of your Kimi plan is used up.',
  'zh-CN': '您的 Kimi 套餐中，{reason}已用完。',
} as const

export const PLAN_PROBLEMS = {
  LIMIT_REACHED: {
    message: USED_UP,
    recovery: { en: 'Kimi does not say when it resets.', 'zh-CN': 'Kimi 没有说明何时重置。' },
  },
  'LIMIT_REACHED.until': {
    message: USED_UP,
    recovery: {
      en: 'It resets at {time} (in {left}).',
      'zh-CN': '将于 {time} 重置（还有 {left}）。',
    },
  },
  MEMBERSHIP_UNVERIFIED: {
    message: {
      en: 'Kimi cannot confirm that your membership is active.',
      'zh-CN': 'Kimi 无法确认您的会员是否有效。',
    },
    recovery: {
      en: 'Check it at www.kimi.com; signing in again does not help.',
      'zh-CN': '请在 www.kimi.com 查看；重新登录没有帮助。',
    },
  },
  CLIENT_REFUSED: {
    message: {
      en: 'Kimi serves chat completions only to tools that it knows, and this one is not among them.',
      'zh-CN': 'Kimi 只向其认可的工具提供 chat completions 接口，此工具不在其中。',
    },
    recovery: {
      en: 'Choose the Anthropic protocol in this tool, with the address of Kimi Proxy as its base URL.',
      'zh-CN': '请在此工具中选择 Anthropic 协议，并将 Kimi Proxy 的地址填为 Base URL。',
    },
  },
  MODEL_REFUSED: {
    message: {
      en: 'Kimi does not serve this model on your plan.',
      'zh-CN': '您的 Kimi 套餐不提供此模型。',
    },
    recovery: {
      en: 'Choose another one (/model in Claude Code).',
      'zh-CN': '请选择其他模型（Claude Code 中用 /model）。',
    },
  },
  REQUEST_TOO_LARGE: {
    message: {
      en: 'This conversation is larger than what Kimi takes in one request (2 MB).',
      'zh-CN': '此会话超过了 Kimi 单次请求的上限（2 MB）。',
    },
    recovery: {
      en: 'Compact it (/compact) or remove images and long files from it.',
      'zh-CN': '请压缩会话（/compact），或移除其中的图片和长文件。',
    },
  },
} as const
