/** What can be wrong with a setting: in the settings file, a variable, or an option. `place` is where it stands. */
const FIX_FILE = {
  en: 'Fix it, or delete it to start over.',
  'zh-CN': '请修正该文件，或删除它重新开始。',
} as const

const USE_HTTPS = { en: 'Use https.', 'zh-CN': '请使用 https。' } as const

export const SETTING_PROBLEMS = {
  SETTING_INVALID: {
    message: { en: 'A setting isn’t valid.', 'zh-CN': '一项设置无效。' },
    recovery: {
      en: 'Correct it in Settings or in your environment.',
      'zh-CN': '请在设置或环境变量中更正。',
    },
  },
  'SETTING_INVALID.unreadable': {
    message: {
      en: 'The settings file {path} cannot be read: {reason}.',
      'zh-CN': '无法读取设置文件 {path}：{reason}。',
    },
    recovery: { en: 'Allow your user account to read it.', 'zh-CN': '请允许当前用户读取该文件。' },
  },
  'SETTING_INVALID.noJson': {
    message: { en: 'The settings file {path} is not JSON.', 'zh-CN': '设置文件 {path} 的内容不是 JSON。' },
    recovery: FIX_FILE,
  },
  'SETTING_INVALID.noJsonAt': {
    message: {
      en: 'The settings file {path} is not JSON (line {line}, column {column}).',
      'zh-CN': '设置文件 {path} 的内容不是 JSON（第 {line} 行，第 {column} 列）。',
    },
    recovery: FIX_FILE,
  },
  'SETTING_INVALID.noObject': {
    message: {
      en: 'The settings file {path} holds no JSON object.',
      'zh-CN': '设置文件 {path} 中没有 JSON 对象。',
    },
    recovery: FIX_FILE,
  },
  'SETTING_INVALID.text': {
    message: { en: '{place} must be text, not {value}.', 'zh-CN': '{place} 必须是文本，而不是 {value}。' },
    recovery: { en: 'Put it in quotes.', 'zh-CN': '请加上引号。' },
  },
  'SETTING_INVALID.port': {
    message: { en: '{place}: "{value}" is not a port.', 'zh-CN': '{place}：“{value}”不是端口号。' },
    recovery: { en: 'Give a whole number from 1 to 65535.', 'zh-CN': '请填写 1 到 65535 的整数。' },
  },
  'SETTING_INVALID.region': {
    message: { en: '{place}: {value} is not a region.', 'zh-CN': '{place}：{value} 不是地区。' },
    recovery: {
      en: 'Write "mainland-cn" (kimi.com), "global" (kimi.ai) or "auto".',
      'zh-CN': '请填写 "mainland-cn"（kimi.com）、"global"（kimi.ai）或 "auto"。',
    },
  },
  'SETTING_INVALID.minutes': {
    message: {
      en: '{place}: {value} is not a number of minutes.',
      'zh-CN': '{place}：{value} 不是分钟数。',
    },
    recovery: {
      en: 'Write one from 0 (never wait) to {most}.',
      'zh-CN': '请填写 0（不等待）到 {most} 的数字。',
    },
  },
  'SETTING_INVALID.flag': {
    message: {
      en: '{place}: {value} is neither true nor false.',
      'zh-CN': '{place}：{value} 不是 true 或 false。',
    },
    recovery: { en: 'Write true or false.', 'zh-CN': '请填写 true 或 false。' },
  },
  'SETTING_INVALID.origin': {
    message: { en: '{place}: {value} is not a web origin.', 'zh-CN': '{place}：{value} 不是网页来源。' },
    recovery: {
      en: 'Give each as scheme://host[:port], without a path.',
      'zh-CN': '请按 scheme://host[:port] 的形式填写，不带路径。',
    },
  },
  'SETTING_INVALID.url': {
    message: { en: '{place} "{value}" is not a URL.', 'zh-CN': '{place} 的“{value}”不是网址。' },
    recovery: { en: 'Give one such as {example}.', 'zh-CN': '请填写网址，例如 {example} 。' },
  },
  'SETTING_INVALID.urlParts': {
    message: {
      en: '{place} must not hold a user name, password, query or fragment.',
      'zh-CN': '{place} 不能包含用户名、密码、查询参数或片段。',
    },
    recovery: { en: 'Leave these parts out.', 'zh-CN': '请去掉这些部分。' },
  },
  'SETTING_INVALID.clear': {
    message: {
      en: '{place} "{value}" would send your token unencrypted.',
      'zh-CN': '{place} 的“{value}”会以明文发送您的令牌。',
    },
    recovery: USE_HTTPS,
  },
  'SETTING_INVALID.web': {
    message: { en: '{place} "{value}" is not a web address.', 'zh-CN': '{place} 的“{value}”不是网址。' },
    recovery: USE_HTTPS,
  },
  'SETTING_INVALID.proxy': {
    message: {
      en: '{place} "{value}" is not a proxy.',
      'zh-CN': '{place} 的“{value}”不是代理。',
    },
    recovery: {
      en: 'Give one such as http://127.0.0.1:7890 or socks5://127.0.0.1:1080.',
      'zh-CN': '请填写代理地址，例如 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080 。',
    },
  },
  'SETTING_INVALID.hiddenPassword': {
    message: {
      en: 'The proxy’s hidden password must be typed again.',
      'zh-CN': '代理的密码已隐藏，需要重新输入。',
    },
    recovery: { en: 'Type the whole address.', 'zh-CN': '请输入完整的地址。' },
  },
  'SETTING_INVALID.preference': {
    message: { en: '{place} must be {reason}.', 'zh-CN': '{place} 必须是 {reason}。' },
    recovery: { en: 'Correct it, or leave it out.', 'zh-CN': '请更正，或将其删除。' },
  },
  'SETTING_INVALID.host': {
    message: { en: '"{value}" is not a usable address.', 'zh-CN': '“{value}”不是可用的地址。' },
    recovery: { en: 'Correct its host name.', 'zh-CN': '请更正其中的主机名。' },
  },
  'SETTING_INVALID.hostName': {
    message: {
      en: '{place}: {value} is not the name or address of a computer.',
      'zh-CN': '{place}：{value} 不是计算机的名称或地址。',
    },
    recovery: {
      en: 'Spell each out, such as "host.docker.internal" or "172.17.0.1", without a port.',
      'zh-CN': '请逐一写明，例如 "host.docker.internal" 或 "172.17.0.1"，不带端口。',
    },
  },
  'SETTING_INVALID.certificate': {
    message: {
      en: 'The extra CA file "{path}" cannot be used: {reason}.',
      'zh-CN': '附加的 CA 证书文件“{path}”无法使用：{reason}。',
    },
    recovery: {
      en: 'Correct extraCaFile or NODE_EXTRA_CA_CERTS.',
      'zh-CN': '请更正 extraCaFile 或 NODE_EXTRA_CA_CERTS。',
    },
  },
  'SETTING_INVALID.regions': {
    message: {
      en: 'The sign-in host {oauthHost} and the API {upstream} belong to different regions.',
      'zh-CN': '登录服务 {oauthHost} 与 API {upstream} 属于不同地区。',
    },
    recovery: {
      en: 'Name both of the same region, or only one of them.',
      'zh-CN': '请都填写同一地区的地址，或只填写其中一个。',
    },
  },
} as const
