/** What can be wrong with what was typed after `kimi-proxy`. */
const SEE_HELP = { en: 'See kimi-proxy --help.', 'zh-CN': '请查看 kimi-proxy --help。' } as const

const ONE_OF_THEM = { en: 'Give one of them.', 'zh-CN': '请只使用其中一个。' } as const

const RUN = { en: 'Run kimi-proxy run -- claude.', 'zh-CN': '请使用 kimi-proxy run -- claude。' } as const

const REGION = {
  en: 'Use --region mainland-cn (kimi.com) or --region global (kimi.ai).',
  'zh-CN': '请使用 --region mainland-cn（kimi.com）或 --region global（kimi.ai）。',
} as const

const USE = {
  en: 'Run kimi-proxy use own, kimi-code, kimi-cli or auto.',
  'zh-CN': '请使用 kimi-proxy use own、kimi-code、kimi-cli 或 auto。',
} as const

const SERVICE = {
  en: 'Run kimi-proxy service install, remove or status.',
  'zh-CN': '请使用 kimi-proxy service install、remove 或 status。',
} as const

const MEANT = {
  en: 'Did you mean "kimi-proxy {meant}"?',
  'zh-CN': '您是不是要输入“kimi-proxy {meant}”？',
} as const

const MEANT_AFTER = {
  en: 'Did you mean "kimi-proxy {command} {meant}"?',
  'zh-CN': '您是不是要输入“kimi-proxy {command} {meant}”？',
} as const

const CONFIG = {
  en: 'Run kimi-proxy config get, config set <key> <value> or config unset <key>.',
  'zh-CN': '请使用 kimi-proxy config get、config set <key> <value> 或 config unset <key>。',
} as const

const SHELLS = {
  en: 'Run kimi-proxy completion bash, zsh or fish.',
  'zh-CN': '请使用 kimi-proxy completion bash、zsh 或 fish。',
} as const

