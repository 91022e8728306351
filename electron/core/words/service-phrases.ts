/** What `kimi-proxy service` says. */
export const SERVICE_PHRASES = {
  'service.none': { en: 'kimi-proxy service not installed', 'zh-CN': 'kimi-proxy 服务未安装' },
  'service.foreign': {
    en: '{file} was not written by kimi-proxy.',
    'zh-CN': '{file} 不是 kimi-proxy 写入的。',
  },
  'service.running': { en: 'kimi-proxy service running', 'zh-CN': 'kimi-proxy 服务正在运行' },
  'service.runningPid': {
    en: 'kimi-proxy service running (PID {pid})',
    'zh-CN': 'kimi-proxy 服务正在运行（PID {pid}）',
  },
  'service.restarting': {
    en: 'kimi-proxy service installed, being started again',
    'zh-CN': 'kimi-proxy 服务已安装，正在重新启动',
  },
  'service.stopped': {
    en: 'kimi-proxy service installed, not running',
    'zh-CN': 'kimi-proxy 服务已安装，未运行',
  },
  'service.unknown': {
    en: 'kimi-proxy service installed; whether it runs is not known',
    'zh-CN': 'kimi-proxy 服务已安装，是否在运行未知',
  },
  'service.file': { en: 'File: {file}', 'zh-CN': '文件：{file}' },
  'service.starts': { en: 'Starts: {command}', 'zh-CN': '启动命令：{command}' },
  'service.gone': { en: '{path} is gone.', 'zh-CN': '{path} 已不存在。' },
  'service.unreachable': {
    en: 'The system’s service manager does not answer: {reason}.',
    'zh-CN': '系统的服务管理器没有响应：{reason}。',
  },
  'service.absent': {
    en: 'The system’s service manager does not know of it.',
    'zh-CN': '系统的服务管理器中没有此服务。',
  },
  'service.died': {
    en: 'It stopped unexpectedly; the log says why.',
    'zh-CN': '它意外停止了，日志中有原因。',
  },
  'service.atStart': { en: 'Starts automatically: yes', 'zh-CN': '自动启动：是' },
  'service.notAtStart': { en: 'Starts automatically: no', 'zh-CN': '自动启动：否' },
  'service.reinstall': {
    en: 'Run kimi-proxy service install.',
    'zh-CN': '请运行 kimi-proxy service install。',
  },
  'service.note': { en: 'Note: {note}', 'zh-CN': '注意：{note}' },
  'service.otherProgram': {
    en: 'It starts another kimi-proxy. To use this one: kimi-proxy service install',
    'zh-CN': '它启动的是另一个 kimi-proxy。如需使用当前这个：kimi-proxy service install',
  },
  'service.noteLogin': {
    en: 'It starts when you log in, not with the computer.',
    'zh-CN': '它在您登录时启动，而不是随计算机启动。',
  },
  'service.noteLinger': {
    en: 'It ends when you log out. To keep it running: loginctl enable-linger',
    'zh-CN': '它会在您注销时结束。如需保持运行：loginctl enable-linger',
  },

  'service.noWindows': {
    en: 'On Windows there is no service. Install the Kimi Proxy app and turn on Launch at login in its menu.',
    'zh-CN': 'Windows 上没有此服务。请安装 Kimi Proxy 应用，并在其菜单中打开开机自动启动。',
  },
  'service.noSystemd': {
    en: 'This system has no systemd. Start kimi-proxy watchdog the way you start your other programs.',
    'zh-CN': '此系统没有 systemd。请像启动其他程序那样启动 kimi-proxy watchdog。',
  },
  'service.foreignFile': {
    en: '{file} was not written by kimi-proxy, and stays as it is. Move it away first.',
    'zh-CN': '{file} 不是 kimi-proxy 写入的，未做更改。请先将它移走。',
  },
  'service.already': {
    en: 'kimi-proxy already runs as a service on port {port} (PID {pid})',
    'zh-CN': 'kimi-proxy 已作为服务运行（PID {pid}），端口 {port}',
  },
  'service.runs': {
    en: 'kimi-proxy runs as a service on port {port} (PID {pid})',
    'zh-CN': 'kimi-proxy 正作为服务运行（PID {pid}），端口 {port}',
  },
  'service.written': { en: 'kimi-proxy service written to {file}', 'zh-CN': 'kimi-proxy 服务已写入 {file}' },
  'service.notStarted': {
    en: 'The system’s service manager does not answer ({reason}), so it was not started. Log in as this user without su or sudo, then run:',
    'zh-CN':
      '系统的服务管理器没有响应（{reason}），因此服务没有启动。请不通过 su 或 sudo 以该用户登录，然后运行：',
  },
  'service.appRuns': {
    en: 'The Kimi Proxy app runs and supervises the proxy already. Quit the app first, or turn on Launch at login in its menu instead.',
    'zh-CN': 'Kimi Proxy 应用正在运行并负责此代理。请先退出应用，或改为在其菜单中打开开机自动启动。',
  },
  'service.makesRoom': {
    en: 'Stopped kimi-proxy (PID {pid}): the service takes its place',
    'zh-CN': '已停止 kimi-proxy（PID {pid}），由服务接替',
  },
  'service.leftOut': {
    en: '{name} was not written into the service, since it may hold a password: put it as "proxy" into {path}.',
    'zh-CN': '{name} 可能含有密码，未写入服务：请将它作为 "proxy" 写入 {path}。',
  },
  'service.notYet': {
    en: 'The service is installed, but the proxy does not run yet. See kimi-proxy service status and {path}.',
    'zh-CN': '服务已安装，但代理尚未运行。请查看 kimi-proxy service status 和 {path}。',
  },
  'service.removedNothing': {
    en: 'kimi-proxy service not installed. Nothing was removed.',
    'zh-CN': 'kimi-proxy 服务未安装，未做任何更改。',
  },
  'service.removed': {
    en: 'kimi-proxy service removed ({file})',
    'zh-CN': 'kimi-proxy 服务已移除（{file}）',
  },
} as const
