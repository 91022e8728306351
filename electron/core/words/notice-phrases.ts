/** Notices of the system, each said once per transition. */
export const NOTICE_PHRASES = {
  'notice.signIn': { en: 'Sign in to Kimi again', 'zh-CN': '请重新登录 Kimi' },
  'notice.signInBody': {
    en: '{problem} Click to sign in; Claude Code will then continue.',
    'zh-CN': '{problem}点击这里登录，之后 Claude Code 会自动继续。',
  },
  'notice.recovered': { en: 'Kimi Proxy is running again', 'zh-CN': 'Kimi Proxy 已恢复运行' },
  'notice.recoveredBody': { en: 'Claude Code can continue.', 'zh-CN': 'Claude Code 可以继续使用了。' },
  'notice.gaveUp': { en: 'Kimi Proxy keeps crashing', 'zh-CN': 'Kimi Proxy 多次重启失败' },
  'notice.gaveUpBody': {
    en: 'It stopped after {count} restarts. Open Kimi Proxy to try again.',
    'zh-CN': '重启 {count} 次后已停止。请打开 Kimi Proxy 重试。',
  },
  'notice.portTaken': { en: 'Kimi Proxy can’t start', 'zh-CN': 'Kimi Proxy 无法启动' },
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
