/** That there is a newer version, and the setting that decides who is asked. */
export const NEW_VERSION_PHRASES = {
  'newVersion.available': { en: 'Version {version} is available', 'zh-CN': '有新版本 {version}' },
  'newVersion.present': {
    en: 'You have version {version}. Nothing is installed or restarted by itself.',
    'zh-CN': '当前版本是 {version}。不会自动安装，也不会自动重新启动。',
  },
  'newVersion.notes': { en: 'What is new in {version}', 'zh-CN': '{version} 的更新内容' },
  'newVersion.open': { en: 'Open the page', 'zh-CN': '打开页面' },
  'newVersion.lookNow': { en: 'Look now', 'zh-CN': '立即查询' },
  'newVersion.unasked': { en: 'New versions have not been asked for yet.', 'zh-CN': '尚未查询新版本。' },
  'newVersion.looking': { en: 'Looking for a new version…', 'zh-CN': '正在查询新版本…' },
  'newVersion.newest': { en: 'The newest version, as of {time}', 'zh-CN': '已是最新版本（{time} 查询）' },
  'newVersion.failed': {
    en: 'New versions could not be asked for ({time}).',
    'zh-CN': '未能查询新版本（{time}）。',
  },
  'tray.newVersion': { en: 'Version {version} is available…', 'zh-CN': '有新版本 {version}…' },
  'window.updateFeed': { en: 'Where to ask for new versions', 'zh-CN': '查询新版本的地址' },
  'window.updateFeedHint': {
    en: 'An https address, asked once a day. Leave empty to ask nobody.',
    'zh-CN': '填写 https 地址，每天查询一次。留空则不查询。',
  },
  'window.updateFeedInvalid': {
    en: 'Give an https address such as https://api.github.com/repos/OWNER/REPO/releases/latest.',
    'zh-CN': '请填写 https 地址，例如 https://api.github.com/repos/OWNER/REPO/releases/latest。',
  },
} as const
