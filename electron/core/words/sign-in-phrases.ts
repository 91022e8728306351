/** Signing in with a code, and signing out again. */
export const SIGN_IN_PHRASES = {
  'signIn.offerHint': {
    en: 'On Kimi’s page, here or on your phone.',
    'zh-CN': '在 Kimi 页面上登录，用本机或手机均可。',
  },
  'signIn.orCommand': { en: 'Or with the Kimi command', 'zh-CN': '或使用 kimi 命令' },
  'signIn.begun': { en: 'Signing in', 'zh-CN': '正在登录' },
  'signIn.asking': { en: 'Asking Kimi for a code…', 'zh-CN': '正在向 Kimi 获取代码…' },
  'signIn.offline': { en: 'Kimi cannot be reached. Trying again…', 'zh-CN': '无法连接 Kimi，正在重试…' },
  'signIn.approve': { en: 'Approve on Kimi’s page', 'zh-CN': '请在 Kimi 页面上同意登录' },
  'signIn.approveHint': {
    en: 'Approve only if the page shows this code.',
    'zh-CN': '页面上显示的代码与此一致时，才可同意。',
  },
  'signIn.renewed': {
    en: 'The last code ran out. This is a new one.',
    'zh-CN': '上一个代码已过期，这是新代码。',
  },
  'signIn.scan': { en: 'Or scan it with your phone', 'zh-CN': '或用手机扫码' },
  'signIn.qr': { en: 'QR code of the page {page}', 'zh-CN': '页面 {page} 的二维码' },
  'signIn.waiting': { en: 'Waiting for your approval…', 'zh-CN': '正在等待您同意…' },
  'signIn.left': { en: 'The code is good for {left}.', 'zh-CN': '代码有效时间还剩 {left}。' },
  'signIn.saving': { en: 'Approved. Saving the login…', 'zh-CN': '已同意，正在保存登录信息…' },
  'signIn.unsaved': { en: 'The login is not saved yet', 'zh-CN': '登录信息尚未保存' },
  'signIn.as': { en: 'Signed in as {name}', 'zh-CN': '已登录为 {name}' },
  'signIn.denied': { en: 'The sign-in was refused', 'zh-CN': '登录被拒绝' },
  'signIn.deniedHint': {
    en: 'It was not approved on Kimi’s page.',
    'zh-CN': '在 Kimi 页面上没有获得同意。',
  },
  'signIn.failed': { en: 'The sign-in did not work', 'zh-CN': '登录没有成功' },
  'signIn.back': { en: 'Back', 'zh-CN': '返回' },

  'signIn.own': { en: 'Use its own…', 'zh-CN': '改用自己的登录…' },
  'signIn.ownSpoken': {
    en: 'Use its own login instead of the shared one',
    'zh-CN': '改用自己的登录，不再共用',
  },
  'tray.signInOwn': { en: 'Sign in with its own login…', 'zh-CN': '改用 Kimi Proxy 自己的登录…' },
  'tray.signOut': { en: 'Sign out of Kimi Proxy’s own login…', 'zh-CN': '退出 Kimi Proxy 自己的登录…' },

  'ask.signOut': { en: 'Sign out of Kimi Proxy’s own login?', 'zh-CN': '退出 Kimi Proxy 自己的登录？' },
  'ask.signOutDetail': {
    en: 'Only this login is removed from this computer. Claude Code goes on with the login of another Kimi tool.',
    'zh-CN': '只会从这台电脑上移除这个登录，Claude Code 会改用其他 Kimi 工具的登录。',
  },
  'ask.signOutLastDetail': {
    en: 'This login is removed from this computer. Claude Code cannot go on until you sign in again.',
    'zh-CN': '这个登录会从这台电脑上移除，重新登录之前 Claude Code 无法继续使用。',
  },
  'ask.signOutNow': { en: 'Sign out', 'zh-CN': '退出登录' },
  'ask.staySignedIn': { en: 'Stay signed in', 'zh-CN': '保持登录' },
} as const
