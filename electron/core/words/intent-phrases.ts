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
  | 'undoSetting'
  | 'dismissNote'

export const INTENT_PHRASES = {
  'do.start': { en: 'Start', 'zh-CN': '启动' },
  'do.stop': { en: 'Stop', 'zh-CN': '停止' },
  'do.refresh': { en: 'Renew Token Now', 'zh-CN': '立即续期令牌' },
  'do.retry': { en: 'Try Again', 'zh-CN': '重试' },
  'do.stopOther': { en: 'Stop Command Line Proxy', 'zh-CN': '停止命令行代理' },
  'do.takeOver': { en: 'Take Over', 'zh-CN': '由本应用接管' },
  'do.copySettings': { en: 'Copy Claude Code Settings', 'zh-CN': '复制 Claude Code 设置' },
  'do.copyBaseUrl': { en: 'Copy Base URL', 'zh-CN': '复制基础 URL' },
  'do.runDoctor': { en: 'Check Again', 'zh-CN': '重新诊断' },
  'do.signIn': { en: 'Sign In in Browser', 'zh-CN': '在浏览器中登录' },
  'do.signInByPhone': { en: 'Use Phone Instead', 'zh-CN': '改用手机登录' },
  'do.connectClaude': { en: 'Connect', 'zh-CN': '连接' },
  'do.disconnectClaude': { en: 'Disconnect', 'zh-CN': '断开' },
  'do.finishSetUp': { en: 'Done', 'zh-CN': '完成' },
  'do.cancelSignIn': { en: 'Cancel', 'zh-CN': '取消' },
  'do.copySignInCode': { en: 'Copy Code', 'zh-CN': '复制验证码' },
  'do.openSignInPage': { en: 'Open Browser Again', 'zh-CN': '再次打开浏览器' },
  'do.signOut': { en: 'Sign Out…', 'zh-CN': '退出登录…' },
  'do.openTerminal': { en: 'Open Terminal', 'zh-CN': '打开终端' },
  'do.openLog': { en: 'Open Log', 'zh-CN': '打开日志' },
  'do.openKimi': { en: 'Open www.kimi.com', 'zh-CN': '打开 www.kimi.com' },
  'do.openReleases': { en: 'New Versions…', 'zh-CN': '查看新版本…' },
  'do.setLaunchAtLogin': { en: 'Launch at Login', 'zh-CN': '开机自动启动' },
  'do.installCommand': { en: 'Install Command Line Tool…', 'zh-CN': '安装命令行工具…' },
  'do.removeCommand': { en: 'Remove Command Line Tool', 'zh-CN': '移除命令行工具' },
  'do.openWindow': { en: 'Open Kimi Proxy…', 'zh-CN': '打开 Kimi Proxy…' },
  'do.about': { en: 'About Kimi Proxy', 'zh-CN': '关于 Kimi Proxy' },
  'do.quit': { en: 'Quit Kimi Proxy', 'zh-CN': '退出 Kimi Proxy' },
} as const satisfies Readonly<Record<`do.${Exclude<Command['kind'], WordedThere>}`, Phrase>>
