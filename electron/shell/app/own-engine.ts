/**
 * The app's own engine: a supervisor over this process, and the look for an engine of the command line.
 *
 * - `start` and `stop` are remembered for the next start of the app, a start only once its port is taken.
 * - Another engine of the same home is never ended without a click: while it serves, the app looks for it every 5 s, and
 *   once
 * it has ended the app serves in its place. Only `stopOther` and `takeOver` end it.
 * - Called by `App` for its lifecycle, and by the intents for what a person asks for.
 */
import type { CommandResult } from '../../contract/commands'
import type { EngineState } from '../../contract/engine'
import type { Serving } from '../../contract/serving'
import type { Clock } from '../../core/basics/ports'
import type { Say } from '../../core/words/say'
import type { Engine } from '../../node/engine/engine'
import { COMMAND_DRAIN_MS, DRAIN_MS } from '../../node/engine/options'
import { endOtherEngine, findOtherEngine } from '../../node/engine/other'
import { FolderWatch } from '../../node/files/folder-watch'
import type { LogFile } from '../../node/files/log-file'
import type { Paths } from '../../node/files/paths'
import type { SystemProxy } from '../../node/network/way'
import { InProcessHost } from '../../node/supervise/in-process-host'
import { SupervisorLoop } from '../../node/supervise/supervisor-loop'
import type { AppSettings } from './settings'

export interface OwnEngineOptions {
  readonly paths: Paths
  readonly version: string
  readonly log: LogFile
  readonly clock: Clock
  readonly systemProxy?: SystemProxy | undefined
  readonly settings: AppSettings
  /** The app's language as it is now. */
  readonly say: () => Say
  readonly onState: (state: EngineState) => void
  readonly onServing: (serving: Serving) => void
  /** The engine's regular tick. */
  readonly onTick: () => void
}

const LOOK_EVERY_MS = 5_000

export class OwnEngine {
  readonly #options: OwnEngineOptions
  readonly host: InProcessHost
  readonly #loop: SupervisorLoop
  #ended = false
  #looking: Promise<void> | null = null
  #cancelLook: () => void = () => undefined
  #homeWatch: FolderWatch | null = null

  constructor(options: OwnEngineOptions) {
    this.#options = options
    const { paths, version, log, clock, systemProxy, settings } = options
    this.host = new InProcessHost({
      paths,
      version,
      log,
      clock,
      systemProxy,
      say: options.say,
      settings: () => settings.current(),
      onState: options.onState,
      onTick: (afterWake) => {
        void this.#loop.probe(afterWake)
        options.onTick()
      },
      onStopRequested: () => void this.stop(COMMAND_DRAIN_MS),
      onEnded: (problem) => this.#loop.ended(problem),
    })
    const onChange = (serving: Serving) => {
      this.#lookWhileElsewhere()
      options.onServing(serving)
    }
    this.#loop = new SupervisorLoop({ host: this.host, clock, log, onChange })
  }

  /** The engine that was started last, running or not; null before the first start. */
  get current(): Engine | null {
    return this.host.engine
  }

  /** Whether this app serves, or will as soon as it can. False while another engine serves in its place. */
  get serves(): boolean {
    return this.#loop.wanted && this.#loop.serving.kind !== 'elsewhere'
  }

  /** For the start of the app: starts the engine, unless the person last stopped it. */
  async begin(): Promise<void> {
    const { paths, clock, settings } = this.#options
    this.#homeWatch = new FolderWatch([paths.runFile], clock, () => {
      if (this.#loop.serving.kind !== 'serving') void this.lookForOther()
    })
    if (settings.memory().stoppedByPerson) await this.lookForOther()
    else await this.#loop.start()
  }

  start(): Promise<void> {
    return this.#started(this.#loop.start())
  }

  /** Ends a planned wait and tries to start at once. */
  retry(): Promise<void> {
    return this.#started(this.#loop.retry())
  }

  async stop(drainMs = DRAIN_MS): Promise<void> {
    const stopping = this.#loop.stop(drainMs)
    this.#options.settings.remember({ stoppedByPerson: true })
    await stopping
  }

  /** Applies the settings as they are now. Does nothing where this app does not serve. */
  async restart(): Promise<void> {
    if (this.serves) await this.#loop.restart(DRAIN_MS)
  }

  /** Ends the engine of the command line. Rejects with OTHER_ENGINE when that engine does not end. */
  async stopOther(): Promise<void> {
    // Once the other engine has ended, the app's own one may start in its place, so it is stopped too.
    await Promise.all([this.#endOther(), this.stop()])
  }

  /** Ends the engine of the command line and serves in its place. Rejects as `stopOther` does. */
  async takeOver(): Promise<void> {
    await Promise.all([this.#endOther(), this.retry()])
  }

  async refresh(): Promise<CommandResult> {
    return (await this.current?.command({ kind: 'refresh' })) ?? { ok: true }
  }

  /** Called when a login may have appeared. */
  lookForLogin(): void {
    if (this.#loop.serving.kind === 'serving') void this.current?.look()
  }

  /** Called when another engine may have started or ended. Never rejects: a failure is logged. */
  lookForOther(): Promise<void> {
    this.#looking ??= this.#loop
      .inOrder(() => this.#lookOnce())
      .catch(() => undefined)
      .finally(() => {
        this.#looking = null
      })
    return this.#looking
  }

  probe(): void {
    void this.#loop.probe()
  }

  /** For the end of the app: starts nothing any more, and tries once more to save a login that is not saved yet. */
  async end(drainMs: number): Promise<void> {
    this.#ended = true
    this.#cancelLook()
    await this.#loop.end(drainMs)
    await this.host.close()
  }

  close(): void {
    this.#homeWatch?.close()
  }

  async #started(starting: Promise<void>): Promise<void> {
    await starting
    // The person may have asked for a stop while the start was under way.
    if (this.#loop.wanted) this.#options.settings.remember({ stoppedByPerson: undefined })
  }
  async #lookOnce(): Promise<void> {
    if (this.#loop.serving.kind === 'serving') return
    await this.#loop.looked(await findOtherEngine(this.#options.paths))
  }

  #endOther(): Promise<void> {
    const { paths } = this.#options
    return this.#loop.inOrder(() => endOtherEngine(paths).finally(() => this.#lookOnce()))
  }

  /** The look repeats itself, because a look that finds the same engine changes no state and so calls no `onChange`. */
  #lookWhileElsewhere(): void {
    this.#cancelLook()
    if (this.#ended || this.#loop.serving.kind !== 'elsewhere') return
    this.#cancelLook = this.#options.clock.after(LOOK_EVERY_MS, () => {
      void this.lookForOther().then(() => this.#lookWhileElsewhere())
    })
  }
}
