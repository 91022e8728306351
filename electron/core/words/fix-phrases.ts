/** What mends what the doctor found, by code: one way each, where there is something to mend. */
export const FIX_PHRASES = {
  'fix.LOGIN_UNRENEWABLE': { en: 'Sign in there again.', 'zh-CN': '请在那里重新登录。' },
  'fix.LOGIN_REVOKED': {
    en: 'Sign in there again, if you still use it.',
    'zh-CN': '如仍在使用，请在那里重新登录。',
  },
  'fix.LOGIN_DAMAGED': { en: 'Sign in there again.', 'zh-CN': '请在那里重新登录。' },
  'fix.LOGIN_UNREADABLE': {
    en: 'Give your user the right to read it.',
    'zh-CN': '请给当前用户读取它的权限。',
  },
  'fix.LOGIN_EXPOSED': { en: 'Let only your own user read it.', 'zh-CN': '请将它设为仅自己可读。' },
  'fix.LOGIN_FROM_FUTURE': {
    en: 'Let the system set its clock by itself.',
    'zh-CN': '请让系统自动设置时间。',
  },
  'fix.LOGIN_SHARED': { en: 'Sign in again in one of them.', 'zh-CN': '请在其中一个程序里重新登录。' },
  'fix.NO_LOGIN': { en: 'Sign in.', 'zh-CN': '请登录。' },
  'fix.NAMED_LOGIN_MISSING': {
    en: 'Correct KIMI_PROXY_CREDENTIALS or “credentials” in the settings file, or take it out.',
    'zh-CN': '请更正 KIMI_PROXY_CREDENTIALS 或设置文件中的 credentials，或将其删除。',
  },
  'fix.SIGN_IN_NEEDED': { en: 'Sign in again.', 'zh-CN': '请重新登录。' },
  'fix.PICK_UNUSABLE': {
    en: 'Sign in there again, or let Kimi Proxy choose.',
    'zh-CN': '请在那里重新登录，或让 Kimi Proxy 自动选择。',
  },
  'fix.REGION_MIXED': {
    en: 'Choose the Kimi service you signed in to in Settings (“region”), or sign in again.',
    'zh-CN': '请在设置中选择您登录的 Kimi 服务（region），或重新登录。',
  },

  'fix.ENGINE_STRAINED': { en: '{recovery}', 'zh-CN': '{recovery}' },
  'fix.ENGINE_TROUBLE': { en: '{recovery}', 'zh-CN': '{recovery}' },
  'fix.ENGINE_SILENT': { en: 'Stop it, then start it again.', 'zh-CN': '请停止它，然后重新启动。' },
  'fix.ENGINE_STOPPED': { en: 'Start it.', 'zh-CN': '请启动它。' },
  'fix.PORT_TAKEN': {
    en: 'Stop that program, or choose another port.',
    'zh-CN': '请停止该程序，或选择其他端口。',
  },
  'fix.WATCHDOG_GAVE_UP': { en: 'See the log, then try again.', 'zh-CN': '请查看日志，然后重试。' },

  'fix.HOST_UNREACHED': {
    en: 'Check the network; if this network needs a proxy, name it in Settings (“proxy”).',
    'zh-CN': '请检查网络；如果此网络需要代理，请在设置中填写（proxy）。',
  },
  'fix.HOST_UNTRUSTED': {
    en: 'In a company network, name its certificate file in Settings (“extraCaFile”).',
    'zh-CN': '在公司网络中，请在设置中填写其证书文件（extraCaFile）。',
  },
  'fix.PROXY_FAILED': {
    en: 'Correct the network proxy in Settings (“proxy”) or HTTPS_PROXY, or start that proxy.',
    'zh-CN': '请更正设置中的网络代理（proxy）或 HTTPS_PROXY，或启动该代理。',
  },
  'fix.CLOCK_OFF': { en: 'Let the system set its clock by itself.', 'zh-CN': '请让系统自动设置时间。' },
  'fix.CLOCK_WRONG': { en: 'Let the system set its clock by itself.', 'zh-CN': '请让系统自动设置时间。' },

  'fix.CLAUDE_UNSET': {
    en: 'Start it through Kimi Proxy, or copy the Claude Code settings from the app.',
    'zh-CN': '请通过 Kimi Proxy 启动它，或从应用中复制 Claude Code 设置。',
  },
  'fix.CLAUDE_ELSEWHERE': {
    en: 'Write this address there: {baseUrl}',
    'zh-CN': '请在那里填写这个地址：{baseUrl}',
  },
  'fix.CLAUDE_OTHER_PORT': {
    en: 'Write this address there: {baseUrl}',
    'zh-CN': '请在那里填写这个地址：{baseUrl}',
  },
  'fix.CLAUDE_TWO_KEYS': { en: 'Take ANTHROPIC_API_KEY out.', 'zh-CN': '请删除 ANTHROPIC_API_KEY。' },
  'fix.CLAUDE_KEY_HELPER': { en: 'Take apiKeyHelper out.', 'zh-CN': '请删除 apiKeyHelper。' },
  'fix.CLAUDE_OTHER_SERVICE': { en: 'Take it out.', 'zh-CN': '请将其删除。' },
  'fix.CLAUDE_OTHER_MODEL': {
    en: 'Write kimi-for-coding there, or take it out.',
    'zh-CN': '请填写 kimi-for-coding，或将其删除。',
  },
  'fix.CLAUDE_PROXIED': {
    en: 'Add 127.0.0.1,localhost to NO_PROXY there.',
    'zh-CN': '请在那里的 NO_PROXY 中加入 127.0.0.1,localhost。',
  },
  'fix.CLAUDE_UNUSABLE': {
    en: 'Mend that file; Claude Code passes over it as it is.',
    'zh-CN': '请修正该文件，目前 Claude Code 会忽略它。',
  },

  'fix.HOME_UNWRITABLE': {
    en: 'Give your user the right to write there, or name another folder with KIMI_PROXY_HOME.',
    'zh-CN': '请给当前用户写入权限，或用 KIMI_PROXY_HOME 指定其他文件夹。',
  },
  'fix.SETTINGS_INVALID': {
    en: 'Correct it in Settings, in the settings file or in your environment.',
    'zh-CN': '请在设置、设置文件或环境变量中更正。',
  },
  'fix.INCOMPLETE': { en: 'Run the check-up again.', 'zh-CN': '请再检查一次。' },
} as const
