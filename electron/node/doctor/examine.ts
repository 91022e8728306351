/**
 * The login doctor: looks at everything at once, each look with a limit, and lets the core judge. It renews nothing,
 * takes no lock, writes nothing, and sends no token anywhere.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Platform } from '../../contract/desktop'
import type { DoctorReport, Finding } from '../../contract/doctor'
import type { Problem } from '../../contract/state'
import { diagnose } from '../../core/doctor/diagnose'
import type { HostFacts } from '../../core/doctor/facts'
import type { Environment } from '../../core/launch-env'
import { HIDDEN } from '../../core/secret'
import type { Settings } from '../../core/settings'
import { redactText } from '../log-file'
import { readLoginPick } from '../login-pick'
import type { Paths } from '../paths'
import { targetOf } from '../target'
import { VERSION } from '../version'
import { claudeSources } from './claude-settings'
import { homeProblem, lookAtEngine } from './engine-look'
import { lockFacts } from './locks'
import { loginFacts } from './login-files'
import type { Reach } from './reach'

export interface ExamineOptions {
  readonly paths: Paths
  /** As they are, or the defaults where they make no sense; then `settingsProblem` says why. */
  readonly settings: Settings
  readonly settingsProblem: Problem | null
  readonly env: Environment
  readonly homeDir: string
  readonly platform: Platform
  /** Whose project settings of Claude Code count; null for none. */
  readonly projectFolder: string | null
  readonly reach: Reach
  /** Wall clock. */
  readonly nowMs: () => number
}

/** Longer than any look takes by itself; all of them together are done within it. */
const LOOK_LIMIT_MS = 8_000

/** Never rejects: what could not be looked at is a finding too. */
export async function examine(options: ExamineOptions): Promise<DoctorReport> {
  const { paths, settings, settingsProblem, platform, homeDir, nowMs } = options
  const shorten = (path: string) => shortened(path, homeDir)
  const [logins, locks, look, hosts, claude, home] = await Promise.all([
    inTime(() => loginFacts(settings, paths, shorten)),
    inTime(() => lockFacts(settings, paths, shorten)),
    inTime(() => lookAtEngine(paths, settings.port)),
    inTime(() => hostFacts(settings, options.reach)),
    inTime(() => claudeSources(options, shorten)),
    inTime(async () => ({ path: shorten(paths.home), problem: homeProblem(paths.home) })),
  ])
  const facts = {
    atMs: nowMs(),
    platform,
    home,
    settingsProblem: settingsProblem?.message ?? null,
    settingsPort: settings.port,
    region: settings.region,
    namesLogin: settings.credentials !== null,
    pick: readLoginPick(paths),
    logins,
    locks,
    engine: look?.engine ?? null,
    watchdog: look?.watchdog ?? null,
    hosts,
    claude,
  }
  return redacted(diagnose(facts, VERSION))
}

async function hostFacts({ oauthHost, upstream }: Settings, reach: Reach): Promise<HostFacts[]> {
  const look = async (service: HostFacts['service'], url: string): Promise<HostFacts> => {
    const { host, port, protocol } = targetOf(url)
    const usual = port === (protocol === 'https:' ? 443 : 80)
    return { service, host: usual ? host : `${host}:${port}`, ...(await reach(url)) }
  }
  return Promise.all([look('auth', oauthHost), look('api', upstream)])
}

/** Null where it took too long, or failed in a way nobody thought of. */
async function inTime<T>(look: () => Promise<T>): Promise<T | null> {
  const given = new AbortController()
  const late = delay(LOOK_LIMIT_MS, null, { signal: given.signal, ref: false }).catch(() => null)
  const looked = Promise.resolve()
    .then(look)
    .catch(() => null)
  return Promise.race([looked, late]).finally(() => given.abort())
}

/** The home folder as ~; its name may be the person's. */
function shortened(path: string, homeDir: string): string {
  const below = path.startsWith(homeDir) ? path.slice(homeDir.length) : null
  return homeDir !== '' && below !== null && /^([/\\]|$)/.test(below) ? `~${below}` : path
}

/** Nothing secret is gathered; this is for what others may have put into a name, a path or a message. */
function redacted(report: DoctorReport): DoctorReport {
  return { ...report, findings: report.findings.map(redactedFinding) }
}

function redactedFinding(finding: Finding): Finding {
  const values = Object.entries(finding.values).map(([name, value]) => [
    name,
    typeof value === 'string' ? withoutSecrets(value) : value,
  ])
  const { command } = finding
  return {
    ...finding,
    values: Object.fromEntries(values),
    command: command === null ? null : withoutSecrets(command),
  }
}

/** By shape, and what stands before the @ of an address. */
function withoutSecrets(text: string): string {
  return redactText(text).replace(/\/\/[^/@\s"]*@/g, `//${HIDDEN}@`)
}
