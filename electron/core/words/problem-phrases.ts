/**
 * What went wrong and what to do next, by error code, as the app says it: its recoveries name what can be clicked.
 * "({detail})" is left out where nothing is known.
 */
export const PROBLEM_PHRASES = {
  'problem.SIGNED_OUT': { en: 'No Kimi login was found.', 'zh-CN': '没有找到 Kimi 登录信息。' },
  'problem.LOGIN_MISSING': {
    en: 'No Kimi login was found ({detail}).',
    'zh-CN': '没有找到 Kimi 登录信息（{detail}）。',
  },
  'problem.LOGIN_INVALID': {
    en: 'The login file is damaged ({detail}).',
    'zh-CN': '登录文件已损坏（{detail}）。',
  },
  'problem.LOGIN_UNREADABLE': {
    en: 'The login file cannot be read ({detail}).',
    'zh-CN': '无法读取登录文件（{detail}）。',
  },
  'problem.LOGIN_REVOKED': { en: 'Kimi has ended this login.', 'zh-CN': 'Kimi 已结束这次登录。' },
  'problem.LOGIN_NAMED': {
    en: 'A setting or variable names the login to use ({detail}).',
    'zh-CN': '设置或环境变量已指定要使用的登录文件（{detail}）。',
  },
  'problem.SIGN_IN_FAILED': {
    en: 'Kimi’s sign-in service gave an answer that cannot be used ({detail}).',
    'zh-CN': 'Kimi 登录服务的回答无法使用（{detail}）。',
  },
  'problem.SIGN_IN_EXPIRED': {
    en: 'Nobody approved the sign-in within 15 minutes.',
    'zh-CN': '15 分钟内没有人同意这次登录。',
  },
  'problem.SIGN_OUT_FAILED': {
    en: 'The login could not be removed ({detail}).',
    'zh-CN': '登录信息未能移除（{detail}）。',
  },
  'problem.RENEWAL_REFUSED': {
    en: 'Kimi no longer accepts this login ({detail}).',
    'zh-CN': 'Kimi 不再接受这个登录（{detail}）。',
  },
  'problem.RENEWAL_FAILED': {
    en: 'The token could not be renewed ({detail}).',
    'zh-CN': '令牌未能续期（{detail}）。',
  },
  'problem.RENEWAL_MALFORMED': {
    en: 'Kimi’s sign-in service gave an answer that makes no sense ({detail}).',
    'zh-CN': 'Kimi 登录服务的回答无法理解（{detail}）。',
  },
  'problem.RENEWAL_DOUBTED': {
    en: 'Renewing this login has been refused for minutes, by Kimi or by something on the way to it ({detail}).',
    'zh-CN': '几分钟来，该登录的续期一直被拒绝，可能是 Kimi，也可能是途中的网关（{detail}）。',
  },
  'problem.LOCK_BUSY': {
    en: 'Another program keeps the login locked ({detail}).',
    'zh-CN': '另一个程序一直锁定着登录信息（{detail}）。',
  },
  'problem.LOCK_FAILED': {
    en: 'The login cannot be locked ({detail}).',
    'zh-CN': '无法锁定登录信息（{detail}）。',
  },
  'problem.SAVE_FAILED': {
    en: 'The login cannot be saved ({detail}).',
    'zh-CN': '登录信息无法保存（{detail}）。',
  },
  'problem.UPSTREAM_UNREACHABLE': {
    en: 'Kimi cannot be reached ({detail}).',
    'zh-CN': '无法连接 Kimi（{detail}）。',
  },
  'problem.UPSTREAM_TIMEOUT': { en: 'Kimi did not answer in time.', 'zh-CN': 'Kimi 没有及时回答。' },
  'problem.REQUEST_REFUSED': { en: 'A request was refused.', 'zh-CN': '一个请求被拒绝。' },
  'problem.REQUEST_MALFORMED': { en: 'A request could not be read.', 'zh-CN': '一个请求无法读取。' },
  'problem.SETTING_INVALID': {
    en: 'A setting makes no sense ({detail}).',
    'zh-CN': '一项设置无效（{detail}）。',
  },
  'problem.HOME_UNWRITABLE': {
    en: 'The folder of Kimi Proxy cannot be written ({detail}).',
    'zh-CN': 'Kimi Proxy 的文件夹无法写入（{detail}）。',
  },
  'problem.SETTINGS_UNSAVED': {
    en: 'The settings could not be saved ({detail}).',
    'zh-CN': '设置未能保存（{detail}）。',
  },
  'problem.NO_TERMINAL': { en: 'No terminal program was found.', 'zh-CN': '没有找到终端程序。' },
  'problem.SERVICE_FAILED': {
    en: 'The system’s service could not be changed ({detail}).',
    'zh-CN': '系统服务未能更改（{detail}）。',
  },
  'problem.USAGE': { en: 'An option makes no sense ({detail}).', 'zh-CN': '一个选项无效（{detail}）。' },
  'problem.PORT_TAKEN': {
    en: 'The port is used by another program ({detail}).',
    'zh-CN': '端口已被其他程序占用（{detail}）。',
  },
  'problem.PORT_REFUSED': {
    en: 'The port cannot be used ({detail}).',
    'zh-CN': '端口无法使用（{detail}）。',
  },
  'problem.CLAUDE_MANAGED': {
    en: 'Your organization’s settings send Claude Code elsewhere ({detail}).',
    'zh-CN': '您所在组织的设置让 Claude Code 连接到别处（{detail}）。',
  },
  'problem.ALREADY_RUNNING': { en: 'Kimi Proxy is already running.', 'zh-CN': 'Kimi Proxy 已在运行。' },
  'problem.OTHER_ENGINE': { en: 'Another Kimi Proxy is running.', 'zh-CN': '另一个 Kimi Proxy 正在运行。' },
  'problem.REFUSED': {
    en: 'Kimi refuses requests although the token is new.',
    'zh-CN': '令牌是新的，但 Kimi 拒绝了请求。',
  },
  'problem.RESTARTING': {
    en: 'The proxy failed and starts again by itself.',
    'zh-CN': '代理出错，正在自动重新启动。',
  },
  'problem.GAVE_UP': { en: 'The proxy failed several times in a row.', 'zh-CN': '代理连续多次出错。' },
  'problem.INTERNAL': {
    en: 'Something unexpected happened ({detail}).',
    'zh-CN': '发生了意外情况（{detail}）。',
  },

  'recovery.SIGNED_OUT': { en: 'Wait a moment.', 'zh-CN': '请稍候。' },
  'recovery.LOGIN_MISSING': {
    en: 'Sign in here, or with the Kimi command.',
    'zh-CN': '请在这里或用 kimi 命令登录。',
  },
  'recovery.LOGIN_INVALID': {
    en: 'Sign in again, here or with the Kimi command.',
    'zh-CN': '请在这里或用 kimi 命令重新登录。',
  },
  'recovery.LOGIN_UNREADABLE': {
    en: 'Give your user the right to read it, or sign in again.',
    'zh-CN': '给当前用户读取它的权限，或重新登录。',
  },
  'recovery.LOGIN_REVOKED': {
    en: 'Sign in again, here or with the Kimi command.',
    'zh-CN': '请在这里或用 kimi 命令重新登录。',
  },
  'recovery.LOGIN_NAMED': {
    en: 'Take out KIMI_PROXY_CREDENTIALS, or "credentials" in settings.json, then sign in again.',
    'zh-CN': '请去掉 KIMI_PROXY_CREDENTIALS 或 settings.json 中的 credentials，然后重新登录。',
  },
  'recovery.SIGN_IN_FAILED': {
    en: 'Check the sign-in host in your settings, then try again.',
    'zh-CN': '请检查设置中的登录服务地址，然后重试。',
  },
  'recovery.SIGN_IN_EXPIRED': {
    en: 'Sign in again when you are ready.',
    'zh-CN': '准备好之后请重新登录。',
  },
  'recovery.SIGN_OUT_FAILED': {
    en: 'Give your user the right to write to that folder, then try again.',
    'zh-CN': '给当前用户写入该文件夹的权限，然后重试。',
  },
  'recovery.RENEWAL_REFUSED': {
    en: 'Sign in again, here or with the Kimi command.',
    'zh-CN': '请在这里或用 kimi 命令重新登录。',
  },
  'recovery.RENEWAL_FAILED': {
    en: 'Check the network; it is tried again by itself.',
    'zh-CN': '请检查网络，程序会自动重试。',
  },
  'recovery.RENEWAL_MALFORMED': {
    en: 'Check the network; it is tried again by itself.',
    'zh-CN': '请检查网络，程序会自动重试。',
  },
  'recovery.RENEWAL_DOUBTED': {
    en: 'Check the network (a gateway, a proxy); if it is in order, sign in again. It is tried again by itself.',
    'zh-CN': '请检查网络（网关、代理）；若网络正常，请重新登录。程序会自动重试。',
  },
  'recovery.LOCK_BUSY': {
    en: 'Close the program that is renewing this login; it is tried again by itself.',
    'zh-CN': '关闭正在续期该登录的程序，之后会自动重试。',
  },
  'recovery.LOCK_FAILED': {
    en: 'Give your user the right to write to that folder; it is tried again by itself.',
    'zh-CN': '给当前用户写入该文件夹的权限，之后会自动重试。',
  },
  'recovery.SAVE_FAILED': {
    en: 'Make room on the disk or allow writing there; it is tried again by itself.',
    'zh-CN': '腾出磁盘空间或允许写入，之后会自动重试。',
  },
  'recovery.UPSTREAM_UNREACHABLE': {
    en: 'Check the network; it is tried again by itself.',
    'zh-CN': '请检查网络，程序会自动重试。',
  },
  'recovery.UPSTREAM_TIMEOUT': { en: 'Please try again.', 'zh-CN': '请重试。' },
  'recovery.REQUEST_REFUSED': { en: 'See the log.', 'zh-CN': '请查看日志。' },
  'recovery.REQUEST_MALFORMED': { en: 'See the log.', 'zh-CN': '请查看日志。' },
  'recovery.SETTING_INVALID': {
    en: 'Correct it in Settings or in your environment.',
    'zh-CN': '请在设置或环境变量中更正。',
  },
  'recovery.HOME_UNWRITABLE': {
    en: 'Give your user the right to write there, or free some space, then start again.',
    'zh-CN': '给当前用户写入权限，或腾出磁盘空间，然后重新启动。',
  },
  'recovery.SETTINGS_UNSAVED': {
    en: 'Give your user the right to write there, or free some space.',
    'zh-CN': '给当前用户写入权限，或腾出磁盘空间。',
  },
  'recovery.NO_TERMINAL': {
    en: 'Open one yourself and paste the command.',
    'zh-CN': '请自行打开终端并粘贴命令。',
  },
  'recovery.SERVICE_FAILED': {
    en: 'Run kimi-proxy service status in a terminal.',
    'zh-CN': '请在终端运行 kimi-proxy service status。',
  },
  'recovery.USAGE': { en: 'Start Kimi Proxy without it.', 'zh-CN': '请不带该选项启动 Kimi Proxy。' },
  'recovery.PORT_TAKEN': {
    en: 'Stop that program, or choose another port in Settings.',
    'zh-CN': '停止该程序，或在设置中选择其他端口。',
  },
  'recovery.PORT_REFUSED': { en: 'Choose another port in Settings.', 'zh-CN': '请在设置中选择其他端口。' },
  'recovery.CLAUDE_MANAGED': { en: 'Ask whoever manages them.', 'zh-CN': '请联系管理这些设置的人。' },
  'recovery.ALREADY_RUNNING': { en: 'Nothing needs to be done.', 'zh-CN': '无需任何操作。' },
  'recovery.OTHER_ENGINE': { en: 'Stop it, or take over from it.', 'zh-CN': '停止它，或由本应用接管。' },
  'recovery.REFUSED': {
    en: 'Check your plan at www.kimi.com; it goes on by itself once Kimi accepts.',
    'zh-CN': '请在 www.kimi.com 查看您的套餐，Kimi 接受后会自动恢复。',
  },
  'recovery.RESTARTING': { en: 'Nothing needs to be done.', 'zh-CN': '无需任何操作。' },
  'recovery.GAVE_UP': { en: 'Try again; the log says why it failed.', 'zh-CN': '请重试，日志中有出错原因。' },
  'recovery.INTERNAL': {
    en: 'See the log; if it comes back, report it.',
    'zh-CN': '请查看日志，若再次出现请反馈。',
  },
} as const
