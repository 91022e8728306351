/** What a system's supervisor of services can do for us, whichever it is. */
import type { ServiceState, SessionNote } from '../../core/service/state'
import type { ServiceUnit } from '../../core/service/unit'

export interface Supervisor {
  readonly name: 'systemd' | 'launchd'
  /** Where the file of the service belongs. */
  readonly file: string
  /** `current`: the file as it is now, or null. Throws SERVICE_FAILED for what such a file cannot hold. */
  textFor(unit: ServiceUnit, current: string | null): Promise<string>
  state(): Promise<ServiceState>
  /** Takes notice of the file, starts the service anew, and from now on with the system. Rejects with SERVICE_FAILED. */
  start(): Promise<void>
  /** Stops it, and no longer starts it with the system. Rejects with SERVICE_FAILED. */
  stop(): Promise<void>
  /** After the file was removed. Never rejects. */
  forget(): Promise<void>
  /** What a person types to do `start` where we cannot. */
  readonly startByHand: readonly string[]
  /** What a person should know about logging in and out, as a sentence; null where nothing is to be said. */
  sessionNote(): Promise<SessionNote | null>
}
