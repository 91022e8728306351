/** What can keep us from changing a settings file of Claude Code. In each case it stays as it was. */
const UNTOUCHED = {
  en: 'Nothing was changed. Fix the file, then connect again.',
  'zh-CN': '未做任何更改。请修正该文件，然后重新连接。',
} as const

export const CLAUDE_PROBLEMS = {
  CLAUDE_SETTINGS: {
    message: {
      en: 'Claude Code’s settings could not be changed.',
      'zh-CN': '无法更改 Claude Code 的设置。',
    },
    recovery: UNTOUCHED,
  },
  'CLAUDE_SETTINGS.malformed': {
    message: {
      en: 'Claude Code’s settings file {path} is not JSON (line {line}, column {column}).',
      'zh-CN': 'Claude Code 的设置文件 {path} 不是 JSON（第 {line} 行，第 {column} 列）。',
    },
    recovery: UNTOUCHED,
  },
  'CLAUDE_SETTINGS.noObject': {
    message: {
      en: 'Claude Code’s settings file {path} holds no JSON object.',
      'zh-CN': 'Claude Code 的设置文件 {path} 中没有 JSON 对象。',
    },
    recovery: UNTOUCHED,
  },
  'CLAUDE_SETTINGS.envNoObject': {
    message: {
      en: '"env" in Claude Code’s settings file {path} is not an object (line {line}, column {column}).',
      'zh-CN': 'Claude Code 的设置文件 {path} 中的“env”不是对象（第 {line} 行，第 {column} 列）。',
    },
    recovery: UNTOUCHED,
  },
  'CLAUDE_SETTINGS.notUtf8': {
    message: {
      en: 'Claude Code’s settings file {path} is not UTF-8 text.',
      'zh-CN': 'Claude Code 的设置文件 {path} 不是 UTF-8 文本。',
    },
    recovery: {
      en: 'Nothing was changed. Save it as UTF-8, then connect again.',
      'zh-CN': '未做任何更改。请将其保存为 UTF-8，然后重新连接。',
    },
  },
  'CLAUDE_SETTINGS.unreadable': {
    message: {
      en: 'Claude Code’s settings file {path} cannot be read: {reason}.',
      'zh-CN': '无法读取 Claude Code 的设置文件 {path}：{reason}。',
    },
    recovery: UNTOUCHED,
  },
  'CLAUDE_SETTINGS.readOnly': {
    message: {
      en: 'Claude Code’s settings file {path} is read-only.',
      'zh-CN': 'Claude Code 的设置文件 {path} 是只读的。',
    },
    recovery: {
      en: 'Nothing was changed. Allow your user account to write it, or change it where it is made.',
      'zh-CN': '未做任何更改。请允许当前用户写入该文件，或在生成它的地方更改。',
    },
  },
  'CLAUDE_SETTINGS.deadLink': {
    message: {
      en: 'Claude Code’s settings file {path} is a link to a file that does not exist.',
      'zh-CN': 'Claude Code 的设置文件 {path} 是一个链接，但它指向的文件不存在。',
    },
    recovery: {
      en: 'Nothing was changed. Create that file, or delete the link.',
      'zh-CN': '未做任何更改。请创建该文件，或删除这个链接。',
    },
  },
  'CLAUDE_SETTINGS.changed': {
    message: {
      en: 'Another program changed Claude Code’s settings file {path} at the same moment.',
      'zh-CN': '另一个程序同时更改了 Claude Code 的设置文件 {path}。',
    },
    recovery: { en: 'Nothing was changed. Try again.', 'zh-CN': '未做任何更改。请重试。' },
  },
  'CLAUDE_SETTINGS.statusLine': {
    message: {
      en: 'Claude Code already has another status line in {path}.',
      'zh-CN': '{path} 中已经有另一个 Claude Code 状态栏。',
    },
    recovery: {
      en: 'Nothing was changed. To replace it: kimi-proxy connect --replace-statusline',
      'zh-CN': '未做任何更改。如需替换：kimi-proxy connect --replace-statusline',
    },
  },
  'CLAUDE_SETTINGS.unwritable': {
    message: {
      en: 'Claude Code’s settings file {path} cannot be changed: {reason}.',
      'zh-CN': '无法更改 Claude Code 的设置文件 {path}：{reason}。',
    },
    recovery: {
      en: 'It is as it was. Allow your user account to write it and its folder.',
      'zh-CN': '它保持原样。请允许当前用户写入该文件及其文件夹。',
    },
  },
} as const
