/** Notices of the system, each said once per transition. */
export const NOTICE_PHRASES = {
  'notice.signInBody': {
    en: '{problem} Sign in and Claude Code will continue.',
    'zh-CN': '{problem}登录后 Claude Code 会自动继续。',
  },
  'notice.signInButton': { en: 'Sign In', 'zh-CN': '登录' },
  'notice.recovered': { en: 'Kimi Proxy is running again', 'zh-CN': 'Kimi Proxy 已恢复运行' },
  'notice.recoveredBody': { en: 'Claude Code can continue.', 'zh-CN': 'Claude Code 可以继续使用了。' },
  'notice.gaveUpBody': {
    en: '{problem} Open Kimi Proxy to try again.',
    'zh-CN': '{problem}请打开 Kimi Proxy 重试。',
  },
  /** Said before there is a window. */
  'app.homeUnwritable': {
    en: 'The folder {path} cannot be written. Allow your user account to write there.',
    'zh-CN': '无法写入文件夹 {path}。请允许当前用户写入。',
  },
  'app.cannotStart': {
    en: 'Kimi Proxy can’t start. The log says why: {path}',
    'zh-CN': 'Kimi Proxy 无法启动，原因见日志：{path}',
  },
} as const
