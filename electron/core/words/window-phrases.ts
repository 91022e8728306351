/** The window. */
export const WINDOW_PHRASES = {
  'window.title': { en: 'Kimi Proxy', 'zh-CN': 'Kimi Proxy' },
  'window.faceTitle': { en: '{face} – Kimi Proxy', 'zh-CN': '{face} – Kimi Proxy' },
  'window.sections': { en: 'Sections', 'zh-CN': '页面' },
  'window.status': { en: 'Status', 'zh-CN': '状态' },
  'window.settings': { en: 'Settings', 'zh-CN': '设置' },
  'window.dismiss': { en: 'Dismiss', 'zh-CN': '知道了' },
  'window.copy': { en: 'Copy', 'zh-CN': '复制' },
  'window.copied': { en: 'Copied', 'zh-CN': '已复制' },
  'window.failed': { en: 'That didn’t work.', 'zh-CN': '操作未成功。' },

  'window.stopRunning': { en: 'Stop ({count} running)…', 'zh-CN': '停止（{count} 个请求进行中）…' },
  'window.stopping': { en: 'Stopping…', 'zh-CN': '正在停止…' },

  'window.duration': { en: '{minutes} min {seconds} s', 'zh-CN': '{minutes} 分 {seconds} 秒' },
  'window.lookingHint': { en: 'This takes a moment.', 'zh-CN': '请稍候。' },
  'window.stoppedHint': {
    en: 'Claude Code can’t reach Kimi until you start Kimi Proxy.',
    'zh-CN': '启动 Kimi Proxy 后，Claude Code 才能连接 Kimi。',
  },
  'window.elsewhereHint': {
    en: 'Claude Code is using it. Take over to run it from this app.',
    'zh-CN': 'Claude Code 正在使用它。接管后由本应用运行。',
  },
  'window.elsewhereHungHint': {
    en: 'Take over to run it from this app.',
    'zh-CN': '接管后由本应用运行。',
  },

  'window.details': { en: 'Details', 'zh-CN': '详情' },
  'window.active': { en: 'Requests running', 'zh-CN': '进行中的请求' },
  'window.activeNone': { en: 'None', 'zh-CN': '无' },
  'window.activeCount': { en: '{count}', 'zh-CN': '{count} 个' },
  'window.token': { en: 'Token', 'zh-CN': '令牌' },
  'window.tokenRenews': { en: 'left, renews automatically', 'zh-CN': '后到期，自动续期' },
  'window.tokenRenewing': { en: 'renewing…', 'zh-CN': '正在续期…' },
  'window.tokenLeft': { en: 'left', 'zh-CN': '后到期' },
  'window.tokenExpired': { en: 'Expired', 'zh-CN': '已到期' },
  'window.tokenUnknown': { en: 'Valid, expiry unknown', 'zh-CN': '有效，到期时间未知' },
  'window.login': { en: 'Sign-in', 'zh-CN': '登录方式' },
  'window.port': { en: 'Port', 'zh-CN': '端口' },
  'window.watchdog': { en: 'Auto-restart', 'zh-CN': '自动重启' },
  'window.watchdogOn': { en: 'On', 'zh-CN': '开' },
  'window.watchdogOff': { en: 'Off', 'zh-CN': '关' },

  'window.claudeCode': { en: 'Claude Code', 'zh-CN': 'Claude Code' },
  'window.baseUrl': { en: 'Base URL', 'zh-CN': '基础 URL' },
  'window.copyForShell': { en: 'For the Terminal', 'zh-CN': '用于终端' },
  'window.copyForJson': { en: 'For settings.json', 'zh-CN': '用于 settings.json' },
  'window.stale': {
    en: 'You copied settings for port {copied}, but the port is now {port}. Copy them again.',
    'zh-CN': '您复制的设置使用端口 {copied}，现在的端口是 {port}。请重新复制。',
  },

  'window.stillServes': {
    en: 'Claude Code keeps working for {left}.',
    'zh-CN': 'Claude Code 还能用 {left}。',
  },
  'window.steps': { en: 'Steps to sign in', 'zh-CN': '登录步骤' },
  'window.stepCopy': { en: 'Copy this command', 'zh-CN': '复制这条命令' },
  'window.stepPaste': { en: 'Paste it in a terminal and press Return', 'zh-CN': '粘贴到终端，然后按回车键' },
  'window.stepApprove': { en: 'Confirm in your browser', 'zh-CN': '在浏览器中确认授权' },
  'window.stepDone': { en: 'Done', 'zh-CN': '已完成' },
  'window.waiting': { en: 'Waiting for you to sign in…', 'zh-CN': '正在等待登录…' },
  'window.notInstalled': {
    en: 'No kimi command? Install it with',
    'zh-CN': '没有 kimi 命令？用这条命令安装：',
  },
  'window.signedIn': { en: 'You’re signed in', 'zh-CN': '登录成功' },

  'window.general': { en: 'General', 'zh-CN': '通用' },
  'window.help': { en: 'Help', 'zh-CN': '帮助' },
  'window.version': { en: 'Version {version}', 'zh-CN': '版本 {version}' },
  'window.lockedBy': { en: 'Set by {name}', 'zh-CN': '由 {name} 设定' },

  'window.portHint': {
    en: 'After changing it, copy the Claude Code settings again.',
    'zh-CN': '更改后，请重新复制 Claude Code 设置。',
  },
  'window.portInvalid': {
    en: 'Enter a whole number from 1 to 65535.',
    'zh-CN': '请填写 1 到 65535 之间的整数。',
  },
  'window.proxy': { en: 'Network proxy', 'zh-CN': '网络代理' },
  'window.proxyHint': {
    en: 'Leave empty to use the system’s proxy.',
    'zh-CN': '留空则使用系统的代理设置。',
  },
  'window.proxyInvalid': {
    en: 'Enter an address such as http://127.0.0.1:7890.',
    'zh-CN': '请填写形如 http://127.0.0.1:7890 的地址。',
  },
  'window.proxyPassword': {
    en: 'The password is hidden. Type it in place of [redacted].',
    'zh-CN': '密码不会在此显示。请用密码替换 [redacted]。',
  },
  'window.extraCaFile': { en: 'Certificate file', 'zh-CN': '证书文件' },
  'window.extraCaFileHint': {
    en: 'A PEM file, for networks that inspect traffic.',
    'zh-CN': 'PEM 文件，用于会检查流量的网络。',
  },
  'window.extraCaFileInvalid': {
    en: 'Enter the path of an existing PEM file.',
    'zh-CN': '请填写一个已存在的 PEM 文件的路径。',
  },
  'window.allowedOrigins': { en: 'Web pages that may use the proxy', 'zh-CN': '可以使用代理的网页' },
  'window.allowedOriginsHint': {
    en: 'One address per line, such as http://localhost:3000. Leave empty to allow none.',
    'zh-CN': '每行一个地址，例如 http://localhost:3000。留空则一律不允许。',
  },
  'window.allowedOriginsInvalid': {
    en: 'Enter each as http://host or http://host:port, without a path.',
    'zh-CN': '每行请填写一个形如 http://localhost:3000 的地址，不带路径。',
  },

  'window.launchNeedsApproval': {
    en: 'The system doesn’t allow this yet.',
    'zh-CN': '系统尚未允许。',
  },
  'window.launchDisabledByWindows': {
    en: 'Turned off in Windows Settings.',
    'zh-CN': '已在 Windows 设置中关闭。',
  },
  'window.openSystemSettings': { en: 'Allow in System Settings…', 'zh-CN': '在系统设置中允许…' },
  'window.openWindowsSettings': { en: 'Allow in Windows Settings…', 'zh-CN': '在 Windows 设置中允许…' },
  'window.launchTranslocated': {
    en: 'Move the app to Applications first.',
    'zh-CN': '请先将应用移到“应用程序”文件夹。',
  },
  'window.launchDevelopment': { en: 'Only in the installed app.', 'zh-CN': '仅限已安装的应用。' },
  'window.launchFailed': {
    en: 'The system didn’t accept this. Try again.',
    'zh-CN': '系统没有接受这项更改，请重试。',
  },
  'window.menuBarTitle': { en: 'Text beside the icon', 'zh-CN': '菜单栏图标旁显示' },
  'window.menuBarTitleOff': { en: 'None', 'zh-CN': '不显示' },
  'window.menuBarTitleToken': { en: 'Time left of the token', 'zh-CN': '令牌剩余时间' },
  'window.notifications': { en: 'Notifications', 'zh-CN': '通知' },
  'window.notificationsHint': {
    en: 'Only when you’re needed, and when it runs again.',
    'zh-CN': '仅在需要您处理时，以及恢复运行时。',
  },
  'window.trayIcon': { en: 'Tray icon color', 'zh-CN': '托盘图标颜色' },
  'window.trayIconAuto': { en: 'Match system', 'zh-CN': '跟随系统' },
  'window.trayIconLight': { en: 'For a light panel', 'zh-CN': '适合浅色面板' },
  'window.trayIconDark': { en: 'For a dark panel', 'zh-CN': '适合深色面板' },
  'window.useLogin': { en: 'Account', 'zh-CN': '登录账号' },
  'window.useLoginAuto': { en: 'Automatic', 'zh-CN': '自动选择' },
  'window.region': { en: 'Kimi service', 'zh-CN': 'Kimi 服务' },
  'window.regionAuto': { en: 'Automatic', 'zh-CN': '自动选择' },
  'window.regionMainland': { en: 'kimi.com (mainland China)', 'zh-CN': 'kimi.com（中国大陆）' },
  'window.regionGlobal': { en: 'kimi.ai (global)', 'zh-CN': 'kimi.ai（国际）' },
  'window.language': { en: 'Language', 'zh-CN': '语言' },
  'window.languageSystem': { en: 'Match system', 'zh-CN': '跟随系统' },
  'window.languageEnglish': { en: 'English', 'zh-CN': 'English' },
  'window.languageChinese': { en: '简体中文', 'zh-CN': '简体中文' },

  'note.settingsKeptAside': {
    en: 'The settings file was damaged and is kept as {path}. What could be read is still in use.',
    'zh-CN': '设置文件已损坏，已另存为 {path}，可读的部分仍在使用。',
  },
  'note.settingsUnreadable': {
    en: 'The settings file {path} can’t be read. Using the defaults.',
    'zh-CN': '无法读取设置文件 {path}，现在使用默认设置。',
  },
  'note.unexpectedError': {
    en: 'Something unexpected happened. See the log.',
    'zh-CN': '发生了意外情况，详情请查看日志。',
  },
  'note.relaunched': {
    en: 'Kimi Proxy crashed and restarted. See the log.',
    'zh-CN': 'Kimi Proxy 曾崩溃并自动重启，请查看日志。',
  },
} as const
