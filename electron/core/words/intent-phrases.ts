/**
 * What a command is called where a person is offered it, in menu and window alike. A command without a row here does not
 * compile, unless it is one of those whose words depend on what it is about.
 */
import type { Command } from '../../contract/commands'
import type { Phrase } from './phrase'

/** Their words stand with the face, setting or note that they belong to, or there are none. */
type WordedThere =
  | 'closeWindow'
  | 'copyReport'
  | 'copySignInCommand'
  | 'useLogin'
  | 'openLoginItemSettings'
  | 'setPreferences'
  | 'saveSettings'
  | 'dismissNote'

export const INTENT_PHRASES = {
  'do.start': { en: 'Start', 'zh-CN': '启动' },
  'do.stop': { en: 'Stop', 'zh-CN': '停止' },
  'do.refresh': { en: 'Refresh now', 'zh-CN': '立即续期' },
  'do.retry': { en: 'Try again', 'zh-CN': '重试' },
  'do.stopOther': { en: 'Stop the command line proxy', 'zh-CN': '停止命令行代理' },
  'do.takeOver': { en: 'Take over', 'zh-CN': '由本应用接管' },
  'do.copySettings': { en: 'Copy Claude Code settings', 'zh-CN': '复制 Claude Code 设置' },
  'do.copyBaseUrl': { en: 'Copy base URL', 'zh-CN': '复制基础 URL' },
  'do.runDoctor': { en: 'Check again', 'zh-CN': '再次检查' },
  'do.signIn': { en: 'Sign in', 'zh-CN': '登录' },
  'do.cancelSignIn': { en: 'Cancel', 'zh-CN': '取消' },
  'do.copySignInCode': { en: 'Copy code', 'zh-CN': '复制代码' },
  'do.openSignInPage': { en: 'Open browser', 'zh-CN': '打开浏览器' },
  'do.signOut': { en: 'Sign out…', 'zh-CN': '退出登录…' },
  'do.openTerminal': { en: 'Open Terminal', 'zh-CN': '打开终端' },
  'do.openLog': { en: 'Open log', 'zh-CN': '打开日志' },
  'do.openKimi': { en: 'Open www.kimi.com', 'zh-CN': '打开 www.kimi.com' },
  'do.openReleases': { en: 'New versions…', 'zh-CN': '查看新版本…' },
  'do.setLaunchAtLogin': { en: 'Launch at login', 'zh-CN': '登录时启动' },
  'do.installCommand': { en: 'Install command line tool…', 'zh-CN': '安装命令行工具…' },
  'do.removeCommand': { en: 'Remove command line tool', 'zh-CN': '移除命令行工具' },
  'do.openWindow': { en: 'Open window', 'zh-CN': '打开窗口' },
  'do.about': { en: 'About Kimi Proxy', 'zh-CN': '关于 Kimi Proxy' },
  'do.quit': { en: 'Quit Kimi Proxy', 'zh-CN': '退出 Kimi Proxy' },
} as const satisfies Readonly<Record<`do.${Exclude<Command['kind'], WordedThere>}`, Phrase>>
