/** The check-up of the app: one runs at a time, and its progress and report are part of the state. */
import type { Platform } from '../../contract/app'
import type { DoctorState } from '../../contract/doctor'
import { toKimiProxyError } from '../../core/basics/errors'
import type { Environment } from '../../core/settings/launch-env'
import { reportOf } from '../../core/views/window/doctor'
import { examine } from '../../node/doctor/examine'
import { examinedSettings } from '../../node/doctor/settings'
import type { Paths } from '../../node/files/paths'
import type { SystemProxy } from '../../node/network/way'
import type { AppSettings } from './settings'

export interface CheckUpOptions {
  readonly paths: Paths
  readonly env: Environment
  readonly homeDir: string
  readonly platform: Platform
  readonly settings: AppSettings
  readonly nowMs: () => number
  readonly systemProxy?: SystemProxy | undefined
  readonly state: () => DoctorState
  readonly emit: (state: DoctorState) => void
}

export class CheckUp {
  readonly #options: CheckUpOptions
  #running: Promise<void> | null = null

  constructor(options: CheckUpOptions) {
    this.#options = options
  }

  /** Never rejects. A call during a check-up waits for that one. */
  run(): Promise<void> {
    this.#running ??= this.#runOnce().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #runOnce(): Promise<void> {
    const { settings, nowMs, state, emit, systemProxy } = this.#options
    emit({ kind: 'running', report: reportOf(state()) })
    try {
      const examined = examinedSettings(
        () => settings.current(),
        () => settings.currentOrDefault(),
        { nowMs, systemProxy },
      )
      // The folder that an app was started in means nothing, so no project folder is looked at.
      const report = await examine({ ...this.#options, ...examined, projectFolder: null })
      emit({ kind: 'done', report })
    } catch (error) {
      emit({ kind: 'failed', problem: toKimiProxyError(error).toProblem() })
    }
  }
}
