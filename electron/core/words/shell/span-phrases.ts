/** Spans of time, in every language's own units. */
export const SPAN_PHRASES = {
  'span.days': { en: '{days}d {hours}h', 'zh-CN': '{days} 天 {hours} 小时' },
  'span.hours': { en: '{hours}h {minutes}m', 'zh-CN': '{hours} 小时 {minutes} 分钟' },
  'span.minutes': { en: '{minutes} min', 'zh-CN': '{minutes} 分钟' },
  'span.minutesSeconds': { en: '{minutes}m {seconds}s', 'zh-CN': '{minutes} 分 {seconds} 秒' },
} as const
