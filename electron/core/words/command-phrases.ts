/** The command line tool: what the menu, Settings, the question and the window say of it, and what can go wrong. */
export const COMMAND_PHRASES = {
  'command.menuTranslocated': {
    en: 'Command line tool: move the app to Applications first',
    'zh-CN': '命令行工具：请先将应用移到“应用程序”',
  },
  'command.menuDevelopment': {
    en: 'Command line tool: only in the installed app',
    'zh-CN': '命令行工具：仅限已安装的应用',
  },
  'command.menuPackage': {
    en: 'Command line tool: installed with the package',
    'zh-CN': '命令行工具：已随软件包安装',
  },
  'command.packageHint': {
    en: 'The package has installed the command kimi-proxy.',
    'zh-CN': '命令 kimi-proxy 已随软件包安装。',
  },

  'command.label': { en: 'Command line tool', 'zh-CN': '命令行工具' },
  'command.absentHint': {
    en: 'The command kimi-proxy for your terminal, in {folder}.',
    'zh-CN': '在终端中使用的 kimi-proxy 命令，位于 {folder}。',
  },
  'command.installedHint': {
    en: 'The command kimi-proxy is in {folder}.',
    'zh-CN': 'kimi-proxy 命令位于 {folder}。',
  },
  'command.outdatedHint': {
    en: 'The command kimi-proxy points to where the app was before.',
    'zh-CN': 'kimi-proxy 命令仍指向应用原来的位置。',
  },
  'command.foreignHint': {
    en: 'Another kimi-proxy is in {folder}. You are asked before it is replaced.',
    'zh-CN': '{folder} 中已有另一个 kimi-proxy，替换之前会先询问您。',
  },
  'command.blockedHint': {
    en: 'A folder named {path} is in the way.',
    'zh-CN': '名为 {path} 的文件夹占用了位置。',
  },
  'command.again': { en: 'Install Again', 'zh-CN': '重新安装' },

  'ask.replaceCommand': {
    en: 'Replace the kimi-proxy that is already there?',
    'zh-CN': '替换已有的 kimi-proxy？',
  },
  'ask.replaceLinkDetail': {
    en: '{path} is a link to {target}. Only the link is replaced; what it leads to stays.',
    'zh-CN': '{path} 是指向 {target} 的链接。只会替换链接，它指向的内容会保留。',
  },
  'ask.replaceFileDetail': {
    en: '{path} is not from this app. It is kept beside it under another name.',
    'zh-CN': '{path} 不是本应用的文件。它会以另一个名称保留在原处。',
  },
  'ask.replaceNow': { en: 'Replace', 'zh-CN': '替换' },
  'ask.leaveCommand': { en: 'Keep It', 'zh-CN': '保留原样' },

  'note.commandInstalled': {
    en: 'The command kimi-proxy is installed in {folder}.',
    'zh-CN': 'kimi-proxy 命令已安装到 {folder}。',
  },
  'note.commandLedTo': {
    en: 'The link that was there led to {target}.',
    'zh-CN': '原来的链接指向 {target}。',
  },
  'note.commandKeptAs': {
    en: 'The file that was there is now {path}.',
    'zh-CN': '原来的文件现在是 {path}。',
  },
  'note.commandPath': {
    en: 'If your terminal doesn’t find it, add this line to ~/.zshrc or ~/.bashrc:',
    'zh-CN': '如果终端找不到它，请将这一行加入 ~/.zshrc 或 ~/.bashrc：',
  },
  'note.commandPathWindows': {
    en: 'If your terminal doesn’t find it, add this folder to Path in the environment variables of your account:',
    'zh-CN': '如果终端找不到它，请将这个文件夹加入您账户环境变量中的 Path：',
  },
  'note.commandRemoved': {
    en: 'The command kimi-proxy is removed from {folder}.',
    'zh-CN': 'kimi-proxy 命令已从 {folder} 移除。',
  },
} as const
