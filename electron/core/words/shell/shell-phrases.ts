/** What restart, config and logs say, and what a start says of settings that an engine does not have yet. */
export const SHELL_PHRASES = {
  'cli.settingsDiffer': {
    en: 'It still runs with older settings: {names}. To apply the current ones: kimi-proxy restart',
    'zh-CN': '它仍在使用旧的设置：{names}。如需应用当前设置：kimi-proxy restart',
  },
  'cli.restartInApp': {
    en: 'The Kimi Proxy app runs it (PID {pid}). Stop and start it in the app.',
    'zh-CN': '它由 Kimi Proxy 应用运行（PID {pid}）。请在应用中停止并重新启动。',
  },

  'config.default': { en: 'default', 'zh-CN': '默认' },
  'config.none': { en: '-', 'zh-CN': '-' },
  'config.set': { en: '{key} = {value} (in {path})', 'zh-CN': '{key} = {value}（位于 {path}）' },
  'config.unset': {
    en: '{key} is back at its default (in {path})',
    'zh-CN': '{key} 已恢复默认值（位于 {path}）',
  },
  'config.same': { en: 'Nothing to change.', 'zh-CN': '无需更改。' },
  'config.outranked': {
    en: '{source} wins over the file: {key} stays {value}.',
    'zh-CN': '{source} 优先于设置文件：{key} 仍为 {value}。',
  },
  'config.runs': {
    en: 'kimi-proxy still runs without this change. To use it now: kimi-proxy restart',
    'zh-CN': '正在运行的 kimi-proxy 尚未使用此更改。如需立即使用：kimi-proxy restart',
  },

  'logs.at': { en: 'Log: {path}', 'zh-CN': '日志：{path}' },
  'logs.none': { en: 'Nothing was logged yet.', 'zh-CN': '尚无日志。' },
} as const
