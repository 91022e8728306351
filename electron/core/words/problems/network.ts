/** What can be wrong between Claude Code, this proxy and Kimi, and with the port. */
const TRY_AGAIN = { en: 'Please try again.', 'zh-CN': '请重试。' } as const

const SEE_LOG = { en: 'See the log.', 'zh-CN': '请查看日志。' } as const

const OTHER_PORT = {
  window: {
    en: 'Stop that program, or choose another port in Settings.',
    'zh-CN': '请停止该程序，或在设置中选择其他端口。',
  },
  terminal: {
    en: 'Stop that program, or choose another port with --port.',
    'zh-CN': '请停止该程序，或用 --port 选择其他端口。',
  },
} as const

export const NETWORK_PROBLEMS = {
  UPSTREAM_UNREACHABLE: {
    message: { en: 'Kimi cannot be reached: {reason}.', 'zh-CN': '无法连接 Kimi：{reason}。' },
    recovery: {
      window: { en: 'Check your connection. Retrying automatically.', 'zh-CN': '请检查网络，正在自动重试。' },
      terminal: TRY_AGAIN,
    },
  },
  UPSTREAM_TIMEOUT: {
    message: { en: 'Kimi did not answer in time.', 'zh-CN': 'Kimi 未及时响应。' },
    recovery: TRY_AGAIN,
  },
  QUOTA_UNKNOWN: {
    message: {
      en: 'Kimi did not say what is left of the plan: {reason}.',
      'zh-CN': '无法获知套餐剩余用量：{reason}。',
    },
    recovery: { en: 'It is asked again automatically.', 'zh-CN': '稍后会自动重新查询。' },
  },
  PLAN_BUSY: {
    message: {
      en: 'Kimi serves {limit} requests at a time, and the turn of this one has not come.',
      'zh-CN': 'Kimi 同时只处理 {limit} 个请求，此请求尚未轮到。',
    },
    recovery: TRY_AGAIN,
  },
  REQUEST_REFUSED: {
    message: {
      en: 'Kimi Proxy refused this request: {reason}.',
      'zh-CN': 'Kimi Proxy 拒绝了此请求：{reason}。',
    },
    recovery: SEE_LOG,
  },
  KEY_REFUSED: {
    message: {
      en: 'Kimi Proxy requires the key of this computer (requireKey is on). Start Claude Code with kimi-proxy run -- claude, or use the key that kimi-proxy token prints.',
      'zh-CN':
        'Kimi Proxy 要求使用本机密钥（requireKey 已开启）。请用 kimi-proxy run -- claude 启动 Claude Code，或使用 kimi-proxy token 输出的密钥。',
    },
    recovery: {
      en: 'Use the key that kimi-proxy token prints.',
      'zh-CN': '请使用 kimi-proxy token 输出的密钥。',
    },
  },
  REQUEST_MALFORMED: {
    message: {
      en: 'Kimi Proxy cannot read this request: {reason}.',
      'zh-CN': 'Kimi Proxy 无法读取此请求：{reason}。',
    },
    recovery: SEE_LOG,
  },
  'REQUEST_MALFORMED.coding': {
    message: {
      en: 'The transfer coding "{coding}" is not supported.',
      'zh-CN': '不支持传输编码 {coding}。',
    },
    recovery: { en: 'Use chunked.', 'zh-CN': '请使用 chunked。' },
  },
  'REQUEST_MALFORMED.tunnel': {
    message: {
      en: 'Kimi Proxy is no network proxy: use {url} as ANTHROPIC_BASE_URL, not as HTTPS_PROXY.',
      'zh-CN': 'Kimi Proxy 不是网络代理：请将 {url} 用作 ANTHROPIC_BASE_URL，而不是 HTTPS_PROXY。',
    },
    recovery: SEE_LOG,
  },
  REFUSED: {
    message: {
      en: 'Kimi refuses requests although the token is new.',
      'zh-CN': '令牌是新的，但 Kimi 拒绝了请求。',
    },
    recovery: {
      en: 'Check your plan at www.kimi.com. Kimi Proxy continues automatically once Kimi accepts requests again.',
      'zh-CN': '请在 www.kimi.com 查看您的套餐，Kimi 接受请求后会自动恢复。',
    },
  },
  PORT_TAKEN: {
    message: { en: 'Port {port} is used by another program.', 'zh-CN': '端口 {port} 已被其他程序占用。' },
    recovery: OTHER_PORT,
  },
  'PORT_TAKEN.program': {
    message: {
      en: 'Port {port} is used by {program} (PID {pid}).',
      'zh-CN': '端口 {port} 已被 {program} 占用（PID {pid}）。',
    },
    recovery: OTHER_PORT,
  },
  'PORT_TAKEN.kimiProxy': {
    message: {
      en: 'Port {port} is used by another Kimi Proxy (PID {pid}) with another home folder.',
      'zh-CN': '端口 {port} 已被另一个使用其他数据文件夹的 Kimi Proxy 占用（PID {pid}）。',
    },
    recovery: OTHER_PORT,
  },
  'PORT_TAKEN.unproven': {
    message: {
      en: '{path} cannot be written: {reason}. So the Kimi Proxy that answers on port {port} (PID {pid}) cannot be proved to be the one of that folder.',
      'zh-CN':
        '无法写入 {path}：{reason}。因此无法确认端口 {port} 上的 Kimi Proxy（PID {pid}）属于该文件夹。',
    },
    recovery: { en: 'End it with: kill {pid}', 'zh-CN': '结束它的命令：kill {pid}' },
  },
  'PORT_TAKEN.origin': {
    message: {
      en: 'Port {port} is used by the old kimi-proxy script.',
      'zh-CN': '端口 {port} 已被旧的 kimi-proxy 脚本占用。',
    },
    recovery: { en: 'Stop it with: {stop}', 'zh-CN': '停止它的命令：{stop}' },
  },
  'PORT_TAKEN.originPid': {
    message: {
      en: 'Port {port} is used by the old kimi-proxy script (PID {pid}).',
      'zh-CN': '端口 {port} 已被旧的 kimi-proxy 脚本占用（PID {pid}）。',
    },
    recovery: { en: 'Stop it with: {stop}', 'zh-CN': '停止它的命令：{stop}' },
  },
  PORT_REFUSED: {
    message: { en: 'Port {port} cannot be used: {reason}.', 'zh-CN': '端口 {port} 无法使用：{reason}。' },
    recovery: {
      window: { en: 'Choose another port in Settings.', 'zh-CN': '请在设置中选择其他端口。' },
      terminal: { en: 'Choose another with --port.', 'zh-CN': '请用 --port 选择其他端口。' },
    },
  },
} as const
