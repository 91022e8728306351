/** Tray, its menu, and the questions it asks. */
export const TRAY_PHRASES = {
  'tray.stopRunning': { en: 'Stop ({count} running)…', 'zh-CN': '停止（{count} 个请求进行中）…' },
  'tray.stopOtherRunning': {
    en: 'Stop the command line proxy ({count} running)…',
    'zh-CN': '停止命令行代理（{count} 个请求进行中）…',
  },
  'tray.signIn': { en: 'Sign in…', 'zh-CN': '登录…' },
  'tray.settings': { en: 'Settings…', 'zh-CN': '设置…' },
  'tray.launchNeedsApproval': {
    en: 'Launch at login: needs approval in System Settings…',
    'zh-CN': '登录时启动：需要在系统设置中允许…',
  },
  'tray.launchDisabledByWindows': {
    en: 'Launch at login: turned off in Windows Settings…',
    'zh-CN': '登录时启动：已在 Windows 设置中关闭…',
  },
  'tray.launchTranslocated': {
    en: 'Launch at login: move the app to Applications first',
    'zh-CN': '登录时启动：请先将应用移到“应用程序”',
  },
  'tray.launchDevelopment': {
    en: 'Launch at login: only in the installed app',
    'zh-CN': '登录时启动：仅限已安装的应用',
  },

  'phase.running': { en: 'Running', 'zh-CN': '运行中' },
  'phase.looking': { en: 'Looking for a Kimi login', 'zh-CN': '正在查找 Kimi 登录信息' },
  'phase.refreshing': { en: 'Refreshing the token', 'zh-CN': '正在续期令牌' },
  'phase.expiring': { en: 'The token is running out', 'zh-CN': '令牌即将到期' },
  'phase.starting': { en: 'Starting', 'zh-CN': '正在启动' },
  'phase.backingOff': { en: 'Starting again in a moment', 'zh-CN': '即将重新启动' },
  'phase.draining': { en: 'Stopping', 'zh-CN': '正在停止' },
  'phase.off': { en: 'Stopped', 'zh-CN': '已停止' },
  'phase.trouble': { en: 'Needs attention', 'zh-CN': '需要处理' },
  'phase.cannotStart': { en: 'Needs attention', 'zh-CN': '需要处理' },
  'phase.signIn': { en: 'Kimi sign-in needed', 'zh-CN': '需要登录 Kimi' },
  'phase.portTaken': { en: 'The port is taken', 'zh-CN': '端口被占用' },
  'phase.gaveUp': { en: 'Gave up restarting', 'zh-CN': '已放弃重新启动' },
  'phase.elsewhere': {
    en: 'Running from the command line (PID {pid})',
    'zh-CN': '正由命令行运行（PID {pid}）',
  },
  'phase.elsewhereHung': {
    en: 'The command line proxy (PID {pid}) does not answer',
    'zh-CN': '命令行代理（PID {pid}）没有响应',
  },

  'token.until': { en: 'Token good until {time}', 'zh-CN': '令牌有效至 {time}' },
  'token.left': { en: 'Token good for {left}, until {time}', 'zh-CN': '令牌还有 {left}，至 {time}' },
  'token.expired': { en: 'The token has expired', 'zh-CN': '令牌已过期' },
  'token.minutes': { en: '{minutes}m', 'zh-CN': '{minutes} 分钟' },
  'token.hours': { en: '{hours}h {minutes}m', 'zh-CN': '{hours} 小时 {minutes} 分钟' },
  'token.lastMinute': { en: '<1m', 'zh-CN': '不到 1 分钟' },
  'token.endUnknown': { en: 'Token good; its end is not known', 'zh-CN': '令牌有效，到期时间未知' },

  'login.own': { en: 'Kimi Proxy’s own', 'zh-CN': 'Kimi Proxy 自己的登录' },
  'login.kimiCode': { en: 'Shared with Kimi Code', 'zh-CN': '与 Kimi Code 共用' },
  'login.kimiCli': { en: 'Shared with Kimi CLI', 'zh-CN': '与 Kimi CLI 共用' },
  'login.file': { en: 'From a file', 'zh-CN': '来自文件' },
  'tray.login': { en: 'Login: {login}', 'zh-CN': '登录：{login}' },
  'waiting.signIn': {
    en: 'Requests waiting for your sign-in: {count}',
    'zh-CN': '正在等待您登录的请求：{count} 个',
  },
  'waiting.network': {
    en: 'Requests waiting for the connection: {count}',
    'zh-CN': '正在等待连接恢复的请求：{count} 个',
  },

  'ask.stop': { en: 'Stop Kimi Proxy?', 'zh-CN': '停止 Kimi Proxy？' },
  'ask.stopDetail': {
    en: 'Requests now running: {count}. They get 5 seconds to finish, then they are cut.',
    'zh-CN': '正在进行的请求：{count} 个。它们有 5 秒时间完成，之后会被中断。',
  },
  'ask.stopOther': { en: 'Stop the command line proxy?', 'zh-CN': '停止命令行代理？' },
  'ask.restart': {
    en: 'Restart Kimi Proxy with the new settings?',
    'zh-CN': '用新设置重新启动 Kimi Proxy？',
  },
  'ask.quit': { en: 'Quit Kimi Proxy?', 'zh-CN': '退出 Kimi Proxy？' },
  'ask.unsavedDetail': {
    en: 'The new Kimi login could not be written to the disk yet. Quitting now may lose it: Kimi will then want a new sign-in.',
    'zh-CN': '新的 Kimi 登录信息尚未写入磁盘。现在退出可能会丢失它，届时需要重新登录 Kimi。',
  },
  'ask.goOn': { en: 'Keep running', 'zh-CN': '继续运行' },
  'ask.stopNow': { en: 'Stop', 'zh-CN': '停止' },
  'ask.restartNow': { en: 'Restart', 'zh-CN': '重新启动' },
  'ask.quitNow': { en: 'Quit', 'zh-CN': '退出' },

  'menu.failed': { en: 'That did not work', 'zh-CN': '操作未成功' },

  'edit.menu': { en: 'Edit', 'zh-CN': '编辑' },
  'edit.undo': { en: 'Undo', 'zh-CN': '撤销' },
  'edit.redo': { en: 'Redo', 'zh-CN': '重做' },
  'edit.cut': { en: 'Cut', 'zh-CN': '剪切' },
  'edit.copy': { en: 'Copy', 'zh-CN': '拷贝' },
  'edit.paste': { en: 'Paste', 'zh-CN': '粘贴' },
  'edit.selectAll': { en: 'Select All', 'zh-CN': '全选' },
  'edit.closeWindow': { en: 'Close Window', 'zh-CN': '关闭窗口' },
} as const
