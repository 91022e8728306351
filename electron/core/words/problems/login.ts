/** What can be wrong with a login: reading and renewing it, signing in and out. */
const SIGN_IN = {
  window: { en: 'Sign in here or with `kimi login`.', 'zh-CN': '请在这里登录，或运行 kimi login。' },
  terminal: {
    en: 'Sign in with `kimi-proxy login` or `kimi login`; Kimi Proxy notices the new login automatically.',
    'zh-CN': '请运行 kimi-proxy login 或 kimi login 登录，Kimi Proxy 会自动使用新的登录。',
  },
} as const

const SIGN_IN_AGAIN = {
  window: {
    en: 'Sign in again here or with `kimi login`.',
    'zh-CN': '请在这里重新登录，或运行 kimi login。',
  },
  terminal: SIGN_IN.terminal,
} as const

const RETRYING = {
  en: 'Check your connection. Retrying automatically.',
  'zh-CN': '请检查网络，正在自动重试。',
} as const

export const LOGIN_PROBLEMS = {
  SIGNED_OUT: {
    message: { en: 'Kimi Proxy is still looking for a login.', 'zh-CN': '正在查找 Kimi 登录。' },
    recovery: { en: 'Wait a moment.', 'zh-CN': '请稍候。' },
  },
  LOGIN_MISSING: {
    message: { en: 'No Kimi login was found.', 'zh-CN': '没有找到 Kimi 登录。' },
    recovery: SIGN_IN,
  },
  'LOGIN_MISSING.named': {
    message: { en: 'There is no login file {path}.', 'zh-CN': '登录文件 {path} 不存在。' },
    recovery: {
      en: 'Correct KIMI_PROXY_CREDENTIALS (or "credentials" in the settings file), or unset it to use the login of the Kimi CLI.',
      'zh-CN':
        '请更正 KIMI_PROXY_CREDENTIALS（或设置文件中的 credentials），或将其删除以使用 Kimi CLI 的登录。',
    },
  },
  'LOGIN_MISSING.own': {
    message: {
      en: 'Kimi Proxy’s own login was not found.',
      'zh-CN': '没有找到 Kimi Proxy 自己的登录。',
    },
    recovery: {
      window: { en: 'Sign in first.', 'zh-CN': '请先登录。' },
      terminal: { en: 'Sign in first: kimi-proxy login.', 'zh-CN': '请先登录：kimi-proxy login。' },
    },
  },
  'LOGIN_MISSING.kimi-code': {
    message: {
      en: 'The login of Kimi Code was not found.',
      'zh-CN': '没有找到 Kimi Code 的登录。',
    },
    recovery: {
      en: 'Sign in with that tool first: kimi login.',
      'zh-CN': '请先用该工具登录：kimi login。',
    },
  },
  'LOGIN_MISSING.kimi-cli': {
    message: {
      en: 'The login of Kimi CLI was not found.',
      'zh-CN': '没有找到 Kimi CLI 的登录。',
    },
    recovery: {
      en: 'Sign in with that tool first: kimi login.',
      'zh-CN': '请先用该工具登录：kimi login。',
    },
  },
  LOGIN_INVALID: {
    message: {
      en: 'The login file {path} is damaged: {reason}.',
      'zh-CN': '登录文件 {path} 已损坏：{reason}。',
    },
    recovery: SIGN_IN_AGAIN,
  },
  LOGIN_UNREADABLE: {
    message: {
      en: 'The login file {path} cannot be read: {reason}.',
      'zh-CN': '无法读取登录文件 {path}：{reason}。',
    },
    recovery: {
      window: {
        en: 'Allow your user account to read this file, or sign in again.',
        'zh-CN': '请允许当前用户读取该文件，或重新登录。',
      },
      terminal: {
        en: 'Allow your user account to read this file, or sign in again with `kimi login`.',
        'zh-CN': '请允许当前用户读取该文件，或运行 kimi login 重新登录。',
      },
    },
  },
  LOGIN_REVOKED: {
    message: { en: 'Kimi signed you out.', 'zh-CN': 'Kimi 登录已失效。' },
    recovery: SIGN_IN_AGAIN,
  },
  LOGIN_NAMED: {
    message: {
      en: 'KIMI_PROXY_CREDENTIALS (or "credentials" in the settings file) names the login to use: {path}.',
      'zh-CN': 'KIMI_PROXY_CREDENTIALS（或设置文件中的 credentials）已指定登录文件 {path}。',
    },
    recovery: { en: 'Remove it first, then sign in again.', 'zh-CN': '请先将其删除，再重新登录。' },
  },
  SIGN_IN_FAILED: {
    message: {
      en: 'Kimi’s sign-in service sent an unexpected reply: {reason}.',
      'zh-CN': 'Kimi 登录服务返回了意外内容：{reason}。',
    },
    recovery: {
      en: 'Check the sign-in host in your settings, then sign in again.',
      'zh-CN': '请检查设置中的登录服务地址，然后重新登录。',
    },
  },
  SIGN_IN_EXPIRED: {
    message: {
      en: 'Nobody approved the sign-in within 15 minutes.',
      'zh-CN': '15 分钟内没有完成授权。',
    },
    recovery: { en: 'Sign in again when you are ready.', 'zh-CN': '准备好后请重新登录。' },
  },
  SIGN_OUT_FAILED: {
    message: {
      en: 'The login file {path} cannot be removed: {reason}.',
      'zh-CN': '无法删除登录文件 {path}：{reason}。',
    },
    recovery: {
      en: 'Allow your user account to write to that folder, then try again.',
      'zh-CN': '请允许当前用户写入该文件夹，然后重试。',
    },
  },
  RENEWAL_REFUSED: {
    message: { en: 'Kimi no longer accepts this login.', 'zh-CN': 'Kimi 不再接受这个登录。' },
    recovery: SIGN_IN_AGAIN,
  },
  'RENEWAL_REFUSED.because': {
    message: {
      en: 'Kimi no longer accepts this login: {reason}.',
      'zh-CN': 'Kimi 不再接受这个登录：{reason}。',
    },
    recovery: SIGN_IN_AGAIN,
  },
  'RENEWAL_REFUSED.unrenewable': {
    message: {
      en: 'The login in {path} has no refresh token, so it cannot be renewed.',
      'zh-CN': '{path} 中的登录没有刷新令牌，无法续期。',
    },
    recovery: SIGN_IN_AGAIN,
  },
  RENEWAL_FAILED: {
    message: { en: 'The token could not be renewed: {reason}.', 'zh-CN': '令牌续期失败：{reason}。' },
    recovery: RETRYING,
  },
  'RENEWAL_FAILED.expired': {
    message: { en: 'The token has expired and is being renewed.', 'zh-CN': '令牌已到期，正在续期。' },
    recovery: { en: 'Wait a moment. Retrying automatically.', 'zh-CN': '请稍候，正在自动重试。' },
  },
  RENEWAL_MALFORMED: {
    message: {
      en: 'Kimi’s sign-in service sent an unexpected reply: {reason}.',
      'zh-CN': 'Kimi 登录服务返回了意外内容：{reason}。',
    },
    recovery: {
      en: 'Check that the sign-in host is right. Retrying automatically.',
      'zh-CN': '请检查登录服务地址，正在自动重试。',
    },
  },
  RENEWAL_DOUBTED: {
    message: {
      en: 'Renewing this login has been refused for minutes, by Kimi or by something on the way to it: {reason}.',
      'zh-CN': '几分钟来，此登录的续期一直被拒绝，可能是 Kimi，也可能是途中的网关：{reason}。',
    },
    recovery: {
      window: {
        en: 'Check the network (a gateway, a proxy). If it works, sign in again. Retrying automatically.',
        'zh-CN': '请检查网络（网关、代理）。如果网络正常，请重新登录。正在自动重试。',
      },
      terminal: {
        en: 'Check the network (a gateway, a proxy). If it works, sign in again with `kimi-proxy login` or `kimi login`. Retrying automatically.',
        'zh-CN':
          '请检查网络（网关、代理）。如果网络正常，请运行 kimi-proxy login 或 kimi login 重新登录。正在自动重试。',
      },
    },
  },
} as const
