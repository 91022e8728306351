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
    en: "sign out: remove that login; other tools' logins stay",
    'zh-CN': '退出登录：移除该登录，其他工具的登录会保留',
  },
  'help.connect': {
    en: 'connect Claude Code to Kimi for good: shows the change to its\nsettings, asks, then tries one small message (--check: only looks)',
    'zh-CN':
      '让 Claude Code 始终使用 Kimi：显示对其设置的更改，确认后写入，\n再发送一条很小的消息测试（--check：只检查）',
  },
  'help.disconnect': {
    en: 'disconnect Claude Code again',
    'zh-CN': '撤销连接',
  },
  'help.start': {
    en: 'start the proxy in the background; the same as kimi-proxy alone',
    'zh-CN': '在后台启动代理，与单独输入 kimi-proxy 相同',
  },
  'help.restart': {
    en: 'restart it with the current settings; asks first while requests run',
    'zh-CN': '以当前设置重新启动；正在处理请求时会先询问',
  },
  'help.configGet': {
    en: 'show settings, and where each comes from',
    'zh-CN': '显示设置及其来源',
  },
  'help.configSet': { en: 'change a setting for good', 'zh-CN': '永久更改一项设置' },
  'help.configUnset': { en: 'go back to its default', 'zh-CN': '恢复该项设置的默认值' },
  'help.logs': {
    en: "show the proxy's log file: where it is, and its last lines\n(for requests: log)",
    'zh-CN': '显示代理的日志文件：位置和最后几行\n（请求记录请用 log）',
  },
  'help.statusline': {
    en: 'print one line for the status line of Claude Code',
    'zh-CN': '输出一行文字，供 Claude Code 状态栏使用',
  },
  'help.completion': {
    en: 'print completions for your shell',
    'zh-CN': '输出命令行自动补全脚本',
  },
  'help.helpOf': { en: 'show this text, or that of a command', 'zh-CN': '显示此帮助，或某个命令的帮助' },
  'help.perCommand': {
    en: 'More on a command: kimi-proxy <command> --help',
    'zh-CN': '查看某个命令的帮助：kimi-proxy <command> --help',
  },
  'help.example': { en: 'Example:', 'zh-CN': '示例：' },
  'help.noColor': { en: 'if set: no colours', 'zh-CN': '设置后不使用颜色' },
  'help.ownRegion': {
    en: 'mainland-cn (kimi.com) or global (kimi.ai)',
    'zh-CN': 'mainland-cn（kimi.com）或 global（kimi.ai）',
  },
  'help.ownOpen': { en: "open the page in this computer's browser", 'zh-CN': '在本机浏览器中打开页面' },
  'help.ownYes': {
    en: 'do not ask, even if running requests are cut off',
    'zh-CN': '不再询问，即使会中断正在处理的请求',
  },
  'help.ownJson': { en: 'print JSON, for programs', 'zh-CN': '输出 JSON，供程序读取' },
  'help.ownCheck': { en: 'only look, and change nothing', 'zh-CN': '只检查，不做更改' },
  'help.ownScope': {
    en: 'which settings: user, project or local',
    'zh-CN': '更改哪一级设置：user、project 或 local',
  },
  'help.ownDryRun': { en: 'only show the change', 'zh-CN': '只显示更改，不写入' },
  'help.ownStatusline': {
    en: 'also show a status line in Claude Code',
    'zh-CN': '同时在 Claude Code 中显示状态栏',
  },
  'help.ownReplaceStatusline': {
    en: 'the same, in place of another status line',
    'zh-CN': '同上，并替换已有的状态栏',
  },
  'help.ownFollow': { en: 'keep printing, each request as it ends', 'zh-CN': '持续显示每个结束的请求' },
  'help.ownExport': { en: 'print JSON for a bug report', 'zh-CN': '输出用于问题报告的 JSON' },
  'help.ownSession': { en: 'only the session whose ID starts with S', 'zh-CN': '只显示 ID 以此开头的会话' },
  'help.ownLimit': { en: 'how many requests, at most 500', 'zh-CN': '请求数量，最多 500' },
  'help.ownWatch': { en: 'print again at each change', 'zh-CN': '每次变化时重新输出' },
  'help.ownRedact': {
    en: 'changes nothing: no report holds a secret',
    'zh-CN': '没有作用：报告中从不包含机密',
  },
  'help.check': { en: 'show whether it runs and is healthy', 'zh-CN': '显示运行状况' },
  'help.status': {
    en: 'the same, and every Kimi login on this computer',
    'zh-CN': '同上，并列出本机的所有 Kimi 登录',
  },
  'help.quota': {
    en: 'show what is left of your plan and when it resets',
    'zh-CN': '显示套餐剩余用量和重置时间',
  },
  'help.log': {
    en: 'show the last requests: waits, tokens, refusals\n(for the log file: logs);\n--export is for bug reports and names no session',
    'zh-CN':
      '显示最近的请求：等待、词元、拒绝原因\n（日志文件请用 logs）；\n--export 用于报告问题，不含会话名称',
  },
  'help.use': { en: 'choose which login to use', 'zh-CN': '选择要使用的登录' },
  'help.doctor': {
    en: "find what is wrong with logins, network, clock, port and\nClaude Code's settings; changes nothing, shows no secret",
    'zh-CN': '诊断登录、网络、时钟、端口和 Claude Code 设置的问题；\n不做更改，不显示机密',
  },
  'help.stop': {
    en: 'stop it and its watchdog; asks first while requests run',
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
    en: 'run it as a system service (systemd or launchd), as on a server',
    'zh-CN': '作为系统服务运行（systemd 或 launchd），适合服务器',
  },
  'help.serviceRemove': { en: 'remove that service', 'zh-CN': '移除该服务' },
  'help.serviceStatus': { en: 'show whether it is installed and runs', 'zh-CN': '显示服务是否已安装和运行' },

  'help.port': {
    en: 'listen on 127.0.0.1:N (default {port})',
    'zh-CN': '监听 127.0.0.1:N（默认 {port}）',
  },
  'help.park': {
    en: 'let requests wait for a new sign-in or the network, up to 10 minutes, instead of failing',
    'zh-CN': '让请求等待重新登录或网络恢复，最多 10 分钟，而不是直接失败',
  },
  'help.foreground': { en: 'stay in the terminal; Ctrl+C stops', 'zh-CN': '在终端前台运行，按 Ctrl+C 停止' },
  'help.stopAll': {
    en: 'stop whatever is running; never fails',
    'zh-CN': '停止所有正在运行的进程，不会失败',
  },
  'help.scope': {
    en: "connect: which settings: user (default), project or local (this folder's)",
    'zh-CN': 'connect：写入哪里的设置：user（默认）、project 或 local（当前文件夹）',
  },
  'help.dryRun': {
    en: 'connect, disconnect: show the change without making it',
    'zh-CN': 'connect、disconnect：只显示更改，不写入',
  },
  'help.region': {
    en: 'login: mainland-cn (kimi.com) or global (kimi.ai)',
    'zh-CN': 'login：mainland-cn（kimi.com）或 global（kimi.ai）',
  },
  'help.open': {
    en: "login: open the page in this computer's browser",
    'zh-CN': 'login：在本机浏览器中打开页面',
  },
  'help.yes': {
    en: 'do not ask, even if running requests are cut off',
    'zh-CN': '不再询问，即使会中断正在处理的请求',
  },
  'help.help': { en: 'show this text', 'zh-CN': '显示此帮助' },
  'help.version': { en: 'show the version', 'zh-CN': '显示版本' },

  'help.home': { en: 'where settings, log and run file live', 'zh-CN': '存放设置、日志和运行文件的文件夹' },
  'help.language': {
    en: 'en or zh-CN; else LC_ALL, LC_MESSAGES, LANG',
    'zh-CN': 'en 或 zh-CN；否则取自 LC_ALL、LC_MESSAGES、LANG',
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
    en: 'done; --check: running and healthy (or being restarted by its watchdog)',
    'zh-CN': '完成；--check：运行正常（或正由看门狗重新启动）',
  },
  'help.exit1': {
    en: 'could not start; --check: not running; --stop: nothing to stop;\nlogin: refused, or not approved in time; service install: it does not run;\nservice status: not installed',
    'zh-CN':
      '无法启动；--check：未运行；--stop：没有可停止的进程；\nlogin：被拒绝或未及时授权；service install：服务没有运行；\nservice status：未安装',
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
