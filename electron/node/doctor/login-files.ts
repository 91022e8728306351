/** Every login file on this machine, as the doctor sees it: read in place, nothing locked, nothing written. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Region } from '../../contract/engine'
import { isRecord } from '../../core/basics/json'
import type { LoginFacts, StoredFacts } from '../../core/doctor/logins'
import type { Login, StoredLogin } from '../../core/login/stored-login'
import { HOSTS_OF, REGIONS } from '../../core/settings/region'
import type { Settings } from '../../core/settings/schema'
import type { Paths } from '../files/paths'
import { loadPlainFile } from '../files/text-file'
import type { CredentialFile } from '../login/credential-file'
import { credentialFiles, everyCredentialFile, slotOf } from '../login/login-files'
import { realPath } from '../login/login-locks'

/** The tolerance for two times of the same end: files keep whole seconds, and the log's time comes from another clock. */
const SAME_END_MS = 2_500

/** A renewal in the log of our own engines, by which the doctor knows who renewed a login file last. */
interface LoggedRenewal {
  readonly path: string
  /** When the new token ends, by the wall clock at the renewal. */
  readonly expiresAtMs: number
}

/** `shorten` shortens a path for display. */
export async function loginFacts(
  settings: Settings,
  paths: Paths,
  shorten: (path: string) => string,
): Promise<LoginFacts[]> {
  const candidates = credentialFiles(settings, paths).map(({ source }) => realPath(source.path))
  const renewals = await loggedRenewals(paths.logFile)
  const files = everyCredentialFile(settings, paths)
  const reads = await Promise.all(files.map(async (file) => ({ file, stored: await file.read() })))
  return Promise.all(
    reads.map(async ({ file, stored }) => {
      const { owner, path } = file.source
      const { mode, mtimeMs } = await stat(path).catch(() => ({ mode: 0, mtimeMs: 0 }))
      return {
        owner,
        path: shorten(path),
        site: siteOf(path),
        isCandidate: candidates.includes(realPath(path)),
        state: stateOf(stored, mtimeMs, (login) => isOurs(file, login, renewals)),
        exposed: stored.kind === 'login' && process.platform !== 'win32' && (mode & 0o077) !== 0,
        sameTokenAs: reads
          .filter((other) => other.file !== file && holdSameToken(stored, other.stored))
          .map((other) => shorten(other.file.source.path)),
      }
    }),
  )
}

function siteOf(path: string): Region | 'other' {
  const slot = basename(path, '.json')
  return REGIONS.find((region) => slotOf(HOSTS_OF[region]) === slot) ?? 'other'
}

function stateOf(
  stored: StoredLogin,
  writtenAtMs: number,
  isOurRenewal: (login: Login) => boolean,
): StoredFacts {
  if (stored.kind !== 'login') return stored
  const { expiresAtMs, lifetimeMs, refreshToken } = stored.login
  const isTold = expiresAtMs !== null && lifetimeMs !== null
  return {
    kind: 'login',
    expiresAtMs,
    issuedAtMs: Math.round(isTold ? expiresAtMs - lifetimeMs : writtenAtMs),
    renewable: !refreshToken.isEmpty,
    rotatedBy: isOurRenewal(stored.login) ? 'kimi-proxy' : 'other',
  }
}

/** Only Kimi Proxy renews its own login, so that one counts as ours even when the log has been cut. */
function isOurs(
  { source }: CredentialFile,
  { expiresAtMs }: Login,
  renewals: readonly LoggedRenewal[],
): boolean {
  if (source.owner === 'own') return true
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

/** The log is rotated well below. */
const LONGEST_LOG_BYTES = 16_777_216

/** From the log and the one before it, many days of renewals; each has a bounded length. Never rejects. */
async function loggedRenewals(logFile: string): Promise<readonly LoggedRenewal[]> {
  const logs = [`${logFile}.1`, logFile].map((path) => loadPlainFile(path, LONGEST_LOG_BYTES).catch(() => ''))
  return (await Promise.all(logs)).flatMap((log) => log.split('\n')).flatMap(renewalIn)
}

function renewalIn(line: string): LoggedRenewal[] {
  if (!line.includes('"renewed"')) return []
  try {
    const json: unknown = JSON.parse(line)
    if (!isRecord(json) || json['event'] !== 'renewed') return []
    const { path, expiresAtMs } = json
    return typeof path === 'string' && typeof expiresAtMs === 'number' ? [{ path, expiresAtMs }] : []
  } catch {
    // The line is still being written.
    return []
  }
}
