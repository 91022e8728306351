/** What can be wrong with the file of a login: locking it, and saving what was renewed. */
const SAVE_FAILED = {
  en: 'The login cannot be saved in {path}: {reason}.',
  'zh-CN': '无法将登录保存到 {path}：{reason}。',
} as const

export const SAVING_PROBLEMS = {
  LOCK_BUSY: {
    message: {
      en: 'Another program has kept the login lock {lock} for too long.',
      'zh-CN': '另一个程序长时间占用登录锁 {lock}。',
    },
    recovery: {
      en: 'Close the program that is renewing this login. Retrying automatically.',
      'zh-CN': '请关闭正在续期该登录的程序，之后会自动重试。',
    },
  },
  LOCK_FAILED: {
    message: {
      en: 'The login lock {lock} cannot be made: {reason}.',
      'zh-CN': '无法创建登录锁 {lock}：{reason}。',
    },
    recovery: {
      en: 'Allow your user account to write to that folder. Retrying automatically.',
      'zh-CN': '请允许当前用户写入该文件夹，之后会自动重试。',
    },
  },
  SAVE_FAILED: {
    message: SAVE_FAILED,
    recovery: {
      en: 'Make the folder writable. Retrying automatically.',
      'zh-CN': '请使该文件夹可写，之后会自动重试。',
    },
  },
  'SAVE_FAILED.full': {
    message: SAVE_FAILED,
    recovery: {
      en: 'Free some space. Retrying automatically.',
      'zh-CN': '请腾出磁盘空间，之后会自动重试。',
    },
  },
  'SAVE_FAILED.readOnly': {
    message: SAVE_FAILED,
    recovery: { en: 'Make it writable. Retrying automatically.', 'zh-CN': '请使其可写，之后会自动重试。' },
  },
  'SAVE_FAILED.failing': {
    message: SAVE_FAILED,
    recovery: { en: 'Check the disk. Retrying automatically.', 'zh-CN': '请检查磁盘，之后会自动重试。' },
  },
  'SAVE_FAILED.denied': {
    message: SAVE_FAILED,
    recovery: {
      en: 'Allow your user account to write to that folder. Retrying automatically.',
      'zh-CN': '请允许当前用户写入该文件夹，之后会自动重试。',
    },
  },
  'SAVE_FAILED.locked': {
    message: SAVE_FAILED,
    recovery: {
      en: 'Remove its write protection (chattr -i, chflags nouchg). Retrying automatically.',
      'zh-CN': '请取消它的写保护（chattr -i、chflags nouchg），之后会自动重试。',
    },
  },
  'SAVE_FAILED.waiting': {
    message: {
      en: 'A renewed login waits to be saved in {path}.',
      'zh-CN': '续期后的登录等待保存到 {path}。',
    },
    recovery: {
      en: 'Make that file writable. Retrying automatically.',
      'zh-CN': '请使该文件可写，之后会自动重试。',
    },
  },
  'SAVE_FAILED.loose': {
    message: {
      en: 'A renewed login is in memory only: it can be saved neither in {path} nor in Kimi Proxy’s own folder.',
      'zh-CN': '续期后的登录只在内存中：既无法保存到 {path}，也无法保存到 Kimi Proxy 自己的文件夹。',
    },
    recovery: {
      en: 'Make one of them writable, then stop Kimi Proxy.',
      'zh-CN': '请使其中之一可写，然后再停止 Kimi Proxy。',
    },
  },
  'SAVE_FAILED.unreadable': {
    message: { en: 'The login file {path} cannot be read.', 'zh-CN': '无法读取登录文件 {path}。' },
    recovery: { en: 'Make it readable.', 'zh-CN': '请使其可读。' },
  },
} as const
