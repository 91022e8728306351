/**
 * The one list of the doctor's checks: what is looked at, and how it is judged. Every look happens at the same time, with a
 * limit of its own. A look changes nothing; one that fails or is late becomes a finding that names its topic. The words of
 * findings and topics stand in `core/words/finding-phrases.ts`.
 */
import type { Platform } from '../../contract/app'
import type { Finding } from '../../contract/doctor'
import type { Problem } from '../../contract/engine'
import { judgeClaude } from '../../core/doctor/claude'
import { judgeHome, judgeProxy, type ProxyFacts } from '../../core/doctor/engine'
import { judgeLocks } from '../../core/doctor/locks'
import { judgeLogins } from '../../core/doctor/logins'
import { judgeHosts } from '../../core/doctor/network'
import type { Situation } from '../../core/doctor/situation'
import type { Environment } from '../../core/settings/launch-env'
import type { Settings } from '../../core/settings/schema'
import type { TOPIC_PHRASES } from '../../core/words/finding-phrases'
import type { Paths } from '../files/paths'
import { unknownKeysIn } from '../settings/settings-file'
import { claudeSources } from './claude-settings'
import { homeProblem } from './engine-look'
import { lockFacts } from './locks'
import { loginFacts } from './login-files'
import { hostFacts, type Reach } from './reach'

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

export interface CheckPlace extends ExamineOptions {
  /** Makes a path fit to be shown. */
  readonly shorten: (path: string) => string
  /** Looked at once, since other judgements ask for it too. */
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

async function lookAtHome({ paths: { home, settingsFile }, settings, settingsProblem, shorten }: CheckPlace) {
  const { skipped, allowedHosts } = settings
  return {
    skipped,
    allowedHosts,
    unknownKeys: unknownKeysIn(settingsFile),
    path: shorten(home),
    problem: homeProblem(home),
    settingsProblem,
  }
}
