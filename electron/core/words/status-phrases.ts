/** What `--check` and `kimi-proxy status` say; in English in the origin's words. */
export const STATUS_PHRASES = {
  'status.none': { en: 'kimi-proxy not running', 'zh-CN': 'kimi-proxy 未运行' },
  'status.noneOnPort': {
    en: 'kimi-proxy not running on port {port}',
    'zh-CN': 'kimi-proxy 未在端口 {port} 上运行',
  },
  'status.otherPort': {
    en: 'It runs on port {port} (PID {pid})',
    'zh-CN': '它在端口 {port} 上运行（PID {pid}）',
  },
  'status.healthy': {
    en: 'kimi-proxy healthy (PID {pid}) on port {port}',
    'zh-CN': 'kimi-proxy 正常（PID {pid}），端口 {port}',
  },
  'status.unhealthy': {
    en: 'kimi-proxy UNHEALTHY (PID {pid}) on port {port}',
    'zh-CN': 'kimi-proxy 异常（PID {pid}），端口 {port}',
  },
  'status.error': { en: 'Error: {message}', 'zh-CN': '错误：{message}' },
  'status.recovery': { en: 'Recovery: {recovery}', 'zh-CN': '解决方法：{recovery}' },
  'status.hung': { en: 'It does not answer.', 'zh-CN': '它没有响应。' },
  'status.hungWatched': { en: 'The watchdog restarts it.', 'zh-CN': '看门狗会重新启动它。' },
  'status.hungService': {
    en: 'Run kimi-proxy stop; the system’s service then starts it again.',
    'zh-CN': '请运行 kimi-proxy stop，之后系统服务会重新启动它。',
  },
  'status.hungAlone': {
    en: 'Run kimi-proxy stop, then kimi-proxy.',
    'zh-CN': '请先运行 kimi-proxy stop，再运行 kimi-proxy。',
  },
  'status.login': { en: 'Login: {owner} ({path})', 'zh-CN': '登录：{owner}（{path}）' },
  'status.limit': { en: 'Limit: {line}', 'zh-CN': '额度：{line}' },
  'status.expires': { en: 'Token expires in: {left}', 'zh-CN': '令牌剩余有效期：{left}' },
  'status.expiryUnknown': { en: 'Token expires in: not known', 'zh-CN': '令牌剩余有效期：未知' },
  'status.uptime': { en: 'Uptime: {time}', 'zh-CN': '运行时间：{time}' },
  'status.waits': {
    en: 'Requests wait: up to {limit} for a sign-in or the network',
    'zh-CN': '请求等待：登录或网络最多等待 {limit}',
  },
  'status.waitsNot': { en: 'Requests wait: no', 'zh-CN': '请求等待：否' },
  'status.warning': { en: 'Warning: {line}', 'zh-CN': '注意：{line}' },
  'status.settings': { en: 'Settings: {line}', 'zh-CN': '设置：{line}' },
  'status.settingUnknown': {
    en: 'Setting: "{key}" in {path} is not known',
    'zh-CN': '设置：{path} 中的“{key}”不是有效设置',
  },
  'status.settingMisspelt': {
    en: 'Setting: "{key}" in {path} is not known; did you mean "{nearest}"?',
    'zh-CN': '设置：{path} 中的“{key}”不是有效设置，是否应为“{nearest}”？',
  },
  'status.waiting': {
    en: 'Requests waiting: {count}, for a sign-in or the network',
    'zh-CN': '等待登录或网络的请求：{count} 个',
  },
  'status.refused': {
    en: 'Refused: Kimi refuses new tokens too; the next renewal is tried in {left}',
    'zh-CN': '被拒绝：Kimi 也拒绝了新的令牌，{left} 后再次续期',
  },
  'status.refusedNow': {
    en: 'Refused: Kimi refuses new tokens too; the next renewal is tried with the next request',
    'zh-CN': '被拒绝：Kimi 也拒绝了新的令牌，下一个请求到来时再次续期',
  },
  'status.setting': {
    en: 'Setting: {name} = {value} (from {source})',
    'zh-CN': '设置：{name} = {value}（来自 {source}）',
  },
  'status.noWatchdog': { en: 'Watchdog: not running', 'zh-CN': '看门狗：未运行' },
  'status.watchdogApp': { en: 'Watchdog: the app supervises', 'zh-CN': '看门狗：由应用负责' },
  'status.watchdogService': {
    en: 'Watchdog: the system’s service supervises',
    'zh-CN': '看门狗：由系统服务负责',
  },
  'status.watchdogActive': { en: 'Watchdog: active (PID {pid})', 'zh-CN': '看门狗：运行中（PID {pid}）' },
  'status.watchdogWaiting': {
    en: 'Watchdog: active (PID {pid}), waiting: {problem}',
    'zh-CN': '看门狗：运行中（PID {pid}），等待中：{problem}',
  },
  'status.watchdogGaveUp': {
    en: 'Watchdog: gave up after {count} restarts (PID {pid}): {problem}',
    'zh-CN': '看门狗：重启 {count} 次后放弃（PID {pid}）：{problem}',
  },
  'status.watchdogAgain': {
    en: 'See the log, then run kimi-proxy watchdog to try again.',
    'zh-CN': '请查看日志，然后运行 kimi-proxy watchdog 重试。',
  },

  'status.region': { en: 'Region: {region}', 'zh-CN': '地区：{region}' },
  'status.noRegion': { en: 'Region: none, the hosts are set by hand', 'zh-CN': '地区：无，主机为手动设置' },
  'status.pick': { en: 'Login to use: {pick}', 'zh-CN': '使用的登录：{pick}' },
  'status.pickAuto': {
    en: 'Login to use: auto (own first, then the one of a Kimi tool)',
    'zh-CN': '使用的登录：auto（优先使用自己的登录，其次是 Kimi 工具的登录）',
  },
  'status.noLogins': { en: 'Logins found: none', 'zh-CN': '找到的登录：无' },
  'status.logins': { en: 'Logins found:', 'zh-CN': '找到的登录：' },
  'status.foundLogin': { en: '{mark} {owner} ({path})', 'zh-CN': '{mark} {owner}（{path}）' },
} as const
