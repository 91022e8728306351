/** Notices of the system, each said once per transition. */
export const NOTICE_PHRASES = {
  'notice.signIn': { en: 'Kimi sign-in needed', 'zh-CN': '需要登录 Kimi' },
  'notice.signInBody': {
    en: '{problem} Open Kimi Proxy to sign in; Claude Code then goes on.',
    'zh-CN': '{problem}打开 Kimi Proxy 登录，之后 Claude Code 即可继续。',
  },
  'notice.recovered': { en: 'Kimi Proxy is running again', 'zh-CN': 'Kimi Proxy 已恢复运行' },
  'notice.recoveredBody': { en: 'Claude Code can go on.', 'zh-CN': 'Claude Code 可以继续使用了。' },
  'notice.gaveUp': { en: 'Kimi Proxy has stopped', 'zh-CN': 'Kimi Proxy 已停止' },
  'notice.gaveUpBody': {
    en: 'It failed {count} times in a row. Open Kimi Proxy to try again.',
    'zh-CN': '它连续失败了 {count} 次。打开 Kimi Proxy 重试。',
  },
  'notice.portTaken': { en: 'Kimi Proxy cannot start', 'zh-CN': 'Kimi Proxy 无法启动' },
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
