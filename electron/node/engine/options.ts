/** What an engine is made with, and how long its end may take. */
import type { EngineHost } from '../../contract/engine'
import type { Problem } from '../../contract/problem'
import type { Clock } from '../../core/basics/ports'
import type { KeeperMemory } from '../../core/login/keeper-memory'
import type { Settings } from '../../core/settings/schema'
import type { Say } from '../../core/words/say'
import type { LogFile } from '../files/log-file'
import type { Paths } from '../files/paths'
import type { ProxyLimits } from '../network/proxy-limits'
import type { SystemProxy } from '../network/way'
import type { KeptRecorder } from '../recorder/kept-recorder'

/** How long running requests get to end when a person ends the engine. */
export const DRAIN_MS = 5_000
/** How long a stop may take when a renewal is under way whose outcome must not be lost: its answer has 120 s. */
export const RENEWAL_WAIT_MS = 123_000
/** How long `kimi-proxy --stop` waits before it becomes firm. */
export const STOP_WAIT_MS = 3_000
/** How long running requests get when a command ends the engine: less than `STOP_WAIT_MS`. */
export const COMMAND_DRAIN_MS = 2_500

export interface EngineOptions {
  readonly settings: Settings
  readonly paths: Paths
  readonly host: EngineHost
  readonly version: string
  readonly log: LogFile
  /** The language of what clients are answered, asked for each time; default: English. */
  readonly say?: () => Say
  readonly clock?: Clock
  readonly limits?: Partial<ProxyLimits>
  /** How long requests may wait for a new sign-in or the network instead of failing; default 0: not at all. */
  readonly parkMs?: number
  /** The settings as they are now: asked while there is no login, since the next one may be of another region. */
  readonly currentSettings?: () => Settings
  /** The system's own proxies, where they can be asked for: they count where no setting names one. */
  readonly systemProxy?: SystemProxy | undefined
  /** That of the engine before this one in the same process. */
  readonly memory?: KeeperMemory
  /** That of the engine before this one in the same process, so that its list goes on; otherwise a new one. */
  readonly recorder?: KeptRecorder
  /** Somebody asked over the control endpoint to stop. */
  readonly onStopRequested: () => void
  /** The regular look around, at most every 30 s while idle: whoever needs a timer too shares this one. */
  readonly onTick?: (afterWake: boolean) => void
  /** The port was lost; nobody is served until the engine is started again. */
  readonly onLost?: (problem: Problem) => void
}
