/** Connecting Claude Code in the window, and the page of the first run. */
export const SET_UP_PHRASES = {
  'claude.connect': { en: 'Connect Claude Code', 'zh-CN': '连接 Claude Code' },
  'claude.connectNote': {
    en: 'With these lines claude uses Kimi whenever it starts. You can undo this at any time.',
    'zh-CN': '写入以下内容后，claude 启动时会使用 Kimi，随时可撤销。',
  },
  'claude.connected': { en: 'Claude Code is connected', 'zh-CN': 'Claude Code 已连接' },
  'claude.connectedNote': {
    en: 'claude uses Kimi whenever it starts. Restart any that is already running.',
    'zh-CN': 'claude 每次启动都会使用 Kimi，已在运行的请重新启动。',
  },
  'claude.changedNote': {
    en: 'Another program changed {names}. Connect again to use Kimi.',
    'zh-CN': '另一个程序更改了 {names}。请重新连接以使用 Kimi。',
  },
  'claude.otherPortNote': {
    en: 'Claude Code is connected to another port. Connect again to use port {port}.',
    'zh-CN': 'Claude Code 连接的是另一个端口。请重新连接以使用端口 {port}。',
  },
  'claude.disconnected': { en: 'Claude Code is disconnected', 'zh-CN': 'Claude Code 已断开' },
  'claude.disconnectedNote': {
    en: 'Claude Code uses the settings that it had before.',
    'zh-CN': 'Claude Code 已恢复使用之前的设置。',
  },
  'claude.change': { en: 'Changes in {path}', 'zh-CN': '{path} 中的更改' },
  'claude.changeBack': { en: 'Disconnecting changes in {path}', 'zh-CN': '断开后 {path} 中的更改' },
  'claude.added': { en: 'Added:', 'zh-CN': '添加：' },
  'claude.removed': { en: 'Removed:', 'zh-CN': '删除：' },
  'claude.open': { en: 'Connect…', 'zh-CN': '连接…' },
  'claude.manage': { en: 'Manage…', 'zh-CN': '管理…' },
  'claude.manageSpoken': { en: 'Manage the connection of Claude Code…', 'zh-CN': '管理 Claude Code 的连接…' },
  'claude.again': { en: 'Connect Again', 'zh-CN': '重新连接' },
  'claude.undo': { en: 'Undo', 'zh-CN': '撤销' },
  'claude.done': { en: 'Done', 'zh-CN': '完成' },
  'claude.cancel': { en: 'Cancel', 'zh-CN': '取消' },
  'claude.byHand': { en: 'Set up by hand', 'zh-CN': '手动设置' },

  'setUp.heading': { en: 'Welcome to Kimi Proxy', 'zh-CN': '欢迎使用 Kimi Proxy' },
  'setUp.hint': {
    en: 'Three steps, and Claude Code runs on Kimi. Skip any that you don’t need.',
    'zh-CN': '三步即可让 Claude Code 使用 Kimi，不需要的步骤可以跳过。',
  },
  'setUp.steps': { en: 'Steps', 'zh-CN': '步骤' },
  'setUp.signIn': { en: 'Sign in to Kimi', 'zh-CN': '登录 Kimi' },
  'setUp.signedIn': { en: 'Signed in', 'zh-CN': '已登录' },
  'setUp.turnOn': { en: 'Turn On', 'zh-CN': '打开' },
  'setUp.turnOnSpoken': { en: 'Turn on: {label}', 'zh-CN': '打开：{label}' },
} as const
