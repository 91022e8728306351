/**
 * Why a prompt was not in the cache: the words of Claude Code 2.1.332 for it (`prompt_cache.last_miss_cause.causes` of its status line's
 * input), short, for one line.
 */
export const MISS_PHRASES = {
  'miss.system_prompt_changed': { en: 'system prompt changed', 'zh-CN': '系统提示词有变化' },
  'miss.tools_changed': { en: 'tools changed', 'zh-CN': '工具有变化' },
  'miss.model_changed': { en: 'model changed', 'zh-CN': '更换了模型' },
  'miss.fast_mode_changed': { en: 'fast mode switched', 'zh-CN': '切换了快速模式' },
  'miss.cache_scope_or_ttl_changed': { en: 'cache settings changed', 'zh-CN': '缓存设置有变化' },
  'miss.betas_changed': { en: 'beta features changed', 'zh-CN': '测试功能有变化' },
  'miss.effort_changed': { en: 'effort changed', 'zh-CN': '更改了推理强度' },
  'miss.thinking_mode_changed': { en: 'thinking switched', 'zh-CN': '切换了思考模式' },
  'miss.thinking_display_changed': { en: 'thinking display changed', 'zh-CN': '更改了思考显示方式' },
  'miss.auto_mode_changed': { en: 'auto mode switched', 'zh-CN': '切换了自动模式' },
  'miss.overage_changed': { en: 'usage limit changed', 'zh-CN': '用量限制有变化' },
  'miss.extra_body_changed': { en: 'extra request fields changed', 'zh-CN': '附加请求字段有变化' },
  'miss.defer_loading_changed': { en: 'tool loading changed', 'zh-CN': '工具加载方式有变化' },
  'miss.messages_rewritten': { en: 'earlier messages changed', 'zh-CN': '之前的消息有改动' },
  'miss.ttl_expired_5m': { en: 'idle for over 5 minutes', 'zh-CN': '空闲超过 5 分钟' },
  'miss.ttl_expired_1h': { en: 'idle for over an hour', 'zh-CN': '空闲超过 1 小时' },
  'miss.likely_server_side': {
    en: 'prompt unchanged, probably Kimi',
    'zh-CN': '提示词未变，可能是 Kimi 的原因',
  },
  'miss.unknown': { en: 'unknown', 'zh-CN': '未知' },
} as const

export type MissKey = keyof typeof MISS_PHRASES

/** The key of a cause that has words here; null for any other. */
export function missKey(cause: string | null): MissKey | null {
  const key = `miss.${cause}`
  return isMissKey(key) ? key : null
}

function isMissKey(key: string): key is MissKey {
  return Object.hasOwn(MISS_PHRASES, key)
}
