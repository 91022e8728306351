/**
 * The one list of the doctor's checks: where each looks, and how its facts are judged.
 *
 * - All looks happen at the same time, each with its own time limit. A look changes nothing.
 * - A look that fails or is late becomes a finding that names its topic.
 * - The words of findings and topics stand in `core/words/finding-phrases.ts`.
 */
import type { Platform } from '../../contract/app'
import type { Finding } from '../../contract/doctor'
import type { Problem } from '../../contract/problem'
import { toKimiProxyError } from '../../core/basics/errors'
import { judgeClaude, judgeConnections } from '../../core/doctor/claude'
import { judgeHome, judgeProxy, type ProxyFacts } from '../../core/doctor/engine'
import { judgeLocks } from '../../core/doctor/locks'
import { judgeLogins } from '../../core/doctor/logins'
import { judgeHosts } from '../../core/doctor/network'
import type { Situation } from '../../core/doctor/situation'
import type { Environment } from '../../core/settings/launch-env'
import { parseAppMemory } from '../../core/settings/preferences'
import type { Settings } from '../../core/settings/schema'
import type { TOPIC_PHRASES } from '../../core/words/finding-phrases'
import { lookAtConnections } from '../connect/connection'
import type { Paths } from '../files/paths'
import { readSettingsFile, unknownKeysIn } from '../settings/settings-file'
import { claudeSources } from './claude-settings'
import { homeProblem } from './engine-look'
import { lockFacts } from './locks'
import { loginFacts } from './login-files'
import { hostFacts, type Reach } from './reach'

export interface ExamineOptions {
  readonly paths: Paths
  /** The settings, or the defaults where those make no sense; then `settingsProblem` says why. */
  readonly settings: Settings
  readonly settingsProblem: Problem | null
  readonly env: Environment
  readonly homeDir: string
  readonly platform: Platform
  /** The folder whose project settings of Claude Code count; null for none. */
  readonly projectFolder: string | null
  readonly reach: Reach
  /** Wall clock. */
  readonly nowMs: () => number
}

export interface CheckPlace extends ExamineOptions {
  /** Shortens a path for display. */
  readonly shorten: (path: string) => string
  /** The facts about the proxy are found once, because other judgements need them too. */
  readonly proxy: Promise<ProxyFacts>
}

type TopicOf<Key> = Key extends `topic.${infer Topic}` ? Topic : never

export interface Check {
  readonly topic: TopicOf<keyof typeof TOPIC_PHRASES>
  look(place: CheckPlace): Promise<Judgement>
}

export type Judgement = (situation: Situation) => readonly Finding[]

export const CHECKS: readonly Check[] = [
  check('logins', ({ settings, paths, shorten }) => loginFacts(settings, paths, shorten), judgeLogins),
  check('locks', ({ settings, paths, shorten }) => lockFacts(settings, paths, shorten), judgeLocks),
  check('engine', ({ proxy }) => proxy, judgeProxy),
  check('home', lookAtHome, judgeHome),
  check('hosts', ({ settings, reach }) => hostFacts(settings, reach), judgeHosts),
  check('claude', (place) => claudeSources(place, place.shorten), judgeClaude),
  check('claude', lookAtChanged, judgeConnections),
]

function check<Seen>(
  topic: Check['topic'],
  look: (place: CheckPlace) => Promise<Seen>,
  judge: (seen: Seen, situation: Situation) => readonly Finding[],
): Check {
  return {
    topic,
    async look(place) {
      const seen = await look(place)
      return (situation) => judge(seen, situation)
    },
  }
}

async function lookAtChanged({ paths, shorten }: CheckPlace) {
  const connections = await lookAtConnections(paths)
  return connections.flatMap((one) =>
    one.kind === 'changed' ? [{ path: shorten(one.path), names: one.names }] : [],
  )
}

/** Of what the app keeps in the file for itself: the command line passes over it, the app begins with the defaults. */
function preferenceProblem(path: string): Problem | null {
  try {
    parseAppMemory(readSettingsFile(path), path)
    return null
  } catch (error) {
    return toKimiProxyError(error).toProblem()
  }
}

async function lookAtHome({ paths: { home, settingsFile }, settings, settingsProblem, shorten }: CheckPlace) {
  const { skipped, allowedHosts } = settings
  return {
    skipped,
    allowedHosts,
    unknownKeys: unknownKeysIn(settingsFile),
    path: shorten(home),
    problem: homeProblem(home),
    settingsProblem: settingsProblem ?? preferenceProblem(settingsFile),
  }
}
