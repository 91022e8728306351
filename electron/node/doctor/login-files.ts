/** Every login file on this machine, as the doctor sees it: read in place, nothing locked, nothing written. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Region } from '../../contract/state'
import type { LoginFacts, StoredFacts } from '../../core/doctor/facts'
import { HOSTS_OF, REGIONS } from '../../core/region'
import type { Settings } from '../../core/settings'
import type { Login, StoredLogin } from '../../core/token'
import type { CredentialFile } from '../credential-file'
import { credentialFiles, everyCredentialFile, realPath, slotOf } from '../logins'
import type { Paths } from '../paths'
import { type LoggedRenewal, loggedRenewals } from './renewals'

/** Files keep whole seconds, and the log's time is counted on another clock. */
const SAME_END_MS = 2_500

interface Read {
  readonly file: CredentialFile
  readonly stored: StoredLogin
  readonly mode: number
  readonly writtenAtMs: number
}

/** `shorten` makes a path fit to be shown. */
export async function loginFacts(
  settings: Settings,
  paths: Paths,
  shorten: (path: string) => string,
): Promise<LoginFacts[]> {
  const candidates = credentialFiles(settings, paths).map(({ source }) => realPath(source.path))
  const [reads, renewals] = await Promise.all([
    Promise.all(everyCredentialFile(settings, paths).map(readOne)),
    loggedRenewals(paths.logFile),
  ])
  return reads.map((read) => {
    const { owner, path } = read.file.source
    return {
      owner,
      path: shorten(path),
      site: siteOf(path),
      isCandidate: candidates.includes(realPath(path)),
      state: stateOf(read, renewals),
      exposed: read.stored.kind === 'login' && process.platform !== 'win32' && (read.mode & 0o077) !== 0,
      sameTokenAs: reads
        .filter((other) => other !== read && holdSameToken(read.stored, other.stored))
        .map((other) => shorten(other.file.source.path)),
    }
  })
}

async function readOne(file: CredentialFile): Promise<Read> {
  const { mode, mtimeMs } = await stat(file.source.path).catch(() => ({ mode: 0, mtimeMs: 0 }))
  return { file, stored: await file.read(), mode, writtenAtMs: mtimeMs }
}

function siteOf(path: string): Region | 'other' {
  const slot = basename(path, '.json')
  return REGIONS.find((region) => slotOf(HOSTS_OF[region]) === slot) ?? 'other'
}

function stateOf({ file, stored, writtenAtMs }: Read, renewals: readonly LoggedRenewal[]): StoredFacts {
  if (stored.kind !== 'login') return stored
  const { expiresAtMs, lifetimeMs, refreshToken } = stored.login
  return {
    kind: 'login',
    expiresAtMs,
    issuedAtMs: Math.round(
      expiresAtMs === null || lifetimeMs === null ? writtenAtMs : expiresAtMs - lifetimeMs,
    ),
    renewable: !refreshToken.isEmpty,
    rotatedBy: isOurs(file, stored.login, renewals) ? 'kimi-proxy' : 'other',
  }
}

/** Nobody else renews our own login, so that one is ours also when the log has been cut. */
function isOurs({ source }: CredentialFile, login: Login, renewals: readonly LoggedRenewal[]): boolean {
  if (source.owner === 'own') return true
  const { expiresAtMs } = login
  return renewals.some(
    (logged) =>
      expiresAtMs !== null &&
      logged.path === source.path &&
      Math.abs(logged.expiresAtMs - expiresAtMs) < SAME_END_MS,
  )
}

function holdSameToken(one: StoredLogin, other: StoredLogin): boolean {
  if (one.kind !== 'login' || other.kind !== 'login') return false
  return !one.login.refreshToken.isEmpty && one.login.refreshToken.equals(other.login.refreshToken)
}
