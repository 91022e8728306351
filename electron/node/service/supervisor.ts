/** The operations of a system's supervisor of services, whichever it is. */
import type { ServiceState, SessionNote } from '../../core/service/state'
import type { ServiceUnit } from '../../core/service/unit'

export interface Supervisor {
  readonly name: 'systemd' | 'launchd'
  /** The path of the service's file. */
  readonly file: string
  /** `current`: the file's present text, or null. Throws SERVICE_FAILED for a value that such a file cannot hold. */
  textFor(unit: ServiceUnit, current: string | null): Promise<string>
  state(): Promise<ServiceState>
  /** Reads the file, restarts the service, and from now on starts it with the system. Rejects with SERVICE_FAILED. */
  start(): Promise<void>
  /** Stops the service, and no longer starts it with the system. Rejects with SERVICE_FAILED. */
  stop(): Promise<void>
  /** Call after the file was removed. Never rejects. */
  forget(): Promise<void>
  /** The commands that a person types to do `start` where we cannot. */
  readonly startByHand: readonly string[]
  /** The phrase that says what logging in and out does to the service; null where nothing has to be said. */
  sessionNote(): Promise<SessionNote | null>
}
