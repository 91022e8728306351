/** What can be wrong with the engine's process: another one runs, it fails, or what it was asked for cannot be done. */
const NOTHING_TO_DO = { en: 'Nothing needs to be done.', 'zh-CN': '无需任何操作。' } as const

const HOME_UNWRITABLE = {
  en: 'The folder {path} cannot be written: {reason}.',
  'zh-CN': '无法写入文件夹 {path}：{reason}。',
} as const

export const ENGINE_PROBLEMS = {
  ALREADY_RUNNING: {
    message: {
      en: 'kimi-proxy already running (PID {pid}) on port {port}',
      'zh-CN': 'kimi-proxy 已在运行（PID {pid}），端口 {port}',
    },
    recovery: NOTHING_TO_DO,
  },
  'ALREADY_RUNNING.watchdog': {
    message: {
      en: 'kimi-watchdog already running (PID {pid})',
      'zh-CN': 'kimi-watchdog 已在运行（PID {pid}）',
    },
    recovery: NOTHING_TO_DO,
  },
  OTHER_ENGINE: {
    message: {
      en: 'kimi-proxy already running (PID {pid}) on port {port}.',
      'zh-CN': 'kimi-proxy 已在运行（PID {pid}），端口 {port}。',
    },
    recovery: {
      window: { en: 'Stop it, or take over from it.', 'zh-CN': '停止它，或由本应用接管。' },
      terminal: {
        en: 'Use that one, or stop it first with kimi-proxy stop.',
        'zh-CN': '请使用它，或先用 kimi-proxy stop 停止它。',
      },
    },
  },
  'OTHER_ENGINE.silent': {
    message: {
      en: 'kimi-proxy already running (PID {pid}) on port {port}, but it does not answer.',
      'zh-CN': 'kimi-proxy 已在运行（PID {pid}），端口 {port}，但没有响应。',
    },
    recovery: {
      window: { en: 'Stop it, or take over from it.', 'zh-CN': '停止它，或由本应用接管。' },
      terminal: {
        en: 'Run kimi-proxy stop, then start it again.',
        'zh-CN': '请运行 kimi-proxy stop，然后重新启动。',
      },
    },
  },
  'OTHER_ENGINE.service': {
    message: {
      en: 'kimi-proxy already running (PID {pid}) on port {port}.',
      'zh-CN': 'kimi-proxy 已在运行（PID {pid}），端口 {port}。',
    },
    recovery: {
      en: 'The service takes over once that one ends.',
      'zh-CN': '它结束之后，系统服务会接替它。',
    },
  },
  'OTHER_ENGINE.endless': {
    message: { en: 'kimi-proxy (PID {pid}) does not end.', 'zh-CN': 'kimi-proxy（PID {pid}）没有结束。' },
    recovery: {
      en: 'End it yourself if it is kimi-proxy.',
      'zh-CN': '如果它确实是 kimi-proxy，请自行结束它。',
    },
  },
  'OTHER_ENGINE.mute': {
    message: { en: 'kimi-proxy (PID {pid}) does not answer.', 'zh-CN': 'kimi-proxy（PID {pid}）没有响应。' },
    recovery: {
      en: 'Run kimi-proxy stop, then start it again.',
      'zh-CN': '请运行 kimi-proxy stop，然后重新启动。',
    },
  },
  RESTARTING: {
    message: {
      en: 'The proxy failed and is restarting automatically.',
      'zh-CN': '代理出错，正在自动重新启动。',
    },
    recovery: NOTHING_TO_DO,
  },
  'RESTARTING.silent': {
    message: { en: 'kimi-proxy no longer answered.', 'zh-CN': 'kimi-proxy 没有响应。' },
    recovery: NOTHING_TO_DO,
  },
  'RESTARTING.ended': {
    message: {
      en: 'kimi-proxy ended unexpectedly (signal or exit code: {how}).',
      'zh-CN': 'kimi-proxy 意外结束（信号或退出码：{how}）。',
    },
    recovery: NOTHING_TO_DO,
  },
  'RESTARTING.gone': {
    message: { en: 'kimi-proxy ended unexpectedly.', 'zh-CN': 'kimi-proxy 意外结束。' },
    recovery: NOTHING_TO_DO,
  },
  'RESTARTING.portLost': {
    message: { en: 'The port was lost: {reason}.', 'zh-CN': '失去了端口：{reason}。' },
    recovery: NOTHING_TO_DO,
  },
  'RESTARTING.settings': {
    message: {
      en: 'Kimi Proxy is restarting with other settings.',
      'zh-CN': 'Kimi Proxy 正在以新的设置重新启动。',
    },
    recovery: { en: 'Please try again in a moment.', 'zh-CN': '请稍后重试。' },
  },
  GAVE_UP: {
    message: { en: 'It stopped after {count} restarts.', 'zh-CN': '重启 {count} 次后已停止。' },
    recovery: {
      en: 'Try again; the log says why it failed.',
      'zh-CN': '请重试，日志中有出错原因。',
    },
  },
  HOME_UNWRITABLE: {
    message: HOME_UNWRITABLE,
    recovery: {
      en: 'Allow your user account to write there, or name another folder with KIMI_PROXY_HOME.',
      'zh-CN': '请允许当前用户写入，或用 KIMI_PROXY_HOME 指定其他文件夹。',
    },
  },
  'HOME_UNWRITABLE.full': {
    message: HOME_UNWRITABLE,
    recovery: { en: 'Free some space.', 'zh-CN': '请腾出磁盘空间。' },
  },
  'HOME_UNWRITABLE.readOnly': {
    message: HOME_UNWRITABLE,
    recovery: { en: 'Make it writable.', 'zh-CN': '请使其可写。' },
  },
  'HOME_UNWRITABLE.failing': {
    message: HOME_UNWRITABLE,
    recovery: { en: 'Check the disk.', 'zh-CN': '请检查磁盘。' },
  },
  'HOME_UNWRITABLE.inTheWay': {
    message: {
      en: 'The run file {path} cannot be written: {reason}.',
      'zh-CN': '无法写入运行文件 {path}：{reason}。',
    },
    recovery: { en: 'Move that folder away.', 'zh-CN': '请移走该文件夹。' },
  },
  CLAUDE_MANAGED: {
    message: {
      en: 'Claude Code was not started: your organization’s settings take precedence. {obstacle}.',
      'zh-CN': '没有启动 Claude Code：您所在组织的设置优先。{obstacle}。',
    },
    recovery: { en: 'Ask whoever manages them.', 'zh-CN': '请联系管理这些设置的人。' },
  },
  INTERNAL: {
    message: { en: 'Kimi Proxy met an unexpected error.', 'zh-CN': 'Kimi Proxy 遇到意外错误。' },
    recovery: {
      en: 'See the log; if it comes back, report it.',
      'zh-CN': '请查看日志，若再次出现请反馈。',
    },
  },
  'INTERNAL.unknown': {
    message: {
      en: 'Another version of Kimi Proxy reports {name}.',
      'zh-CN': '另一个版本的 Kimi Proxy 报告 {name}。',
    },
    recovery: { en: 'See the log.', 'zh-CN': '请查看日志。' },
  },
  'INTERNAL.notStarted': {
    message: {
      en: 'kimi-proxy could not be started: {reason}.',
      'zh-CN': 'kimi-proxy 无法启动：{reason}。',
    },
    recovery: { en: 'See the log.', 'zh-CN': '请查看日志。' },
  },
  'INTERNAL.mute': {
    message: { en: 'The app did not answer.', 'zh-CN': '应用没有响应。' },
    recovery: { en: 'See the log.', 'zh-CN': '请查看日志。' },
  },
  'INTERNAL.program': {
    message: { en: '"{program}" could not be started.', 'zh-CN': '无法启动“{program}”。' },
    recovery: { en: 'Try it on its own.', 'zh-CN': '请单独运行它试试。' },
  },
} as const
