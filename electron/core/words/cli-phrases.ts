/** What the command line says while it works. Problems and reasons stand in tables of their own. */
export const CLI_PHRASES = {
  /** The name of the program stands in front of what went wrong. */
  'cli.failed': { en: 'kimi-proxy: {line}', 'zh-CN': 'kimi-proxy：{line}' },

  'cli.listening': {
    en: 'kimi-proxy listening on 127.0.0.1:{port} (foreground)',
    'zh-CN': 'kimi-proxy 正在监听 127.0.0.1:{port}（前台）',
  },
  'cli.finishingOne': {
    en: 'Letting 1 request finish. Press Ctrl+C again to stop now.',
    'zh-CN': '正在等待 1 个请求完成。再按一次 Ctrl+C 可立即停止。',
  },
  'cli.finishing': {
    en: 'Letting {count} requests finish. Press Ctrl+C again to stop now.',
    'zh-CN': '正在等待 {count} 个请求完成。再按一次 Ctrl+C 可立即停止。',
  },
  'cli.ctrlC': { en: 'Press Ctrl+C to stop', 'zh-CN': '按 Ctrl+C 停止' },
  'cli.signedOut': { en: 'Signed out: {line}', 'zh-CN': '未登录：{line}' },
  'cli.started': {
    en: 'kimi-proxy started on port {port} (PID {pid})',
    'zh-CN': 'kimi-proxy 已启动（PID {pid}），端口 {port}',
  },
  'cli.stopped': { en: 'Stopped kimi-proxy (PID {pid})', 'zh-CN': '已停止 kimi-proxy（PID {pid}）' },
  'cli.stoppedAgain': {
    en: 'The system’s service starts it again. To end that: kimi-proxy service remove',
    'zh-CN': '系统服务会重新启动它。如需取消：kimi-proxy service remove',
  },
  'cli.stoppedInApp': {
    en: 'Stopped kimi-proxy in the Kimi Proxy app (PID {pid}); the app goes on',
    'zh-CN': '已停止 Kimi Proxy 应用中的 kimi-proxy（PID {pid}），应用仍在运行',
  },
  'cli.stoppedWatchdog': {
    en: 'Stopped kimi-watchdog (PID {pid})',
    'zh-CN': '已停止 kimi-watchdog（PID {pid}）',
  },
  'cli.watchdogEndless': {
    en: 'kimi-watchdog (PID {pid}) does not end. End it yourself if it is kimi-proxy.',
    'zh-CN': 'kimi-watchdog（PID {pid}）没有结束。如果它确实是 kimi-proxy，请自行结束它。',
  },
  'cli.mute': {
    en: 'kimi-proxy (PID {pid}) does not answer. End it yourself if it is kimi-proxy.',
    'zh-CN': 'kimi-proxy（PID {pid}）没有响应。如果它确实是 kimi-proxy，请自行结束它。',
  },
  'cli.nothingRuns': { en: 'No kimi-proxy running', 'zh-CN': '没有正在运行的 kimi-proxy' },
  'cli.serviceWaits': {
    en: 'kimi-proxy already running (PID {pid}). The service takes over once that one ends.',
    'zh-CN': 'kimi-proxy 已在运行（PID {pid}）。它结束之后，系统服务会接替它。',
  },

  'cli.watchdogOfApp': {
    en: 'kimi-watchdog not needed: the app supervises',
    'zh-CN': '不需要 kimi-watchdog：应用会负责重启',
  },
  'cli.watchdogOfService': {
    en: 'kimi-watchdog not needed: the system’s service supervises',
    'zh-CN': '不需要 kimi-watchdog：系统服务会负责重启',
  },
  'cli.watchdogStarted': {
    en: 'kimi-watchdog started (PID {pid}), watching kimi-proxy on port {port}',
    'zh-CN': 'kimi-watchdog 已启动（PID {pid}），正在监视端口 {port} 上的 kimi-proxy',
  },
  'cli.watching': {
    en: 'kimi-watchdog watching kimi-proxy on port {port}',
    'zh-CN': 'kimi-watchdog 正在监视端口 {port} 上的 kimi-proxy',
  },

  'cli.noneWaits': {
    en: 'The running proxy (PID {pid}) does not let requests wait. To use --park, stop it first: kimi-proxy stop',
    'zh-CN': '正在运行的代理（PID {pid}）不会让请求等待。如需使用 --park，请先停止它：kimi-proxy stop',
  },
  'cli.notStopped': {
    en: 'kimi-proxy (PID {pid}) was not stopped. {line}',
    'zh-CN': '没有停止 kimi-proxy（PID {pid}）。{line}',
  },
  'cli.unfindable': {
    en: '{line} Until then kimi-proxy serves, but --check and --stop cannot find it.',
    'zh-CN': '{line}在此之前 kimi-proxy 仍可使用，但 --check 和 --stop 找不到它。',
  },
  'cli.keptBeside': {
    en: 'A renewed login could not be saved in {file}. It is kept in {path}, and the next start goes on with it.',
    'zh-CN': '续期后的登录无法保存到 {file}，已保存在 {path}，下次启动时会继续使用。',
  },
  'cli.loginGone': {
    en: 'A renewed login is lost: {problem} Sign in again.',
    'zh-CN': '续期后的登录已丢失：{problem}请重新登录。',
  },
  'cli.skipped': {
    en: '{name} cannot be used and is ignored: {problem}',
    'zh-CN': '{name} 无法使用，已被忽略：{problem}',
  },
  'cli.otherOnIpv6': {
    en: '[::1]:{port} is used by {holder}, and what asks for "localhost" may come there. Use 127.0.0.1.',
    'zh-CN': '[::1]:{port} 被{holder}占用，访问“localhost”的程序可能会连到那里。请使用 127.0.0.1。',
  },

  'cli.programMissing': {
    en: 'the command "{program}" was not found. Install it, or check the spelling.',
    'zh-CN': '找不到命令“{program}”。请安装它，或检查拼写。',
  },
  'cli.programBlocked': {
    en: 'the command "{program}" is not executable. Check its permissions.',
    'zh-CN': '命令“{program}”无法执行。请检查它的权限。',
  },

  'cli.busyOne': {
    en: 'It serves 1 request at the moment, which would be cut.',
    'zh-CN': '它正在处理 1 个请求，该请求会被中断。',
  },
  'cli.busy': {
    en: 'It serves {count} requests at the moment, which would be cut.',
    'zh-CN': '它正在处理 {count} 个请求，这些请求会被中断。',
  },
  'cli.busyWait': {
    en: '{busy} Wait, or run kimi-proxy {command} --yes.',
    'zh-CN': '{busy}请稍候，或使用 kimi-proxy {command} --yes。',
  },
  'cli.busyQuestion': { en: '{busy} Stop it all the same? [y/N]', 'zh-CN': '{busy}仍要停止吗？[y/N]' },
  'cli.busyKept': { en: 'Nothing was stopped.', 'zh-CN': '没有停止任何程序。' },

  'cli.claudeMayLeave': {
    en: 'If "{program}" starts Claude Code, it may not use Kimi: {obstacle}. Run kimi-proxy run -- claude instead.',
    'zh-CN':
      '如果“{program}”会启动 Claude Code，它可能不会使用 Kimi：{obstacle}。请改用 kimi-proxy run -- claude。',
  },
  /** What a finding says, and the file that it is about. */
  'cli.foundIn': { en: '{message}: {path}', 'zh-CN': '{message}：{path}' },
  'cli.signInFirst': {
    en: 'Sign in to Kimi first; {program} starts right after that.',
    'zh-CN': '请先登录 Kimi，随后将启动 {program}。',
  },
  'cli.portInstead': {
    en: '{message} Using port {port} instead.',
    'zh-CN': '{message} 改用端口 {port}。',
  },
  'cli.envNotRunning': {
    en: 'kimi-proxy is not running on port {port} yet. To start it: kimi-proxy',
    'zh-CN': '端口 {port} 上还没有运行 kimi-proxy。启动命令：kimi-proxy',
  },
  'cli.envModels': {
    en: 'With variables alone, /model lists the same model several times. kimi-proxy connect or kimi-proxy run list each once.',
    'zh-CN':
      '只用环境变量时，/model 会多次列出同一个模型。使用 kimi-proxy connect 或 kimi-proxy run 时每个模型只列一次。',
  },
  'cli.keptFailed': {
    en: 'The proxy ended meanwhile and could not be started again: {line}',
    'zh-CN': '代理在此期间结束，且无法重新启动：{line}',
  },
  'cli.keptElsewhere': { en: 'it runs on port {port} now.', 'zh-CN': '它现在使用端口 {port}。' },

  'cli.loginAuto': {
    en: 'The login is chosen automatically again',
    'zh-CN': '登录将重新自动选择',
  },
  'cli.loginPicked': { en: 'Using the {pick} login', 'zh-CN': '正在使用 {pick} 的登录' },

  'cli.logoutNothing': {
    en: 'Kimi Proxy has no login of its own. Nothing was removed.',
    'zh-CN': 'Kimi Proxy 没有自己的登录，未做任何更改。',
  },
  'cli.logoutCancelled': { en: 'Nothing was removed.', 'zh-CN': '未做任何更改。' },
  'cli.logoutDone': { en: 'Removed Kimi Proxy’s own login.', 'zh-CN': '已移除 Kimi Proxy 自己的登录。' },
  'cli.logoutNoOther': {
    en: 'No other Kimi login was found. To sign in again: kimi-proxy login, or kimi login.',
    'zh-CN': '没有找到其他 Kimi 登录。如需重新登录：kimi-proxy login 或 kimi login。',
  },
  'cli.logoutNext': {
    en: 'From now on Kimi Proxy uses {owner} ({path}).',
    'zh-CN': '从现在起 Kimi Proxy 使用 {owner}（{path}）。',
  },
  'loginOf.own': { en: 'Kimi Proxy’s own login', 'zh-CN': 'Kimi Proxy 自己的登录' },
  'loginOf.kimi-code': { en: 'the login of Kimi Code', 'zh-CN': 'Kimi Code 的登录' },
  'loginOf.kimi-cli': { en: 'the login of Kimi CLI', 'zh-CN': 'Kimi CLI 的登录' },
  'loginOf.file': { en: 'the named login file', 'zh-CN': '指定的登录文件' },
  'cli.logoutQuestion': {
    en: 'Remove Kimi Proxy’s own login? The logins of other Kimi tools stay. [y/N]',
    'zh-CN': '移除 Kimi Proxy 自己的登录？其他 Kimi 工具的登录会保留。[y/N]',
  },

  'cli.noBrowser': {
    en: 'No browser could be opened here; open the page yourself.',
    'zh-CN': '这里无法打开浏览器，请自行打开该页面。',
  },
  'cli.denied': {
    en: 'The sign-in was refused on Kimi’s page. To try again: kimi-proxy login.',
    'zh-CN': '您在 Kimi 页面上拒绝了授权。如需重试：kimi-proxy login。',
  },
  'cli.cancelled': { en: 'Cancelled. Nothing was changed.', 'zh-CN': '已取消，未做任何更改。' },
  'cli.loginUsed': {
    en: 'Kimi Proxy uses this login from now on.',
    'zh-CN': '从现在起 Kimi Proxy 使用此登录。',
  },
  'cli.loginOtherRegion': {
    en: 'It is not used yet: the settings choose another Kimi service (region).',
    'zh-CN': '尚未使用此登录：设置中选择了另一个 Kimi 服务（region）。',
  },
  'cli.loginNotUsed': {
    en: 'The kimi-proxy that runs does not use it yet: {problem}',
    'zh-CN': '正在运行的 kimi-proxy 尚未使用此登录：{problem}',
  },
  'cli.startAgain': {
    en: 'Start it again: kimi-proxy restart',
    'zh-CN': '请重新启动：kimi-proxy restart',
  },
  'cli.notSavedYet': {
    en: 'You are signed in, but the login is not saved yet. Press Ctrl+C again to give it up.',
    'zh-CN': '登录已授权但尚未保存。再次按 Ctrl+C 将放弃它。',
  },

  'cli.codeRenewed': {
    en: 'That code ran out. Here is a new one.',
    'zh-CN': '验证码已过期，请使用新的验证码。',
  },
  'cli.openPage': {
    en: 'To sign in to Kimi, open this page on any device:',
    'zh-CN': '要登录 Kimi，请在任意设备上打开此页面：',
  },
  'cli.openPageOf': {
    en: 'To sign in to Kimi ({site}), open this page on any device:',
    'zh-CN': '要登录 Kimi（{site}），请在任意设备上打开此页面：',
  },
  'cli.approveCode': { en: 'and approve if it shows this code:', 'zh-CN': '核对页面上的验证码后授权：' },
  'cli.scan': {
    en: 'Scan this with your phone, or open the page below:',
    'zh-CN': '用手机扫描，或打开下方的页面：',
  },
  'cli.askingOffline': {
    en: 'Kimi cannot be reached; trying again …',
    'zh-CN': '无法连接 Kimi，正在重试…',
  },
  'cli.asking': { en: 'Asking Kimi for a code …', 'zh-CN': '正在获取验证码…' },
  'cli.waitingOffline': {
    en: 'Kimi cannot be reached; trying again. The code is good for {left}.',
    'zh-CN': '无法连接 Kimi，正在重试。验证码 {left} 后过期。',
  },
  'cli.waiting': {
    en: 'Waiting for your approval; the code is good for {left}.',
    'zh-CN': '等待授权，验证码 {left} 后过期。',
  },
  'cli.saving': { en: 'Approved. Saving the login …', 'zh-CN': '已授权，正在保存登录…' },
  'cli.savingFailed': { en: 'Approved, but not saved yet. {line}', 'zh-CN': '已授权，但尚未保存。{line}' },
  'cli.signedIn': { en: 'Signed in.', 'zh-CN': '登录成功。' },
  'cli.signedInPlan': { en: 'Signed in ({plan}).', 'zh-CN': '登录成功（{plan}）。' },
  'cli.signedInAs': { en: 'Signed in as {who}.', 'zh-CN': '已登录：{who}。' },
  'cli.signedInAsPlan': { en: 'Signed in as {who} ({plan}).', 'zh-CN': '已登录：{who}（{plan}）。' },

  'cli.fetching': {
    en: 'Fetching Electron, once (about 110 MB) …',
    'zh-CN': '正在下载 Electron，仅此一次（约 110 MB）…',
  },
  'cli.inTray': {
    en: 'Kimi Proxy is running in the menu bar or system tray. Ctrl+C quits it.',
    'zh-CN': 'Kimi Proxy 正在菜单栏或系统托盘中运行，按 Ctrl+C 退出。',
  },
  'cli.inTerminal': {
    en: 'Kimi Proxy runs in this terminal: {reason}.',
    'zh-CN': 'Kimi Proxy 在此终端中运行：{reason}。',
  },
} as const
