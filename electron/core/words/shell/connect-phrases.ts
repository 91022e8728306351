/** Connecting Claude Code: what the command line and the app say of it. */
export const CONNECT_PHRASES = {
  'connect.change': { en: 'Changes in {path}:', 'zh-CN': '{path} 中的更改：' },
  'connect.project': {
    en: 'This file belongs to the project. Whoever shares it connects to their own Kimi Proxy.',
    'zh-CN': '该文件属于项目。与您共享该文件的人会连接到各自的 Kimi Proxy。',
  },
  'connect.changedBack': {
    en: 'Another program changed Claude Code’s connection in {path}: {names}',
    'zh-CN': '另一个程序更改了 {path} 中的 Claude Code 连接：{names}',
  },
  'connect.question': { en: 'Connect Claude Code? (y/N)', 'zh-CN': '连接 Claude Code？(y/N)' },
  'connect.questionBack': { en: 'Disconnect Claude Code? (y/N)', 'zh-CN': '断开 Claude Code？(y/N)' },
  'connect.dry': { en: 'Nothing was changed.', 'zh-CN': '未做任何更改。' },
  'connect.already': {
    en: 'Claude Code is already connected ({path}).',
    'zh-CN': 'Claude Code 已连接（{path}）。',
  },
  'connect.done': {
    en: 'Claude Code is connected. To undo: kimi-proxy disconnect',
    'zh-CN': 'Claude Code 已连接。如需撤销：kimi-proxy disconnect',
  },
  'connect.backup': { en: 'Backup: {path}', 'zh-CN': '备份：{path}' },
  'connect.statusLine': {
    en: 'For a status line in Claude Code (quota, token, speed): kimi-proxy connect --statusline',
    'zh-CN': '如需在 Claude Code 中显示状态栏（额度、令牌、速度）：kimi-proxy connect --statusline',
  },
  'connect.not': {
    en: 'Claude Code is not connected ({path}).',
    'zh-CN': 'Claude Code 未连接（{path}）。',
  },
  'connect.undone': {
    en: 'Claude Code is disconnected. {path} is as it was before.',
    'zh-CN': 'Claude Code 已断开。{path} 已恢复原样。',
  },
  'connect.undoneOurs': {
    en: 'Claude Code is disconnected. Other changes in {path} are kept.',
    'zh-CN': 'Claude Code 已断开。{path} 中的其他更改已保留。',
  },
  'connect.left': {
    en: 'Changed by another program, and kept: {names}',
    'zh-CN': '已被另一个程序更改，保留不变：{names}',
  },
  'connect.elsewhere': { en: 'Still connected: {path}', 'zh-CN': '仍然连接：{path}' },

  'tray.connectClaude': { en: 'Connect Claude Code…', 'zh-CN': '连接 Claude Code…' },
  'tray.claudeConnected': { en: '✓ Claude Code Connected', 'zh-CN': '✓ 已连接 Claude Code' },
  'connection.none': { en: 'Not connected', 'zh-CN': '未连接' },
  'connection.connected': { en: 'Connected', 'zh-CN': '已连接' },
  'connection.off': { en: 'Connected, but Kimi Proxy is off', 'zh-CN': '已连接，但 Kimi Proxy 已停止' },
  'connection.otherPort': { en: 'Connected to another port', 'zh-CN': '连接的是另一个端口' },
  'connection.changed': { en: 'Changed by another program: {names}', 'zh-CN': '已被另一个程序更改：{names}' },

  'connect.notRunning': {
    en: 'Kimi Proxy is not running on port {port}, so Claude Code cannot work yet. Start it: kimi-proxy',
    'zh-CN': 'Kimi Proxy 没有在端口 {port} 运行，Claude Code 暂时无法工作。请启动：kimi-proxy',
  },
  'connect.otherPort': {
    en: 'Claude Code is connected to {baseUrl}, where nothing runs now. Run kimi-proxy connect ({path})',
    'zh-CN': 'Claude Code 连接的是 {baseUrl}，那里现在没有代理。请使用 kimi-proxy connect（{path}）',
  },
  'connect.stopped': {
    en: 'Claude Code is still connected and cannot work until Kimi Proxy runs again. To undo: kimi-proxy disconnect',
    'zh-CN':
      'Claude Code 仍然连接到这里，在 Kimi Proxy 再次运行之前无法工作。如需撤销：kimi-proxy disconnect',
  },
  'connect.lasting': {
    en: 'To start it with the computer: kimi-proxy service install, or Launch at login in the app.',
    'zh-CN': '如需随电脑启动：kimi-proxy service install，或在应用中打开“开机自动启动”。',
  },
  'connect.signedOut': {
    en: 'Kimi Proxy is not signed in to Kimi, so Claude Code cannot work yet. Sign in: kimi-proxy login',
    'zh-CN': 'Kimi Proxy 没有登录 Kimi，Claude Code 暂时无法工作。请登录：kimi-proxy login',
  },
  'connect.conflict': { en: 'Conflict: {message}', 'zh-CN': '冲突：{message}' },
  'connect.noConflict': {
    en: 'No conflicts in Claude Code’s settings or this shell.',
    'zh-CN': 'Claude Code 的设置和当前 shell 中没有冲突。',
  },
  'connect.trying': {
    en: 'Sending one small message to Kimi; it costs next to nothing.',
    'zh-CN': '正在向 Kimi 发送一条很小的消息，几乎不消耗额度。',
  },
  'connect.answered': { en: 'Kimi answered in {seconds} s.', 'zh-CN': 'Kimi 在 {seconds} 秒内回答。' },
  'connect.refused': {
    en: 'The message was refused (HTTP {status}): {words}',
    'zh-CN': '消息被拒绝（HTTP {status}）：{words}',
  },
  'connect.unanswered': { en: 'No answer came: {reason}.', 'zh-CN': '没有收到回答：{reason}。' },
} as const
