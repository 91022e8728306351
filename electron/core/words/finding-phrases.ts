/** What the doctor says of each thing it looked at, by code. Paths are shown beside the sentence. */
export const FINDING_PHRASES = {
  'finding.LOGIN_GOOD': {
    en: '{owner} for {site} is good until {expiresAtMs}; last renewed at {issuedAtMs} {by}.',
    'zh-CN': '{owner}（{site}）有效至 {expiresAtMs}，上次续期 {issuedAtMs}，{by}。',
  },
  'finding.LOGIN_ENDLESS': {
    en: '{owner} for {site} is there; its file does not say how long it lasts.',
    'zh-CN': '{owner}（{site}）存在，但文件没有写明有效期。',
  },
  'finding.LOGIN_RESTING': {
    en: '{owner} for {site} rests: its token ended at {expiresAtMs} and is renewed when it is needed.',
    'zh-CN': '{owner}（{site}）目前闲置，令牌已于 {expiresAtMs} 到期，需要时会续期。',
  },
  'finding.LOGIN_UNRENEWABLE': {
    en: '{owner} for {site} has ended and cannot be renewed: part of it is missing.',
    'zh-CN': '{owner}（{site}）已到期且无法续期，缺少续期所需的内容。',
  },
  'finding.LOGIN_REVOKED': {
    en: '{owner} for {site} was ended by Kimi.',
    'zh-CN': '{owner}（{site}）已被 Kimi 结束。',
  },
  'finding.LOGIN_DAMAGED': {
    en: 'The file of {owner} is damaged ({reason}).',
    'zh-CN': '“{owner}”的文件已损坏（{reason}）。',
  },
  'finding.LOGIN_UNREADABLE': {
    en: 'The file of {owner} cannot be read ({reason}).',
    'zh-CN': '“{owner}”的文件无法读取（{reason}）。',
  },
  'finding.LOGIN_EXPOSED': {
    en: 'Other users of this computer may read {owner}.',
    'zh-CN': '本机的其他用户可能读到“{owner}”。',
  },
  'finding.LOGIN_FROM_FUTURE': {
    en: '{owner} was issued {aheadMs} in the future, by this computer’s clock.',
    'zh-CN': '按本机时钟，“{owner}”的签发时间在 {aheadMs}之后。',
  },
  'finding.LOGIN_SHARED': {
    en: 'Two programs share one sign-in ({owner}, {otherOwner}): they will log each other out.',
    'zh-CN': '两个程序共用同一次登录（{owner}、{otherOwner}），会互相使对方退出登录。',
  },
  'finding.LOGINS_SEPARATE': {
    en: 'No two programs share one sign-in.',
    'zh-CN': '没有两个程序共用同一次登录。',
  },
  'finding.LOGIN_IN_USE': {
    en: 'Kimi Proxy uses {owner}.',
    'zh-CN': 'Kimi Proxy 正在使用“{owner}”。',
  },
  'finding.NO_LOGIN': {
    en: 'There is no login for {site} that could be used.',
    'zh-CN': '没有可用于 {site} 的登录。',
  },
  'finding.NAMED_LOGIN_MISSING': {
    en: 'The login file that is named by hand does not exist.',
    'zh-CN': '手动指定的登录文件不存在。',
  },
  'finding.SIGN_IN_NEEDED': {
    en: 'Kimi Proxy needs a new sign-in: {problem}',
    'zh-CN': 'Kimi Proxy 需要重新登录：{problem}',
  },
  'finding.PICK_SET': {
    en: 'You chose {owner} to be used.',
    'zh-CN': '您选择了使用“{owner}”。',
  },
  'finding.PICK_UNUSABLE': {
    en: 'You chose {owner}, but it cannot be used now.',
    'zh-CN': '您选择的“{owner}”现在无法使用。',
  },
  'finding.REGION_MIXED': {
    en: 'Kimi Proxy goes to {site}, but its own login is for {otherSite}.',
    'zh-CN': 'Kimi Proxy 连接的是 {site}，而它自己的登录属于 {otherSite}。',
  },

  'finding.LOCKS_FREE': { en: 'No login is locked.', 'zh-CN': '没有登录被锁定。' },
  'finding.LOCK_HELD': {
    en: '{holder} is renewing a login right now.',
    'zh-CN': '有登录正在续期中，操作者：{holder}。',
  },
  'finding.LOCK_LEFT': {
    en: 'A program that ended early left a lock behind. It does no harm and is taken over by itself.',
    'zh-CN': '某个提前结束的程序留下了一把锁。它没有影响，会自动被接管。',
  },

  'finding.ENGINE_RUNS': {
    en: 'Kimi Proxy runs on port {port} (PID {pid}, started by {starter}).',
    'zh-CN': 'Kimi Proxy 正在端口 {port} 运行（PID {pid}，启动者：{starter}）。',
  },
  'finding.ENGINE_OTHER_PORT': {
    en: 'It runs on port {port}, while the settings say {settingsPort}.',
    'zh-CN': '它运行在端口 {port}，而设置中的端口是 {settingsPort}。',
  },
  'finding.ENGINE_STRAINED': {
    en: 'It still works, but: {problem}',
    'zh-CN': '目前仍可使用，但是：{problem}',
  },
  'finding.ENGINE_TROUBLE': {
    en: 'It runs, but cannot serve: {problem}',
    'zh-CN': '它在运行，但无法提供服务：{problem}',
  },
  'finding.ENGINE_SILENT': {
    en: 'Kimi Proxy (PID {pid}) does not answer on port {port}.',
    'zh-CN': 'Kimi Proxy（PID {pid}）在端口 {port} 上没有响应。',
  },
  'finding.ENGINE_STOPPED': {
    en: 'Kimi Proxy is not running; port {port} is free.',
    'zh-CN': 'Kimi Proxy 没有运行，端口 {port} 空闲。',
  },
  'finding.PORT_TAKEN': {
    en: 'Port {port} is used by another program ({holderName}).',
    'zh-CN': '端口 {port} 被其他程序占用（{holderName}）。',
  },
  'finding.WATCHDOG_RUNS': {
    en: 'Its watchdog is at work (PID {pid}).',
    'zh-CN': '看门狗正在工作（PID {pid}）。',
  },
  'finding.WATCHDOG_GAVE_UP': {
    en: 'Its watchdog (PID {pid}) gave up ({reason}). Restarts: {restarts}.',
    'zh-CN': '看门狗（PID {pid}）在 {restarts} 次重新启动后放弃了（{reason}）。',
  },

  'finding.HOST_ANSWERS': {
    en: '{service} answers ({host}, {way}).',
    'zh-CN': '“{service}”可以连接（{host}，{way}）。',
  },
  'finding.HOST_UNREACHED': {
    en: '{service} cannot be reached ({host}, {way}): {reason}.',
    'zh-CN': '无法连接“{service}”（{host}，{way}）：{reason}。',
  },
  'finding.HOST_UNTRUSTED': {
    en: '{service} cannot be reached safely ({host}, {way}): {reason}.',
    'zh-CN': '无法安全连接“{service}”（{host}，{way}）：{reason}。',
  },
  'finding.PROXY_FAILED': {
    en: '{service} cannot be reached ({host}, {way}): {reason}.',
    'zh-CN': '无法连接“{service}”（{host}，{way}）：{reason}。',
  },
  'finding.CLOCK_RIGHT': { en: 'The clock is right.', 'zh-CN': '时钟准确。' },
  'finding.CLOCK_UNKNOWN': {
    en: 'The clock could not be compared: Kimi told no time.',
    'zh-CN': '无法核对时钟：Kimi 没有给出时间。',
  },
  'finding.CLOCK_OFF': { en: 'The clock is {offMs} {direction}.', 'zh-CN': '时钟{direction} {offMs}。' },
  'finding.CLOCK_WRONG': {
    en: 'The clock is wrong: it is {offMs} {direction}.',
    'zh-CN': '时钟不准，{direction} {offMs}。',
  },

  'finding.CLAUDE_GOOD': {
    en: 'Claude Code comes here ({source}).',
    'zh-CN': 'Claude Code 会连接到这里（{source}）。',
  },
  'finding.CLAUDE_UNSET': {
    en: 'Nothing tells Claude Code to come here when it is started by itself.',
    'zh-CN': '单独启动 Claude Code 时，没有设置让它连接到这里。',
  },
  'finding.CLAUDE_ELSEWHERE': {
    en: 'Claude Code goes to {host} instead (ANTHROPIC_BASE_URL, {source}).',
    'zh-CN': 'Claude Code 连接的是 {host}（ANTHROPIC_BASE_URL，{source}）。',
  },
  'finding.CLAUDE_OTHER_PORT': {
    en: 'Claude Code looks for Kimi Proxy on port {port}, but it is {ownPort} (ANTHROPIC_BASE_URL, {source}).',
    'zh-CN':
      'Claude Code 使用端口 {port}，而 Kimi Proxy 的端口是 {ownPort}（ANTHROPIC_BASE_URL，{source}）。',
  },
  'finding.CLAUDE_TWO_KEYS': {
    en: 'Claude Code is given two keys: ANTHROPIC_AUTH_TOKEN ({source}) and ANTHROPIC_API_KEY ({otherSource}).',
    'zh-CN':
      'Claude Code 得到了两个密钥：ANTHROPIC_AUTH_TOKEN（{source}）和 ANTHROPIC_API_KEY（{otherSource}）。',
  },
  'finding.CLAUDE_KEY_HELPER': {
    en: 'Claude Code fetches a key of its own with apiKeyHelper ({source}).',
    'zh-CN': 'Claude Code 通过 apiKeyHelper 自行获取密钥（{source}）。',
  },
  'finding.CLAUDE_OTHER_SERVICE': {
    en: '{name} sends Claude Code to another service ({source}).',
    'zh-CN': '{name} 让 Claude Code 使用其他服务（{source}）。',
  },
  'finding.CLAUDE_OTHER_MODEL': {
    en: '{name} names a model that is not one of Kimi’s ({source}).',
    'zh-CN': '{name} 指定的不是 Kimi 的模型（{source}）。',
  },
  'finding.CLAUDE_PROXIED': {
    en: 'Claude Code may send what is meant for this computer to the network proxy: NO_PROXY leaves out 127.0.0.1 ({source}).',
    'zh-CN': 'Claude Code 可能把发往本机的请求送到网络代理：NO_PROXY 没有包含 127.0.0.1（{source}）。',
  },
  'finding.CLAUDE_UNUSABLE': {
    en: 'A settings file of Claude Code cannot be used ({source}): {reason}.',
    'zh-CN': 'Claude Code 的一个设置文件无法使用（{source}）：{reason}。',
  },

  'finding.HOME_WRITABLE': {
    en: 'The folder of Kimi Proxy can be written.',
    'zh-CN': 'Kimi Proxy 的文件夹可以写入。',
  },
  'finding.HOME_UNWRITABLE': {
    en: 'The folder of Kimi Proxy cannot be written ({reason}).',
    'zh-CN': 'Kimi Proxy 的文件夹无法写入（{reason}）。',
  },
  'finding.SETTINGS_GOOD': { en: 'The settings make sense.', 'zh-CN': '设置有效。' },
  'finding.SETTINGS_INVALID': {
    en: 'A setting makes no sense; the rest was looked at with the defaults. {reason}',
    'zh-CN': '一项设置无效，其余检查使用了默认设置。{reason}',
  },
  'finding.INCOMPLETE': {
    en: 'Not everything could be looked at in time: {topic}.',
    'zh-CN': '有些内容未能及时检查：{topic}。',
  },
} as const
