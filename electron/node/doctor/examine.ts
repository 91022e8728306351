/**
 * The login doctor: runs every check at the same time and reports what they found, the worst first.
 *
 * - Renews nothing, takes no lock, writes nothing, and sends no token anywhere.
 * - Never rejects: a look that failed or was late is a finding too.
 * - Removes secrets that other programs may have put into a name, a path or a message.
 * - Called by the command line (`cli/doctor/doctor.ts`) and by the window's page (`shell/app/check-up.ts`).
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { DoctorReport } from '../../contract/doctor'
import { HIDDEN } from '../../core/basics/secret'
import { found, worstFirst } from '../../core/doctor/situation'
import { VERSION } from '../basics/version'
import { redactText } from '../files/log-file'
import { readLoginPick } from '../login/login-pick'
import { CHECKS, type ExamineOptions } from './checks'
import { lookAtProxy } from './engine-look'

/** The limit of each look, longer than any of them takes. Since all run at once, the examination is done within it. */
const LOOK_LIMIT_MS = 8_000

export async function examine(options: ExamineOptions): Promise<DoctorReport> {
  const { paths, settings, settingsProblem, platform, homeDir, nowMs } = options
  const place = {
    ...options,
    shorten: (path: string) => shortened(path, homeDir),
    proxy: lookAtProxy(paths, settings.port),
  }
  const [proxy, ...judgements] = await Promise.all([
    inTime(place.proxy),
    ...CHECKS.map((check) => inTime(check.look(place))),
  ])
  const situation = {
    atMs: nowMs(),
    platform,
    settingsPort: settings.port,
    settings: settingsProblem === null ? { origins: settings.origins, filePath: paths.settingsFile } : null,
    region: settings.region,
    namesLogin: settings.credentials !== null,
    pick: readLoginPick(paths),
    engine: proxy?.engine ?? null,
  }
  const seen = judgements.flatMap((judge) => judge?.(situation) ?? [])
  const unseen = CHECKS.filter((_check, index) => judgements[index] === null)
  const findings = [...seen, ...unseen.map(({ topic }) => found('INCOMPLETE', { topic }))]
  return withoutSecrets({ version: VERSION, atMs: situation.atMs, findings: findings.sort(worstFirst) })
}

/** Null where the look took too long, or failed in an unexpected way. */
async function inTime<T>(looked: Promise<T>): Promise<T | null> {
  const late = new AbortController()
  const limit = delay(LOOK_LIMIT_MS, null, { signal: late.signal, ref: false })
  return Promise.race([looked, limit])
    .catch(() => null)
    .finally(() => late.abort())
}

/** The path with the home folder as ~, since the folder's name may be the person's. */
function shortened(path: string, homeDir: string): string {
  const below = path.startsWith(homeDir) ? path.slice(homeDir.length) : null
  return homeDir !== '' && below !== null && /^([/\\]|$)/.test(below) ? `~${below}` : path
}

/** Removes what has the shape of a secret, and what stands before the @ of an address. */
function withoutSecrets(report: DoctorReport): DoctorReport {
  const cleared = (_key: string, value: unknown) =>
    typeof value === 'string' ? redactText(value).replace(/\/\/[^/@\s"]*@/g, `//${HIDDEN}@`) : value
  return JSON.parse(JSON.stringify(report, cleared))
}
