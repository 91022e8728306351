/** The limits of the plan. */
export const PLAN_PHRASES = {
  // What tray, window and notices show.
  'limits.heading': { en: 'Limits', 'zh-CN': '额度' },
  'limits.fiveHours': { en: '5-hour limit', 'zh-CN': '5 小时额度' },
  'limits.week': { en: 'Weekly limit', 'zh-CN': '每周额度' },
  'limits.month': { en: 'Monthly limit', 'zh-CN': '每月额度' },
  'limits.monthCode': { en: 'Monthly coding limit', 'zh-CN': '每月编程额度' },
  'limits.billingCycle': { en: 'Billing cycle limit', 'zh-CN': '计费周期额度' },
  'limits.other': { en: 'Other limit', 'zh-CN': '其他额度' },
  'limits.left': { en: '{percent}% left', 'zh-CN': '剩 {percent}%' },
  'limits.leftUnknown': { en: 'not known', 'zh-CN': '未知' },
  'limits.resets': { en: 'resets {time}', 'zh-CN': '{time} 重置' },
  'limits.asOf': { en: 'as of {time}', 'zh-CN': '{time} 的数据' },
  'limits.named': { en: '{name} {left}', 'zh-CN': '{name} {left}' },
  'limits.and': { en: '{first}, {second}', 'zh-CN': '{first}，{second}' },
  'limits.emptyAt': { en: 'At this pace empty at {time}', 'zh-CN': '照此速度 {time} 用完' },
  'limits.unknown': { en: 'Not known yet', 'zh-CN': '尚未获取' },
  'limits.none': {
    en: 'Kimi doesn’t report limits for this account.',
    'zh-CN': 'Kimi 没有提供此账号的额度。',
  },
  'limits.reached': { en: '{name} reached', 'zh-CN': '{name}已用完' },
  'limits.reachedUntil': { en: '{name} reached until {time}', 'zh-CN': '{name}已用完，{time} 恢复' },
  'limits.queuedOne': { en: '1 request waits its turn', 'zh-CN': '1 个请求正在排队' },
  'limits.queued': { en: '{count} requests wait their turn', 'zh-CN': '{count} 个请求正在排队' },
  'notice.limitLow': { en: '{name} is running low', 'zh-CN': '{name}不多了' },
  'notice.limitLast': { en: '{name} almost used up', 'zh-CN': '{name}即将用完' },
  'notice.limitReachedBody': {
    en: 'Kimi serves Claude Code again from {time}.',
    'zh-CN': '{time} 起 Claude Code 可以继续使用。',
  },
  'notice.limitReachedOpen': {
    en: 'Kimi serves Claude Code again once it resets.',
    'zh-CN': '额度重置后 Claude Code 可以继续使用。',
  },
  'notice.limitBack': { en: '{name} is back', 'zh-CN': '{name}已恢复' },
} as const
