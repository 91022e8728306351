/** Tray, its menu, and the questions it asks. */
export const TRAY_PHRASES = {
  'tray.start': { en: 'Start Kimi Proxy', 'zh-CN': '启动 Kimi Proxy' },
  'tray.stop': { en: 'Stop Kimi Proxy', 'zh-CN': '停止 Kimi Proxy' },
  'tray.stopRunning': {
    en: 'Stop Kimi Proxy ({count} Running)…',
    'zh-CN': '停止 Kimi Proxy（{count} 个请求进行中）…',
  },
  /** What is to be stopped has not started yet: it waits for its port. */
  'tray.stopTrying': { en: 'Stop Trying', 'zh-CN': '停止尝试' },
  'tray.changePort': { en: 'Change Port…', 'zh-CN': '更改端口…' },
  'tray.changeSettings': { en: 'Correct Settings…', 'zh-CN': '更正设置…' },
  'tray.account': { en: 'Account', 'zh-CN': '账号' },
  'tray.accountPlan': { en: '{name} · {plan}', 'zh-CN': '{name} · {plan}' },
  'tray.help': { en: 'Help', 'zh-CN': '帮助' },
  'tray.doctor': { en: 'Diagnostics…', 'zh-CN': '诊断…' },
  'tray.stopOtherRunning': {
    en: 'Stop Command Line Proxy ({count} Running)…',
    'zh-CN': '停止命令行代理（{count} 个请求进行中）…',
  },
  'tray.signIn': { en: 'Sign In…', 'zh-CN': '登录…' },
  'tray.settings': { en: 'Settings…', 'zh-CN': '设置…' },
  'tray.launchNeedsApproval': {
    en: 'Launch at Login: Allow in System Settings…',
    'zh-CN': '开机自动启动：请在系统设置中允许…',
  },
  'tray.launchDisabledByWindows': {
    en: 'Start with Windows: Allow in Windows Settings…',
    'zh-CN': '开机自动启动：请在 Windows 设置中允许…',
  },
  'tray.launchOnWindows': { en: 'Start with Windows', 'zh-CN': '开机自动启动' },

  'phase.running': { en: 'Running', 'zh-CN': '运行中' },
  'phase.looking': { en: 'Looking for your Kimi account', 'zh-CN': '正在查找 Kimi 账号' },
  'phase.refreshing': { en: 'Renewing the token', 'zh-CN': '正在续期令牌' },
  'phase.expiring': { en: 'Can’t reach Kimi', 'zh-CN': '无法连接 Kimi' },
  'phase.starting': { en: 'Starting', 'zh-CN': '正在启动' },
  'phase.backingOff': { en: 'Restarting', 'zh-CN': '正在重新启动' },
  'phase.draining': { en: 'Stopping', 'zh-CN': '正在停止' },
  'phase.off': { en: 'Stopped', 'zh-CN': '已停止' },
  'phase.trouble': { en: 'Needs attention', 'zh-CN': '需要处理' },
  'phase.cannotStart': { en: 'Kimi Proxy can’t start', 'zh-CN': 'Kimi Proxy 无法启动' },
  'phase.signIn': { en: 'Sign in to Kimi again', 'zh-CN': '请重新登录 Kimi' },
  'phase.signInFirst': { en: 'Sign in to Kimi', 'zh-CN': '请登录 Kimi' },
  'phase.portTaken': { en: 'The port is in use', 'zh-CN': '端口被占用' },
  'phase.gaveUp': { en: 'Kimi Proxy keeps crashing', 'zh-CN': 'Kimi Proxy 多次重启失败' },
  'phase.elsewhere': {
    en: 'Running from the command line (PID {pid})',
    'zh-CN': '正由命令行运行（PID {pid}）',
  },
  'phase.elsewhereHung': {
    en: 'The command line proxy (PID {pid}) doesn’t answer',
    'zh-CN': '命令行代理（PID {pid}）没有响应',
  },

  'token.until': {
    en: 'Token valid until {time}, renews automatically',
    'zh-CN': '令牌 {time} 到期，到期前自动续期',
  },
  'token.left': { en: 'Token: {left} left, renews automatically', 'zh-CN': '令牌剩余 {left}，自动续期' },
  /** While a renewal fails. */
  'token.untilOnly': { en: 'Token valid until {time}', 'zh-CN': '令牌 {time} 到期' },
  'token.leftOnly': { en: 'Token: {left} left', 'zh-CN': '令牌剩余 {left}' },
  'token.expired': { en: 'The token has expired', 'zh-CN': '令牌已到期' },
  'token.minutes': { en: '{minutes}m', 'zh-CN': '{minutes}分' },
  'token.hours': { en: '{hours}h {minutes}m', 'zh-CN': '{hours}小时{minutes}分' },
  'token.lastMinute': { en: '<1m', 'zh-CN': '<1分' },
  'token.endUnknown': { en: 'Token valid, expiry unknown', 'zh-CN': '令牌有效，到期时间未知' },

  'login.own': { en: 'Separate sign-in', 'zh-CN': '单独登录' },
  'login.kimiCode': { en: 'Shared with Kimi Code', 'zh-CN': '与 Kimi Code 共用' },
  'login.kimiCli': { en: 'Shared with Kimi CLI', 'zh-CN': '与 Kimi CLI 共用' },
  'login.file': { en: 'From a file', 'zh-CN': '来自文件' },
  'waiting.signInOne': {
    en: '1 request is waiting and will continue',
    'zh-CN': '1 个请求正在等待，登录后会自动继续',
  },
  'waiting.signIn': {
    en: '{count} requests are waiting and will continue',
    'zh-CN': '{count} 个请求正在等待，登录后会自动继续',
  },
  'waiting.networkOne': {
    en: '1 request is waiting for the connection',
    'zh-CN': '1 个请求正在等待连接恢复',
  },
  'waiting.network': {
    en: '{count} requests are waiting for the connection',
    'zh-CN': '{count} 个请求正在等待连接恢复',
  },

  'trouble.expired': { en: 'The token has expired', 'zh-CN': '令牌已到期' },
  'trouble.refused': { en: 'Kimi is refusing requests', 'zh-CN': 'Kimi 拒绝了请求' },
  'trouble.renewalRefused': { en: 'Renewal is being refused', 'zh-CN': '续期被拒绝' },
  'trouble.malformed': { en: 'Kimi sent an unexpected reply', 'zh-CN': 'Kimi 返回了意外内容' },
  'trouble.locked': { en: 'The login file is locked', 'zh-CN': '登录文件被锁定' },
  'trouble.unsaved': { en: 'The new token isn’t saved', 'zh-CN': '新令牌尚未保存' },
  'trouble.setting': { en: 'A setting isn’t valid', 'zh-CN': '设置无效' },
  'trouble.folder': { en: 'Kimi Proxy can’t write its folder', 'zh-CN': 'Kimi Proxy 无法写入文件夹' },

  'ask.stop': { en: 'Stop Kimi Proxy?', 'zh-CN': '停止 Kimi Proxy？' },
  'ask.stopDetail': {
    en: 'Requests now running: {count}. After 5 seconds, unfinished ones are cut off.',
    'zh-CN': '正在进行的请求：{count} 个。5 秒后仍未完成的会被中断。',
  },
  'ask.stopOther': { en: 'Stop the command line proxy?', 'zh-CN': '停止命令行代理？' },
  'ask.restart': {
    en: 'Restart Kimi Proxy with the new settings?',
    'zh-CN': '用新设置重新启动 Kimi Proxy？',
  },
  'ask.quit': { en: 'Quit Kimi Proxy?', 'zh-CN': '退出 Kimi Proxy？' },
  'ask.unsavedDetail': {
    en: 'Your new sign-in isn’t saved yet. If you quit now, you may have to sign in to Kimi again.',
    'zh-CN': '新的登录信息尚未保存。现在退出，可能需要重新登录 Kimi。',
  },
  'ask.goOn': { en: 'Keep Running', 'zh-CN': '继续运行' },
  'ask.stopNow': { en: 'Stop', 'zh-CN': '停止' },
  'ask.restartNow': { en: 'Restart', 'zh-CN': '重新启动' },
  'ask.quitNow': { en: 'Quit', 'zh-CN': '退出' },

  'menu.failed': { en: 'That didn’t work', 'zh-CN': '操作未成功' },

  'edit.menu': { en: 'Edit', 'zh-CN': '编辑' },
  'edit.undo': { en: 'Undo', 'zh-CN': '撤销' },
  'edit.redo': { en: 'Redo', 'zh-CN': '重做' },
  'edit.cut': { en: 'Cut', 'zh-CN': '剪切' },
  'edit.copy': { en: 'Copy', 'zh-CN': '拷贝' },
  'edit.paste': { en: 'Paste', 'zh-CN': '粘贴' },
  'edit.selectAll': { en: 'Select All', 'zh-CN': '全选' },
  'edit.closeWindow': { en: 'Close Window', 'zh-CN': '关闭窗口' },
} as const
