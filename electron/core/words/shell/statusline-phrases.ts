/** What `kimi-proxy statusline` prints: short, for one line. */
export const STATUSLINE_PHRASES = {
  'statusline.context': { en: '{percent}% context', 'zh-CN': '上下文 {percent}%' },
  'statusline.quota': { en: '5h {percent}% left', 'zh-CN': '5 小时剩 {percent}%' },
  'statusline.quotaOld': { en: '5h {percent}% left?', 'zh-CN': '5 小时剩 {percent}%？' },
  'statusline.limit': { en: 'limit reached', 'zh-CN': '已达上限' },
  'statusline.limitUntil': { en: 'limit reached until {time}', 'zh-CN': '已达上限，{time} 重置' },
  'statusline.token': { en: 'token {minutes}m', 'zh-CN': '令牌 {minutes} 分' },
  'statusline.tokenGood': { en: 'token good', 'zh-CN': '令牌有效' },
  'statusline.tokenOver': { en: 'token expired', 'zh-CN': '令牌已过期' },
  'statusline.looking': { en: 'looking for a login', 'zh-CN': '正在查找登录' },
  'statusline.signIn': { en: 'sign in: kimi-proxy login', 'zh-CN': '请登录：kimi-proxy login' },
  'statusline.firstByte': { en: 'first byte {seconds}s', 'zh-CN': '首字节 {seconds} 秒' },
  'statusline.cacheMissed': { en: 'cache {percent}% ({cause})', 'zh-CN': '缓存 {percent}%（{cause}）' },
  'statusline.cache': { en: 'cache {percent}%', 'zh-CN': '缓存 {percent}%' },
  'statusline.off': { en: 'kimi-proxy is not running', 'zh-CN': 'kimi-proxy 未运行' },
  'statusline.silent': { en: 'kimi-proxy does not answer', 'zh-CN': 'kimi-proxy 没有响应' },
} as const
