/** The findings about logins and their locks. */
import { bad, good, info, SET_CLOCK, warn } from './finding-text'

const SIGN_IN_THERE = ['Sign in there again.', '请在那里重新登录。'] as const

export const LOGIN_FINDINGS = {
  LOGIN_GOOD: good(
    '{owner} for {site} is good until {expiresAtMs}; last renewed at {issuedAtMs} {by}.',
    '{owner}（{site}）有效至 {expiresAtMs}，上次续期 {issuedAtMs}，{by}。',
  ),
  LOGIN_ENDLESS: good(
    '{owner} for {site} is there; its file does not say how long it lasts.',
    '{owner}（{site}）存在，但文件没有写明有效期。',
  ),
  LOGIN_RESTING: info(
    '{owner} for {site} rests: its token ended at {expiresAtMs} and is renewed when it is needed.',
    '{owner}（{site}）目前闲置，令牌已于 {expiresAtMs} 到期，需要时会续期。',
  ),
  LOGIN_UNRENEWABLE: warn(
    '{owner} for {site} has ended and cannot be renewed: part of it is missing.',
    '{owner}（{site}）已到期且无法续期，缺少续期所需的内容。',
    ...SIGN_IN_THERE,
  ),
  LOGIN_REVOKED: warn(
    '{owner} for {site} was ended by Kimi.',
    '{owner}（{site}）已被 Kimi 结束。',
    'Sign in there again, if you still use it.',
    '如仍在使用，请在那里重新登录。',
  ),
  LOGIN_DAMAGED: warn(
    'The file of {owner} is damaged ({reason}).',
    '“{owner}”的文件已损坏（{reason}）。',
    ...SIGN_IN_THERE,
  ),
  LOGIN_UNREADABLE: warn(
    'The file of {owner} cannot be read ({reason}).',
    '“{owner}”的文件无法读取（{reason}）。',
    'Give your user the right to read it.',
    '请给当前用户读取它的权限。',
  ),
  LOGIN_EXPOSED: warn(
    'Other users of this computer may read {owner}.',
    '本机的其他用户可能读到“{owner}”。',
    'Let only your own user read it.',
    '请将它设为仅自己可读。',
  ),
  LOGIN_FROM_FUTURE: warn(
    '{owner} was issued {aheadMs} in the future, by this computer’s clock.',
    '按本机时钟，“{owner}”的签发时间在 {aheadMs}之后。',
    ...SET_CLOCK,
  ),
  LOGIN_SHARED: bad(
    'Two programs share one sign-in ({owner}, {otherOwner}): they will log each other out.',
    '两个程序共用同一次登录（{owner}、{otherOwner}），会互相使对方退出登录。',
    'Sign in again in one of them.',
    '请在其中一个程序里重新登录。',
  ),
  LOGINS_SEPARATE: good('No two programs share one sign-in.', '没有两个程序共用同一次登录。'),
  LOGIN_IN_USE: good('Kimi Proxy uses {owner}.', 'Kimi Proxy 正在使用“{owner}”。'),
  NO_LOGIN: bad(
    'There is no login for {site} that could be used.',
    '没有可用于 {site} 的登录。',
    'Sign in.',
    '请登录。',
  ),
  NAMED_LOGIN_MISSING: bad(
    'The login file that is named by hand does not exist.',
    '手动指定的登录文件不存在。',
    'Correct KIMI_PROXY_CREDENTIALS or “credentials” in the settings file, or take it out.',
    '请更正 KIMI_PROXY_CREDENTIALS 或设置文件中的 credentials，或将其删除。',
  ),
  SIGN_IN_NEEDED: bad(
    'Kimi Proxy needs a new sign-in: {problem}',
    'Kimi Proxy 需要重新登录：{problem}',
    'Sign in again.',
    '请重新登录。',
  ),
  PICK_SET: info('You chose {owner} to be used.', '您选择了使用“{owner}”。'),
  PICK_UNUSABLE: warn(
    'You chose {owner}, but it cannot be used now.',
    '您选择的“{owner}”现在无法使用。',
    'Sign in there again, or let Kimi Proxy choose.',
    '请在那里重新登录，或让 Kimi Proxy 自动选择。',
  ),
  REGION_MIXED: warn(
    'Kimi Proxy goes to {site}, but its own login is for {otherSite}.',
    'Kimi Proxy 连接的是 {site}，而它自己的登录属于 {otherSite}。',
    'Choose the Kimi service you signed in to in Settings (“region”), or sign in again.',
    '请在设置中选择您登录的 Kimi 服务（region），或重新登录。',
  ),

  LOCKS_FREE: good('No login is locked.', '没有登录被锁定。'),
  LOCK_HELD: info('{holder} is renewing a login right now.', '有登录正在续期中，操作者：{holder}。'),
  LOCK_LEFT: info(
    'A program that ended early left a lock behind. It does no harm and is taken over by itself.',
    '某个提前结束的程序留下了一把锁。它没有影响，会自动被接管。',
  ),
} as const
