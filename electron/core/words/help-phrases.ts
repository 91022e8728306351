/** What `--help` says. Lines after a line break stand below the first one, in its column. */
export const HELP_PHRASES = {
  'help.intro': {
    en: 'kimi-proxy keeps Claude Code signed in to your Kimi subscription.',
    'zh-CN': 'kimi-proxy 让 Claude Code 保持登录您的 Kimi 订阅。',
  },
  'help.usage': { en: 'Usage:', 'zh-CN': '用法：' },
  'help.options': { en: 'Options:', 'zh-CN': '选项：' },
  'help.environment': { en: 'Environment:', 'zh-CN': '环境变量：' },

  'help.run': {
    en: 'run Claude Code through Kimi, starting the proxy if needed',
    'zh-CN': '通过 Kimi 运行 Claude Code，必要时启动代理',
  },
  'help.login': {
    en: 'sign in to Kimi with a code, on this or any other device',
    'zh-CN': '用验证码登录 Kimi，可在任意设备上授权',
  },
  'help.logout': {
    en: "remove that login again; other tools' logins stay",
    'zh-CN': '移除该登录，其他工具的登录会保留',
  },
  'help.start': { en: 'start the proxy in the background', 'zh-CN': '在后台启动代理' },
  'help.check': { en: 'say how it is doing', 'zh-CN': '显示运行状况' },
  'help.status': {
    en: 'the same, and which Kimi logins there are',
    'zh-CN': '同上，并列出所有 Kimi 登录',
  },
  'help.quota': {
    en: 'what is left of your plan, and when it resets',
    'zh-CN': '显示套餐剩余用量和重置时间',
  },
  'help.log': {
    en: 'the last requests: what they waited for, tokens, refusals;\n--export is for bug reports and names no session',
    'zh-CN': '最近的请求：等待、令牌、拒绝原因；\n--export 用于报告问题，不含会话名称',
  },
  'help.use': { en: 'choose the login', 'zh-CN': '选择要使用的登录' },
  'help.doctor': {
    en: "look for what is wrong with logins, network, clock, port and\nClaude Code's settings; changes nothing, shows no secret",
    'zh-CN': '诊断登录、网络、时钟、端口和 Claude Code 设置的问题；\n不做更改，不显示机密',
  },
  'help.stop': {
    en: 'stop it, and its watchdog; asks first while answers run',
    'zh-CN': '停止代理及其看门狗；正在处理请求时会先询问',
  },
  'help.watchdog': {
    en: 'start it, and start it again whenever it dies or hangs',
    'zh-CN': '启动代理，并在它崩溃或无响应时重新启动',
  },
  'help.token': {
    en: "print this computer's key, for apiKeyHelper and other clients",
    'zh-CN': '输出本机密钥，用于 apiKeyHelper 和其他客户端',
  },
  'help.env': {
    en: "print Claude Code's variables for the shell, or settings.json",
    'zh-CN': '输出 Claude Code 的环境变量，或 settings.json',
  },
  'help.serviceInstall': {
    en: 'have the system run it (systemd or launchd): a server, SSH',
    'zh-CN': '由系统运行它（systemd 或 launchd）：服务器、SSH',
  },
  'help.serviceRemove': { en: 'take that away again', 'zh-CN': '移除该服务' },
  'help.serviceStatus': { en: 'say whether it is installed and runs', 'zh-CN': '显示服务是否已安装和运行' },

  'help.port': {
    en: 'listen on 127.0.0.1:N (default {port})',
    'zh-CN': '监听 127.0.0.1:N（默认 {port}）',
  },
  'help.park': {
    en: 'let requests wait for a new sign-in or the network, up to 10 minutes, instead of failing',
    'zh-CN': '让请求等待重新登录或网络恢复，最多 10 分钟，而不是直接失败',
  },
  'help.foreground': { en: 'stay in the terminal; Ctrl+C stops', 'zh-CN': '在终端前台运行，按 Ctrl+C 停止' },
  'help.stopAll': { en: 'stop whatever is running; never fails', 'zh-CN': '停止所有正在运行的，不会失败' },
  'help.region': {
    en: 'login: mainland-cn (kimi.com) or global (kimi.ai)',
    'zh-CN': 'login：mainland-cn（kimi.com）或 global（kimi.ai）',
  },
  'help.open': {
    en: "login: open the page in this computer's browser",
    'zh-CN': 'login：在本机浏览器中打开页面',
  },
  'help.yes': {
    en: 'logout, --stop: do not ask; service: cut what runs',
    'zh-CN': 'logout、--stop：不再询问；service：中断正在处理的请求',
  },
  'help.help': { en: 'this text', 'zh-CN': '显示此帮助' },
  'help.version': { en: 'the version', 'zh-CN': '显示版本' },

  'help.home': { en: 'where settings, log and run file live', 'zh-CN': '存放设置、日志和运行文件的文件夹' },
  'help.language': {
    en: 'en or zh-CN; else LC_ALL, LC_MESSAGES, LANG',
    'zh-CN': 'en 或 zh-CN；否则看 LC_ALL、LC_MESSAGES、LANG',
  },
  'help.upstream': { en: 'default {url}', 'zh-CN': '默认 {url}' },
  'help.credentials': { en: 'the login file to use', 'zh-CN': '要使用的登录文件' },
  'help.kimiCodeHome': { en: 'home of kimi-code', 'zh-CN': 'kimi-code 的文件夹' },
  'help.kimiShareDir': { en: 'home of kimi-cli', 'zh-CN': 'kimi-cli 的文件夹' },
  'help.proxy': { en: 'the network proxy', 'zh-CN': '网络代理' },
  'help.noProxy': { en: 'hosts that are reached without it', 'zh-CN': '不经代理连接的主机' },
  'help.extraCaFile': {
    en: 'certificates to trust besides the usual ones',
    'zh-CN': '额外信任的证书',
  },

  'help.exitCodes': { en: 'Exit codes:', 'zh-CN': '退出码：' },
  'help.exit0': {
    en: 'done; --check: running and healthy (or its watchdog is at it)',
    'zh-CN': '完成；--check：运行正常（或看门狗正在处理）',
  },
  'help.exit1': {
    en: 'could not start; --check: not running; --stop: nothing to stop;\nlogin: refused, or not approved in time; service install: it does not run;\nservice status: not installed',
    'zh-CN':
      '无法启动；--check：未运行；--stop：没有可停止的；\nlogin：被拒绝或未及时授权；service install：服务没有运行；\nservice status：未安装',
  },
  'help.exit2': {
    en: '--check: running but unhealthy, and no watchdog; doctor: something is bad;\nservice status: installed, not running',
    'zh-CN': '--check：在运行但异常，且没有看门狗；doctor：发现问题；\nservice status：已安装但未运行',
  },
  'help.exit130': { en: 'login: cancelled with Ctrl+C', 'zh-CN': 'login：按 Ctrl+C 取消' },
  'help.exit64': {
    en: 'a mistake in an option, a setting or a variable',
    'zh-CN': '选项、设置或环境变量有误',
  },
} as const
