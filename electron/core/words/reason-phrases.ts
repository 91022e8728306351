/** Why something failed: half sentences that stand inside the sentence of a problem or finding. */
export const REASON_PHRASES = {
  'reason.unknown': { en: 'unknown error', 'zh-CN': '未知错误' },
  /** The system's own name of an error: ENOSPC and the like. */
  'reason.code': { en: '{code}', 'zh-CN': '{code}' },
  /** What another program or server said, in its own language. */
  'reason.said': { en: '{words}', 'zh-CN': '{words}' },

  'reason.notFound': { en: '{host} was not found', 'zh-CN': '找不到 {host}' },
  'reason.connectionRefused': { en: '{host} refused the connection', 'zh-CN': '{host} 拒绝了连接' },
  'reason.connectionBroke': { en: 'the connection to {host} broke', 'zh-CN': '与 {host} 的连接中断' },
  'reason.connectionLost': { en: 'the connection broke', 'zh-CN': '连接中断' },
  'reason.unreachable': { en: '{host} cannot be reached', 'zh-CN': '无法连接 {host}' },
  'reason.certificateTime': {
    en: 'the certificate of {host} has expired or is not valid yet; check the clock',
    'zh-CN': '{host} 的证书已过期或尚未生效，请检查系统时间',
  },
  'reason.untrusted': {
    en: 'the certificate of {host} is not trusted; in a company network, set extraCaFile to its certificate',
    'zh-CN': '{host} 的证书不受信任；如果在公司网络中，请将 extraCaFile 设为其证书',
  },
  'reason.notHttp': {
    en: '{host} answered with something that is not HTTP',
    'zh-CN': '{host} 的回答不是 HTTP',
  },
  'reason.hostCode': { en: '{host}: {code}', 'zh-CN': '{host}（{code}）' },
  'reason.nonsense': { en: 'it sent an unexpected reply', 'zh-CN': '它返回了意外内容' },
  'reason.hostSilent': { en: '{host} did not answer in time', 'zh-CN': '{host} 没有及时回答' },
  'reason.notConnected': {
    en: '{host} could not be connected to in time',
    'zh-CN': '未能及时连接到 {host}',
  },
  'reason.answerTooLong': { en: 'the answer is too long', 'zh-CN': '回答过长' },

  'reason.proxyRefused': {
    en: 'the proxy {proxy} refused the connection with HTTP {status}',
    'zh-CN': '代理 {proxy} 拒绝了连接（HTTP {status}）',
  },
  'reason.proxyWantsPassword': {
    en: 'the proxy {proxy} refused the connection with HTTP 407: it wants a name and password, which go into the proxy setting',
    'zh-CN': '代理 {proxy} 拒绝了连接（HTTP 407）：它需要用户名和密码，请在代理设置中填写',
  },
  'reason.proxySaid': {
    en: 'the proxy {proxy} refused the connection ({words})',
    'zh-CN': '代理 {proxy} 拒绝了连接（{words}）',
  },
  'reason.proxySilent': { en: 'the proxy {proxy} did not answer', 'zh-CN': '代理 {proxy} 没有回答' },
  'reason.proxyFailed': { en: 'the proxy failed: {reason}', 'zh-CN': '代理出错：{reason}' },

  'reason.limitFiveHours': { en: '5-hour limit', 'zh-CN': '5 小时额度' },
  'reason.limitWeek': { en: 'weekly limit', 'zh-CN': '每周额度' },
  'reason.limitMonth': { en: 'monthly limit', 'zh-CN': '每月额度' },
  'reason.limitBillingCycle': { en: 'usage limit', 'zh-CN': '用量额度' },

  'reason.http': { en: 'HTTP {status}', 'zh-CN': 'HTTP {status}' },
  'reason.httpSaid': { en: 'HTTP {status}: {words}', 'zh-CN': 'HTTP {status}：{words}' },
  'reason.webPage': {
    en: 'a web page answered in Kimi’s place (HTTP {status})',
    'zh-CN': '回答来自一个网页而不是 Kimi（HTTP {status}）',
  },
  'reason.noToken': { en: 'the answer lacks a token', 'zh-CN': '回答中没有令牌' },
  'reason.answerUnreadable': {
    en: 'the answer could not be read (HTTP {status})',
    'zh-CN': '无法读取回答（HTTP {status}）',
  },
  'reason.stillWaitedFor': { en: 'its answer is still waited for', 'zh-CN': '仍在等待它的回答' },
  'reason.triedLater': { en: 'it is tried again later', 'zh-CN': '稍后会重试' },
  'reason.lacks': { en: 'it lacks {field}', 'zh-CN': '缺少 {field}' },
  'reason.foreignPage': { en: 'its page is not one of Kimi’s', 'zh-CN': '其中的页面不是 Kimi 的' },

  'reason.notJson': { en: 'it is not JSON', 'zh-CN': '内容不是 JSON' },
  'reason.noObject': { en: 'it holds no JSON object', 'zh-CN': '其中没有 JSON 对象' },
  'reason.tokenMissing': { en: 'it holds no token', 'zh-CN': '其中没有令牌' },
  'reason.tokenNotText': { en: 'a token in it is not plain text', 'zh-CN': '其中的令牌不是纯文本' },
  'reason.noFolder': { en: 'a file is in its place', 'zh-CN': '该位置已有一个文件' },
  'reason.notAFile': { en: 'it is not a plain file', 'zh-CN': '它不是普通文件' },
  'reason.tooLarge': { en: 'it is larger than {size} MB', 'zh-CN': '它超过 {size} MB' },
  'reason.noCertificate': { en: 'no PEM certificate', 'zh-CN': '其中没有 PEM 证书' },
  'reason.unreadable': { en: 'it cannot be read', 'zh-CN': '无法读取' },

  'reason.denied': { en: 'permission denied', 'zh-CN': '没有权限' },
  'reason.diskFull': { en: 'the disk is full', 'zh-CN': '磁盘已满' },
  'reason.quotaUsedUp': { en: 'the disk quota is used up', 'zh-CN': '磁盘配额已用完' },
  'reason.readOnly': { en: 'the disk is read-only', 'zh-CN': '磁盘为只读' },
  'reason.diskFails': { en: 'the disk fails', 'zh-CN': '磁盘出错' },
  'reason.fileLocked': {
    en: 'the file can be neither replaced nor changed',
    'zh-CN': '文件既不能替换也不能修改',
  },
  'reason.folderInPlace': { en: 'a folder is in its place', 'zh-CN': '该位置已有一个文件夹' },
  'reason.lowPort': { en: 'ports below 1024 need special rights', 'zh-CN': '1024 以下的端口需要特殊权限' },

  /** Where a setting stands. */
  'reason.named': { en: '{name}', 'zh-CN': '{name}' },
  'reason.inFile': { en: '"{key}" in {path}', 'zh-CN': '{path} 中的 "{key}"' },
  /** What a preference must be. */
  'reason.flag': { en: 'true or false', 'zh-CN': 'true 或 false' },
  'reason.port': { en: 'a port', 'zh-CN': '端口号' },
  'reason.version': { en: 'a version', 'zh-CN': '版本号' },
  'reason.oneOf': { en: '"{first}", "{second}" or "{third}"', 'zh-CN': '"{first}"、"{second}" 或 "{third}"' },

  'reason.lockTaken': { en: 'its lock was taken over meanwhile', 'zh-CN': '它的锁已被其他程序接管' },
  'reason.stopping': { en: 'Kimi Proxy is stopping', 'zh-CN': 'Kimi Proxy 正在停止' },
  'reason.otherSignedIn': { en: 'another program signed in meanwhile', 'zh-CN': '其他程序在此期间登录了' },
  'reason.otherRenewed': { en: 'another program renewed it first', 'zh-CN': '其他程序已先行续期' },

  /** Who has a port. */
  'reason.holderKimiProxy': {
    en: 'Kimi Proxy with another home folder (PID {pid})',
    'zh-CN': '使用其他数据文件夹的 Kimi Proxy（PID {pid}）',
  },
  'reason.holderOrigin': { en: 'kimi-proxy.py ({stop})', 'zh-CN': 'kimi-proxy.py（{stop}）' },
  'reason.holderProgram': { en: '{name} (PID {pid})', 'zh-CN': '{name}（PID {pid}）' },
  'reason.holderNameless': { en: 'a program whose name is not known', 'zh-CN': '名称未知的程序' },

  'reason.twoHosts': { en: 'it names more than one host', 'zh-CN': '它指定了多个主机' },
  'reason.foreignHost': {
    en: 'the host "{host}" is not this computer',
    'zh-CN': '主机 {host} 不是本机',
  },
  'reason.foreignOrigin': {
    en: 'the web origin "{origin}" is not allowed',
    'zh-CN': '不允许来自网页 {origin} 的请求',
  },
  'reason.noLocalKey': { en: 'it does not show the local key', 'zh-CN': '没有提供本机密钥' },
  'reason.otherSite': { en: 'it comes from another web site', 'zh-CN': '它来自其他网站' },
  'reason.targetNotText': {
    en: 'the request target is not plain text',
    'zh-CN': '请求目标不是纯文本',
  },
  'reason.foreignTarget': {
    en: 'the request target is neither a path nor a URL of this computer',
    'zh-CN': '请求目标既不是路径，也不是本机的网址',
  },
  'reason.noHttpRequest': { en: 'it is not HTTP', 'zh-CN': '它不是 HTTP' },
  'reason.headerTooLong': { en: 'its header is too long', 'zh-CN': '它的标头过长' },

  'reason.saidNothing': {
    en: 'it did not say whether it runs',
    'zh-CN': '它没有说明是否已在运行',
  },
  'reason.saidNonsense': { en: 'it sent an unexpected reply', 'zh-CN': '它返回了意外内容' },
  'reason.endedAtOnce': { en: 'it ended at once ({how})', 'zh-CN': '它立即结束了（{how}）' },
  'reason.noDisplay': { en: 'there is no display for a tray icon', 'zh-CN': '没有可显示托盘图标的桌面' },
  'reason.noRuntime': {
    en: 'Electron’s runtime is not here and could not be fetched (it takes Node 22.12 or newer and the network; ELECTRON_MIRROR names another source)',
    'zh-CN':
      '没有 Electron 运行时，也无法下载（需要 Node 22.12 或更新版本和网络，可用 ELECTRON_MIRROR 指定其他来源）',
  },
  'reason.runtimeBroken': { en: 'Electron could not be started', 'zh-CN': 'Electron 无法启动' },
  'reason.runtimeEnded': {
    en: 'Electron ended at once (code {code})',
    'zh-CN': 'Electron 立即结束了（退出码 {code}）',
  },
  'reason.runtimeKilled': {
    en: 'Electron ended at once ({signal})',
    'zh-CN': 'Electron 立即结束了（{signal}）',
  },
  'reason.commandMissing': { en: 'the command is not there', 'zh-CN': '没有该命令' },
  'reason.noLaunchctl': { en: 'there is no launchctl', 'zh-CN': '没有 launchctl' },
  'reason.noSystemctl': { en: 'there is no systemctl', 'zh-CN': '没有 systemctl' },
  'reason.noReasonGiven': { en: 'it did not say why', 'zh-CN': '没有说明原因' },
} as const