export const USAGE_PROBLEMS = {
  USAGE: {
    message: { en: 'An option isn’t valid.', 'zh-CN': '一个选项无效。' },
    recovery: SEE_HELP,
  },
  'USAGE.option': {
    message: { en: 'Unknown option "{arg}".', 'zh-CN': '未知选项“{arg}”。' },
    recovery: SEE_HELP,
  },
  'USAGE.command': {
    message: { en: 'Unknown command "{arg}".', 'zh-CN': '未知命令“{arg}”。' },
    recovery: SEE_HELP,
  },
  'USAGE.optionAfter': {
    message: { en: 'Unknown option "{arg}" after {command}.', 'zh-CN': '{command} 之后有未知选项“{arg}”。' },
    recovery: SEE_HELP,
  },
  'USAGE.wordAfter': {
    message: { en: 'Unknown word "{arg}" after {command}.', 'zh-CN': '{command} 之后有未知内容“{arg}”。' },
    recovery: SEE_HELP,
  },
  'USAGE.optionNear': {
    message: { en: 'Unknown option "{arg}".', 'zh-CN': '未知选项“{arg}”。' },
    recovery: MEANT,
  },
  'USAGE.commandNear': {
    message: { en: 'Unknown command "{arg}".', 'zh-CN': '未知命令“{arg}”。' },
    recovery: MEANT,
  },
  'USAGE.optionAfterNear': {
    message: { en: 'Unknown option "{arg}" after {command}.', 'zh-CN': '{command} 之后有未知选项“{arg}”。' },
    recovery: MEANT_AFTER,
  },
  'USAGE.wordAfterNear': {
    message: { en: 'Unknown word "{arg}" after {command}.', 'zh-CN': '{command} 之后有未知内容“{arg}”。' },
    recovery: MEANT_AFTER,
  },
  'USAGE.config': {
    message: { en: 'config needs an action.', 'zh-CN': 'config 缺少要执行的操作。' },
    recovery: CONFIG,
  },
  'USAGE.configAction': {
    message: { en: 'config has no action "{value}".', 'zh-CN': 'config 没有“{value}”这个操作。' },
    recovery: CONFIG,
  },
  'USAGE.configNoKey': {
    message: {
      en: 'config {action} needs the name of a setting.',
      'zh-CN': 'config {action} 缺少设置名称。',
    },
    recovery: {
      en: 'kimi-proxy config get lists them all.',
      'zh-CN': 'kimi-proxy config get 会列出所有设置。',
    },
  },
  'USAGE.configNoValue': {
    message: { en: 'config set {key} needs a value.', 'zh-CN': 'config set {key} 缺少值。' },
    recovery: {
      en: 'To go back to the default: kimi-proxy config unset {key}.',
      'zh-CN': '如需恢复默认值：kimi-proxy config unset {key}。',
    },
  },
  'USAGE.configMany': {
    message: { en: '{key} takes one value.', 'zh-CN': '{key} 只接受一个值。' },
    recovery: { en: 'Put it in quotes.', 'zh-CN': '请加上引号。' },
  },
  'USAGE.configKey': {
    message: { en: 'There is no setting "{key}".', 'zh-CN': '没有名为“{key}”的设置。' },
    recovery: {
      en: 'kimi-proxy config get lists them all.',
      'zh-CN': 'kimi-proxy config get 会列出所有设置。',
    },
  },
  'USAGE.configKeyNear': {
    message: { en: 'There is no setting "{key}".', 'zh-CN': '没有名为“{key}”的设置。' },
    recovery: { en: 'Did you mean {meant}?', 'zh-CN': '您是不是要输入 {meant}？' },
  },
  'USAGE.completionNothing': {
    message: { en: 'completion needs a shell.', 'zh-CN': 'completion 缺少 shell 名称。' },
    recovery: SHELLS,
  },
  'USAGE.completion': {
    message: { en: 'completion does not support "{value}".', 'zh-CN': 'completion 不支持“{value}”。' },
    recovery: SHELLS,
  },
  'USAGE.noPort': {
    message: { en: '--port needs a number.', 'zh-CN': '--port 缺少端口号。' },
    recovery: { en: 'Use --port {example}.', 'zh-CN': '请使用 --port {example}。' },
  },
  'USAGE.noRegion': {
    message: { en: '--region needs a region.', 'zh-CN': '--region 缺少地区。' },
    recovery: REGION,
  },
  'USAGE.noSession': {
    message: { en: '--session needs a session.', 'zh-CN': '--session 缺少会话。' },
    recovery: { en: 'kimi-proxy log shows them.', 'zh-CN': 'kimi-proxy log 会列出它们。' },
  },
  'USAGE.limit': {
    message: {
      en: '--limit must be a number from 1 to {most}.',
      'zh-CN': '--limit 必须是 1 到 {most} 的数字。',
    },
    recovery: { en: 'Use --limit 50.', 'zh-CN': '请使用 --limit 50。' },
  },
  'USAGE.region': {
    message: { en: '--region "{value}" is not a region.', 'zh-CN': '--region 的“{value}”不是地区。' },
    recovery: REGION,
  },
  'USAGE.regionNamed': {
    message: {
      en: '--region {region} does not go with {name} = {value} (from {source}).',
      'zh-CN': '--region {region} 与 {name} = {value}（来自 {source}）冲突。',
    },
    recovery: { en: 'Leave one of them out.', 'zh-CN': '请去掉其中一个。' },
  },
  'USAGE.both': {
    message: {
      en: '--{option} and --{other} cannot be combined.',
      'zh-CN': '--{option} 与 --{other} 不能同时使用。',
    },
    recovery: ONE_OF_THEM,
  },
  'USAGE.inFront': {
    message: {
      en: '{command} cannot be combined with an option in front of it.',
      'zh-CN': '{command} 前面不能有选项。',
    },
    recovery: { en: 'Run kimi-proxy {command}.', 'zh-CN': '请使用 kimi-proxy {command}。' },
  },
  'USAGE.run': {
    message: {
      en: 'run cannot be combined with another option than --port and --park.',
      'zh-CN': 'run 只能与 --port 和 --park 同时使用。',
    },
    recovery: RUN,
  },
  'USAGE.runNothing': {
    message: { en: 'run needs a command.', 'zh-CN': 'run 缺少要运行的命令。' },
    recovery: RUN,
  },
  'USAGE.runOption': {
    message: { en: 'Unknown option "{arg}" after run.', 'zh-CN': 'run 之后有未知选项“{arg}”。' },
    recovery: RUN,
  },
  'USAGE.claudeSettings': {
    message: {
      en: 'The --settings for claude cannot be read as JSON.',
      'zh-CN': 'claude 的 --settings 不是可读取的 JSON。',
    },
    recovery: { en: 'Correct them, or leave them out.', 'zh-CN': '请更正，或将其去掉。' },
  },
  'USAGE.doctor': {
    message: {
      en: 'doctor takes --json, --redact and --port only.',
      'zh-CN': 'doctor 只接受 --json、--redact 和 --port。',
    },
    recovery: {
      en: 'Run kimi-proxy doctor, or kimi-proxy doctor --json.',
      'zh-CN': '请使用 kimi-proxy doctor 或 kimi-proxy doctor --json。',
    },
  },
  'USAGE.useNothing': {
    message: { en: 'use needs a login.', 'zh-CN': 'use 缺少要使用的登录。' },
    recovery: USE,
  },
  'USAGE.use': {
    message: { en: '"{value}" is not a login to use.', 'zh-CN': '“{value}”不是可用的登录。' },
    recovery: USE,
  },
  'USAGE.credentialsNamed': {
    message: {
      en: 'KIMI_PROXY_CREDENTIALS names the login file, so no other can be used.',
      'zh-CN': 'KIMI_PROXY_CREDENTIALS 已指定登录文件，无法使用其他登录。',
    },
    recovery: { en: 'Unset it first.', 'zh-CN': '请先将其删除。' },
  },
  'USAGE.serviceNothing': {
    message: { en: 'service needs an action.', 'zh-CN': 'service 缺少要执行的操作。' },
    recovery: SERVICE,
  },
  'USAGE.service': {
    message: { en: 'service has no action "{value}".', 'zh-CN': 'service 没有“{value}”这个操作。' },
    recovery: SERVICE,
  },
  'USAGE.logoutAsks': {
    message: {
      en: 'logout asks first, and nobody can answer here.',
      'zh-CN': 'logout 需要先确认，而这里无法回答。',
    },
    recovery: { en: 'Run kimi-proxy logout --yes.', 'zh-CN': '请使用 kimi-proxy logout --yes。' },
  },
  'USAGE.scope': {
    message: { en: '--scope "{value}" is not a scope.', 'zh-CN': '--scope 的“{value}”不是有效的范围。' },
    recovery: {
      en: 'Use --scope user, project or local.',
      'zh-CN': '请使用 --scope user、project 或 local。',
    },
  },
  'USAGE.connectAsks': {
    message: {
      en: '{command} asks first, and nobody can answer here.',
      'zh-CN': '{command} 需要先确认，而这里无法回答。',
    },
    recovery: {
      en: 'Nothing was changed. Run kimi-proxy {command} --yes.',
      'zh-CN': '未做任何更改。请使用 kimi-proxy {command} --yes。',
    },
  },
  'USAGE.npmStart': {
    message: { en: 'npm start takes --port only.', 'zh-CN': 'npm start 只接受 --port。' },
    recovery: {
      en: 'For the rest see kimi-proxy --help.',
      'zh-CN': '其他用法请查看 kimi-proxy --help。',
    },
  },
} as const
