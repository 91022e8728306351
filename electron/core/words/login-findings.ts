/** The findings about logins and their locks. */
import { bad, good, info, SET_CLOCK, warn } from './finding-text'

const SIGN_IN_THERE = ['Sign in there again.', '请在那里重新登录。'] as const

export const LOGIN_FINDINGS = {
  LOGIN_GOOD: good(
    '{owner} for {site} is valid until {expiresAtMs}; last renewed at {issuedAtMs} {by}.',
    '{owner}（{site}）有效至 {expiresAtMs}，上次续期 {issuedAtMs}，{by}。',
  ),
  LOGIN_ENDLESS: good(
    '{owner} for {site} is there; its expiry is unknown.',
    '{owner}（{site}）存在，到期时间未知。',
  ),
  LOGIN_RESTING: info(
    '{owner} for {site} is idle: its token expired at {expiresAtMs} and renews when needed.',
    '{owner}（{site}）目前闲置，令牌已于 {expiresAtMs} 到期，需要时会续期。',
  ),
  LOGIN_UNRENEWABLE: warn(
    '{owner} for {site} has expired and can’t be renewed: part of it is missing.',
    '{owner}（{site}）已到期且无法续期，缺少续期所需的内容。',
    ...SIGN_IN_THERE,
  ),
  LOGIN_REVOKED: warn(
    'Kimi signed out {owner} for {site}.',
    '{owner}（{site}）已失效。',
    'Sign in there again if you still use it.',
    '如仍在使用，请在那里重新登录。',
  ),
  LOGIN_DAMAGED: warn(
    'The file of {owner} is damaged ({reason}).',
    '“{owner}”的文件已损坏（{reason}）。',
    ...SIGN_IN_THERE,
  ),
  LOGIN_UNREADABLE: warn(
    'The file of {owner} can’t be read ({reason}).',
    '“{owner}”的文件无法读取（{reason}）。',
    'Allow your user account to read this file.',
    '请允许当前用户读取该文件。',
  ),
  LOGIN_EXPOSED: warn(
    'Other users of this computer may read {owner}.',
    '本机的其他用户可能读到“{owner}”。',
    'Let only your user account read it.',
    '请将它设为仅自己可读。',
  ),
  LOGIN_FROM_FUTURE: warn(
    '{owner} was issued {aheadMs} in the future, by this computer’s clock.',
    '按本机时钟，“{owner}”的签发时间在 {aheadMs}之后。',
    ...SET_CLOCK,
  ),
  LOGIN_SHARED: bad(
    'Two programs share one sign-in ({owner}, {otherOwner}): they will sign each other out.',
    '两个程序共用同一次登录（{owner}、{otherOwner}），会互相使对方退出登录。',
    'Sign in again in one of them.',
    '请在其中一个程序里重新登录。',
  ),
  LOGINS_SEPARATE: good('Each app has its own sign-in.', '各程序登录互不影响。'),
  LOGIN_IN_USE: good('{owner} is in use.', 'Kimi Proxy 正在使用“{owner}”。'),
  NO_LOGIN: bad('No usable login for {site}.', '没有可用于 {site} 的登录。', 'Sign in.', '请登录。'),
  NAMED_LOGIN_MISSING: bad(
    'The login file named by hand doesn’t exist.',
    '手动指定的登录文件不存在。',
    'Correct KIMI_PROXY_CREDENTIALS or “credentials” in the settings file, or remove it.',
    '请更正 KIMI_PROXY_CREDENTIALS 或设置文件中的 credentials，或将其删除。',
  ),
  SIGN_IN_NEEDED: bad(
    'Sign in to Kimi again: {problem}',
    'Kimi Proxy 需要重新登录：{problem}',
    'Sign in again.',
    '请重新登录。',
  ),
  PICK_SET: info('You chose {owner}.', '您选择了使用“{owner}”。'),
  PICK_UNUSABLE: warn(
    'You chose {owner}, but it can’t be used now.',
    '您选择的“{owner}”现在无法使用。',
    'Sign in there again, or let Kimi Proxy choose.',
    '请在那里重新登录，或让 Kimi Proxy 自动选择。',
  ),
  REGION_MIXED: warn(
    'Kimi Proxy connects to {site}, but its own login is for {otherSite}.',
    'Kimi Proxy 连接的是 {site}，而它的单独登录属于 {otherSite}。',
    'Choose the Kimi service you signed in to in Settings (“region”), or sign in again.',
    '请在设置中选择您登录的 Kimi 服务（region），或重新登录。',
  ),

  LOCKS_FREE: good('No login is locked.', '没有登录被锁定。'),
  LOCK_HELD: info('{holder} is renewing a login right now.', '有登录正在续期中，操作者：{holder}。'),
  LOCK_LEFT: info(
    'A program that ended early left a lock behind. It is harmless and is removed automatically.',
    '某个提前结束的程序留下了一把锁。它没有影响，会自动清除。',
  ),
} as const
