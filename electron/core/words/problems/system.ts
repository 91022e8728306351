/** What can be wrong with saving settings, the command line tool, the system's service and its terminal. */
const TRY_AGAIN = {
  en: 'Allow your user account to write to that folder, then try again.',
  'zh-CN': '请允许当前用户写入该文件夹，然后重试。',
} as const

export const SYSTEM_PROBLEMS = {
  SETTINGS_UNSAVED: {
    message: {
      en: 'The settings cannot be saved in {path}: {reason}.',
      'zh-CN': '无法将设置保存到 {path}：{reason}。',
    },
    recovery: {
      en: 'Allow your user account to write there, or free some space.',
      'zh-CN': '请允许当前用户写入，或腾出磁盘空间。',
    },
  },
  NO_TERMINAL: {
    message: { en: 'No terminal program was found.', 'zh-CN': '没有找到终端程序。' },
    recovery: {
      en: 'Open one yourself and paste the command.',
      'zh-CN': '请自行打开终端并粘贴命令。',
    },
  },
  SERVICE_FAILED: {
    message: {
      en: 'The system’s service manager refused: {reason}.',
      'zh-CN': '系统的服务管理器拒绝了：{reason}。',
    },
    recovery: {
      en: 'See kimi-proxy service status, then try again.',
      'zh-CN': '请查看 kimi-proxy service status，然后重试。',
    },
  },
  'SERVICE_FAILED.unwritable': {
    message: { en: '{path} cannot be written: {reason}.', 'zh-CN': '无法写入 {path}：{reason}。' },
    recovery: { en: 'Allow your user account to write there.', 'zh-CN': '请允许当前用户写入。' },
  },
  'SERVICE_FAILED.value': {
    message: {
      en: '"{value}" cannot be written into a service.',
      'zh-CN': '“{value}”无法写入服务文件。',
    },
    recovery: {
      en: 'It holds a line break, a quote or a backslash: use a path or value without one.',
      'zh-CN': '其中有换行、引号或反斜杠，请使用不含这些字符的路径或值。',
    },
  },
  COMMAND_BLOCKED: {
    message: {
      en: 'A folder is where the command kimi-proxy would go: {path}.',
      'zh-CN': 'kimi-proxy 命令的位置已有一个文件夹：{path}。',
    },
    recovery: {
      en: 'Move it or give it another name, then try again.',
      'zh-CN': '请将它移走或改名，然后重试。',
    },
  },
  COMMAND_CHANGED: {
    message: {
      en: 'Another kimi-proxy has appeared in the meantime and was left as it is: {path}.',
      'zh-CN': '在此期间出现了另一个 kimi-proxy，它没有被改动：{path}。',
    },
    recovery: { en: 'Look at it, then try again.', 'zh-CN': '请查看后重试。' },
  },
  COMMAND_UNWRITABLE: {
    message: {
      en: 'The command kimi-proxy in {path} could not be written or removed: {reason}.',
      'zh-CN': '无法写入或移除 {path} 处的 kimi-proxy 命令：{reason}。',
    },
    recovery: TRY_AGAIN,
  },
} as const
