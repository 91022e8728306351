/** Signing in with a code, and signing out again. */
export const SIGN_IN_PHRASES = {
  'signIn.otherWays': { en: 'Other ways', 'zh-CN': '其他方式' },
  'signIn.begun': { en: 'Signing in', 'zh-CN': '正在登录' },
  'signIn.asking': { en: 'Getting a code from Kimi…', 'zh-CN': '正在获取验证码…' },
  'signIn.offline': { en: 'Can’t reach Kimi. Retrying…', 'zh-CN': '无法连接 Kimi，正在重试…' },
  'signIn.approve': { en: 'Confirm in your browser', 'zh-CN': '请在浏览器中确认授权' },
  'signIn.approveHint': {
    en: 'Check that the page shows this code.',
    'zh-CN': '请核对页面上的验证码。',
  },
  'signIn.renewed': {
    en: 'The last code expired. Here is a new one.',
    'zh-CN': '上一个验证码已过期，这是新的。',
  },
  'signIn.approvePhone': { en: 'Scan with your phone', 'zh-CN': '请用手机扫码' },
  'signIn.phone': { en: 'Use phone instead', 'zh-CN': '改用手机' },
  'signIn.openBrowser': { en: 'Open Browser', 'zh-CN': '打开浏览器' },
  'signIn.qr': { en: 'QR code of the page {page}', 'zh-CN': '页面 {page} 的二维码' },
  'signIn.waiting': { en: 'Waiting for you to confirm…', 'zh-CN': '正在等待授权…' },
  'signIn.left': { en: 'The code expires in {left}.', 'zh-CN': '验证码将在 {left}后过期。' },
  'signIn.saving': { en: 'Confirmed. Saving…', 'zh-CN': '已授权，正在保存…' },
  'signIn.unsaved': { en: 'Your sign-in isn’t saved yet', 'zh-CN': '登录信息尚未保存' },
  'signIn.welcome': { en: 'Welcome back, {name}', 'zh-CN': '欢迎回来，{name}' },
  'signIn.denied': { en: 'Sign-in was refused', 'zh-CN': '登录被拒绝' },
  'signIn.deniedHint': {
    en: 'It was declined on Kimi’s page.',
    'zh-CN': '您在 Kimi 页面上拒绝了授权。',
  },
  'signIn.failed': { en: 'Sign-in failed', 'zh-CN': '登录失败' },
  'signIn.back': { en: 'Back', 'zh-CN': '返回' },

  'signIn.own': { en: 'Separate Sign-In…', 'zh-CN': '单独登录…' },
  'signIn.ownSpoken': {
    en: 'Use a separate sign-in instead of the shared one',
    'zh-CN': '单独登录，不再共用',
  },

  'ask.signOut': { en: 'Sign out of Kimi Proxy?', 'zh-CN': '退出 Kimi Proxy 的登录？' },
  'ask.signOutDetail': {
    en: 'Claude Code will continue with the sign-in of another Kimi tool on this computer.',
    'zh-CN': 'Claude Code 将改用这台电脑上其他 Kimi 工具的登录。',
  },
  'ask.signOutLastDetail': {
    en: 'Claude Code can’t continue until you sign in again.',
    'zh-CN': '重新登录之前，Claude Code 无法继续使用。',
  },
  'ask.signOutNow': { en: 'Sign Out', 'zh-CN': '退出登录' },
  'ask.staySignedIn': { en: 'Stay Signed In', 'zh-CN': '保持登录' },
} as const
