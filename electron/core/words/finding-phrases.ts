/**
 * Every finding of the check-up by its code. Codes are stable: programs and tests know them. Paths are shown beside the
 * sentence. There is no code without words and no trouble without a way out: the compiler asks for both.
 */
import { bad, good, hint, info, SET_CLOCK, warn } from './finding-text'
import { LOGIN_FINDINGS } from './login-findings'

const RECOVERY = ['{recovery}', '{recovery}'] as const
const WRITE_ADDRESS = ['Set it to {baseUrl}', '请将它设为 {baseUrl}'] as const
const FAST_MODEL = [
  'Set CLAUDE_CODE_AUTO_MODE_MODEL={fastModel} in the env of Claude Code’s settings, if your plan has that model; else use another permission mode.',
  '如果您的套餐包含该模型，请在 Claude Code 设置的 env 中填写 CLAUDE_CODE_AUTO_MODE_MODEL={fastModel}；否则请改用其他权限模式。',
] as const

export const FINDINGS = {
  ...LOGIN_FINDINGS,

  ENGINE_RUNS: good(
    'Kimi Proxy is running on port {port} (PID {pid}, started by {starter}).',
    'Kimi Proxy 正在端口 {port} 运行（PID {pid}，启动者：{starter}）。',
  ),
  ENGINE_OTHER_PORT: info(
    'It is running on port {port}, but the settings say {settingsPort}.',
    '它运行在端口 {port}，而设置中的端口是 {settingsPort}。',
  ),
  ENGINE_OLDER_SETTINGS: warn(
    'It still runs with older settings: {names}.',
    '它仍在使用旧设置：{names}。',
    'Restart it.',
    '请重新启动它。',
  ),
  ENGINE_STRAINED: warn('Still working, but: {problem}', '目前仍可使用，但是：{problem}', ...RECOVERY),
  ENGINE_LOSING_LOGIN: bad(
    'Still working, but not for long: {problem}',
    '目前仍可使用，但很快会中断：{problem}',
    ...RECOVERY,
  ),
  ENGINE_TROUBLE: bad(
    'Running, but can’t serve: {problem}',
    '它在运行，但无法提供服务：{problem}',
    ...RECOVERY,
  ),
  ENGINE_SILENT: bad(
    'Kimi Proxy (PID {pid}) doesn’t answer on port {port}.',
    'Kimi Proxy（PID {pid}）在端口 {port} 上没有响应。',
    'Stop it, then start it again.',
    '请停止它，然后重新启动。',
  ),
  ENGINE_STOPPED: warn(
    'Kimi Proxy is not running; port {port} is free.',
    'Kimi Proxy 没有运行，端口 {port} 空闲。',
    'Start it.',
    '请启动它。',
  ),
  PORT_TAKEN: bad(
    'Port {port} is used by {holder}.',
    '端口 {port} 被{holder}占用。',
    'Stop that program, or choose another port.',
    '请停止该程序，或选择其他端口。',
  ),
  WATCHDOG_RUNS: good('Auto-restart is on (watchdog, PID {pid}).', '自动重启已开启（看门狗，PID {pid}）。'),
  WATCHDOG_GAVE_UP: bad(
    'The watchdog (PID {pid}) gave up after {restarts} restarts: {problem}',
    '看门狗（PID {pid}）在 {restarts} 次重新启动后放弃了：{problem}',
    'See the log, then try again.',
    '请查看日志，然后重试。',
  ),

  HOST_ANSWERS: good('{service} answers ({host}, {way}).', '“{service}”可以连接（{host}，{way}）。'),
  HOST_UNREACHED: bad(
    '{service} can’t be reached ({host}, {way}): {reason}.',
    '无法连接“{service}”（{host}，{way}）：{reason}。',
    'Check the network; if this network needs a proxy, name it in Settings (“proxy”).',
    '请检查网络；如果此网络需要代理，请在设置中填写（proxy）。',
  ),
  HOST_UNTRUSTED: bad(
    '{service} can’t be reached safely ({host}, {way}): {reason}.',
    '无法安全连接“{service}”（{host}，{way}）：{reason}。',
    'In a company network, name its certificate file in Settings (“extraCaFile”).',
    '在公司网络中，请在设置中填写其证书文件（extraCaFile）。',
  ),
  PROXY_FAILED: bad(
    '{service} can’t be reached ({host}, {way}): {reason}.',
    '无法连接“{service}”（{host}，{way}）：{reason}。',
    'Correct the network proxy in Settings (“proxy”) or HTTPS_PROXY, or start that proxy.',
    '请更正设置中的网络代理（proxy）或 HTTPS_PROXY，或启动该代理。',
  ),
  CLOCK_RIGHT: good('The clock is right.', '时钟准确。'),
  CLOCK_UNKNOWN: info('Couldn’t check the clock: Kimi sent no time.', '无法核对时钟：Kimi 没有给出时间。'),
  CLOCK_OFF: warn('The clock is {offMs} {direction}.', '时钟{direction} {offMs}。', ...SET_CLOCK),
  CLOCK_WRONG: bad(
    'The clock is wrong: it is {offMs} {direction}.',
    '时钟不准，{direction} {offMs}。',
    ...SET_CLOCK,
  ),

  CLAUDE_GOOD: good('Claude Code is connected to Kimi Proxy ({source}).', 'Claude Code 已连接（{source}）。'),
  CLAUDE_ADDRESS_GOOD: good(
    'The address in Claude Code’s settings leads to Kimi Proxy ({source}).',
    'Claude Code 设置中的地址指向 Kimi Proxy（{source}）。',
  ),
  CLAUDE_UNANSWERED: bad(
    'Claude Code connects to port {port} ({source}), where Kimi Proxy does not answer: every request fails.',
    'Claude Code 连接到端口 {port}（{source}），但 Kimi Proxy 在那里没有响应，所有请求都会失败。',
    'Start Kimi Proxy, or take ANTHROPIC_BASE_URL out.',
    '请启动 Kimi Proxy，或删除 ANTHROPIC_BASE_URL。',
  ),
  CLAUDE_WINDOW_UNSET: warn(
    'Claude Code is connected ({source}), but overestimates the context of Kimi’s models: {name} is not set.',
    'Claude Code 已连接（{source}），但没有设置 {name}，会高估 Kimi 模型的上下文长度。',
    'Set it and CLAUDE_CODE_AUTO_COMPACT_WINDOW to 262144 there (k3: 1048576).',
    '请在那里将它和 CLAUDE_CODE_AUTO_COMPACT_WINDOW 设为 262144（k3：1048576）。',
  ),
  CLAUDE_UNSET: hint(
    'Claude Code isn’t connected to Kimi Proxy in its own settings.',
    'Claude Code 自身的设置尚未连接到 Kimi Proxy。',
    'Start it through Kimi Proxy, or copy the Claude Code settings from the app.',
    '请通过 Kimi Proxy 启动它，或从应用中复制 Claude Code 设置。',
  ),
  CLAUDE_ELSEWHERE: warn(
    'Claude Code connects to {host} instead (ANTHROPIC_BASE_URL, {source}).',
    'Claude Code 连接的是 {host}（ANTHROPIC_BASE_URL，{source}）。',
    ...WRITE_ADDRESS,
  ),
  CLAUDE_OTHER_PORT: warn(
    'Claude Code connects to port {port}, but Kimi Proxy is on {ownPort} (ANTHROPIC_BASE_URL, {source}).',
    'Claude Code 使用端口 {port}，而 Kimi Proxy 的端口是 {ownPort}（ANTHROPIC_BASE_URL，{source}）。',
    ...WRITE_ADDRESS,
  ),
  CLAUDE_OTHER_PATH: warn(
    'Claude Code uses a path that Kimi Proxy doesn’t serve (ANTHROPIC_BASE_URL, {source}).',
    'Claude Code 使用了 Kimi Proxy 不提供的路径（ANTHROPIC_BASE_URL，{source}）。',
    ...WRITE_ADDRESS,
  ),
  CLAUDE_TWO_KEYS: warn(
    'Claude Code is given two keys: ANTHROPIC_AUTH_TOKEN ({source}) and ANTHROPIC_API_KEY ({otherSource}).',
    'Claude Code 得到了两个密钥：ANTHROPIC_AUTH_TOKEN（{source}）和 ANTHROPIC_API_KEY（{otherSource}）。',
    'Remove ANTHROPIC_API_KEY.',
    '请删除 ANTHROPIC_API_KEY。',
  ),
  CLAUDE_KEY_HELPER: warn(
    'Claude Code fetches a key of its own with apiKeyHelper ({source}).',
    'Claude Code 通过 apiKeyHelper 自行获取密钥（{source}）。',
    'Remove apiKeyHelper.',
    '请删除 apiKeyHelper。',
  ),
  CLAUDE_OTHER_SERVICE: warn(
    '{name} sends Claude Code to another service ({source}).',
    '{name} 让 Claude Code 使用其他服务（{source}）。',
    'Remove it.',
    '请将其删除。',
  ),
  CLAUDE_OTHER_MODEL: warn(
    '{name} names a model that is not one of Kimi’s ({source}).',
    '{name} 指定的不是 Kimi 的模型（{source}）。',
    'Set it to kimi-for-coding, or remove it.',
    '请填写 kimi-for-coding，或将其删除。',
  ),
  CLAUDE_PROXIED: warn(
    'Claude Code may send local requests to the network proxy: NO_PROXY lacks 127.0.0.1 ({source}).',
    'Claude Code 可能把发往本机的请求送到网络代理：NO_PROXY 没有包含 127.0.0.1（{source}）。',
    'Add 127.0.0.1,localhost to NO_PROXY.',
    '请在 NO_PROXY 中加入 127.0.0.1,localhost。',
  ),
  CLAUDE_CHANGED: warn(
    'Another program changed Claude Code’s connection to Kimi Proxy: {names}.',
    '另一个程序更改了 Claude Code 与 Kimi Proxy 的连接：{names}。',
    'Connect it again, or disconnect it.',
    '请重新连接，或断开连接。',
  ),
  CLAUDE_UNUSABLE: warn(
    'A Claude Code settings file can’t be used ({source}): {reason}.',
    'Claude Code 的一个设置文件无法使用（{source}）：{reason}。',
    'Fix this file; Claude Code is ignoring it.',
    '请修正该文件，目前 Claude Code 会忽略它。',
  ),

  AUTO_MODE_GOOD: good(
    'Claude Code’s auto mode checks finish in time; the slowest took {seconds} s.',
    'Claude Code 自动模式的检查都按时完成，最慢的用了 {seconds} 秒。',
  ),
  AUTO_MODE_LATE: warn(
    'The checks of Claude Code’s auto mode come too late: {late} of the last {count} (model {model}). It refuses what is not checked in time.',
    'Claude Code 自动模式的检查太慢：最近 {count} 次中有 {late} 次超时（模型 {model}）。未及时检查的操作会被拒绝。',
    ...FAST_MODEL,
  ),
  AUTO_MODE_FAILED: warn(
    'Kimi refuses the checks of Claude Code’s auto mode: {failed} of the last {count} (model {model}).',
    'Kimi 拒绝了 Claude Code 自动模式的检查：最近 {count} 次中有 {failed} 次（模型 {model}）。',
    ...FAST_MODEL,
  ),
  AUTO_MODE_SERVER: hint(
    'Claude Code’s auto mode asks Kimi’s server to judge each action, and does none without a verdict.',
    'Claude Code 的自动模式要求 Kimi 服务器判断每个操作，没有结论就不会执行。',
    'Where auto mode refuses everything, set CLAUDE_CODE_AUTO_MODE_SERVER=0 and CLAUDE_CODE_AUTO_MODE_MODEL={fastModel} in the env of Claude Code’s settings.',
    '如果自动模式拒绝所有操作，请在 Claude Code 设置的 env 中填写 CLAUDE_CODE_AUTO_MODE_SERVER=0 和 CLAUDE_CODE_AUTO_MODE_MODEL={fastModel}。',
  ),

  HOME_WRITABLE: good('Kimi Proxy can write to its folder.', 'Kimi Proxy 的文件夹可以写入。'),
  HOME_UNWRITABLE: bad(
    'Kimi Proxy can’t write to its folder ({reason}).',
    'Kimi Proxy 的文件夹无法写入（{reason}）。',
    'Allow your user account to write there, or choose another folder with KIMI_PROXY_HOME.',
    '请允许当前用户写入，或用 KIMI_PROXY_HOME 指定其他文件夹。',
  ),
  SETTINGS_GOOD: good('The settings are valid.', '设置有效。'),
  SETTINGS_INVALID: bad(
    'A setting isn’t valid; the rest was checked with the defaults. {problem}',
    '一项设置无效，其余检查使用了默认设置。{problem}',
    'Correct it in Settings, in the settings file or in your environment.',
    '请在设置、设置文件或环境变量中更正。',
  ),
  SETTING_UNKNOWN: warn(
    'The settings file has “{key}”, which isn’t a setting.',
    '设置文件中的“{key}”不是有效设置。',
    'Remove it, or correct its name.',
    '请将其删除，或更正名称。',
  ),
  SETTING_MISSPELT: warn(
    'The settings file has “{key}”, which isn’t a setting. “{nearest}” is one.',
    '设置文件中的“{key}”不是有效设置，“{nearest}”才是。',
    'Rename it to “{nearest}”, or remove it.',
    '请改为“{nearest}”，或将其删除。',
  ),
  VARIABLE_SKIPPED: warn(
    'The variable {name} can’t be used and is ignored. {problem}',
    '环境变量 {name} 无法使用，已被忽略。{problem}',
    'Correct it if you need it to reach Kimi.',
    '如果需要通过它连接 Kimi，请更正。',
  ),
  HOSTS_ALLOWED: info(
    'Requests may also use these names for this computer: {hosts} (allowedHosts).',
    '请求也可以用这些名称访问本机：{hosts}（allowedHosts）。',
  ),
  OTHER_ON_IPV6: warn(
    '{holder} uses the same port on [::1]: programs that use “localhost” may reach it instead.',
    '[::1] 上的同一端口被{holder}占用，访问“localhost”的程序可能会连到那里。',
    'Stop that program, or write 127.0.0.1 instead of localhost.',
    '请停止该程序，或使用 127.0.0.1 代替 localhost。',
  ),
  INCOMPLETE: warn(
    'Not everything could be checked in time: {topic}.',
    '有些内容未能及时检查：{topic}。',
    'Check again.',
    '请重新诊断。',
  ),
} as const

export type FindingCode = keyof typeof FINDINGS

/** What was not looked at in time. */
export const TOPIC_PHRASES = {
  'topic.logins': { en: 'logins', 'zh-CN': '登录' },
  'topic.locks': { en: 'locks', 'zh-CN': '锁' },
  'topic.engine': { en: 'the port', 'zh-CN': '端口' },
  'topic.hosts': { en: 'the network', 'zh-CN': '网络' },
  'topic.claude': { en: 'Claude Code’s settings', 'zh-CN': 'Claude Code 设置' },
  'topic.home': { en: 'its folder', 'zh-CN': '文件夹' },
} as const
