import { DeviceCodes } from './device-codes'
import { FaultScript, type TokenFault } from './faults'
import { SimulatorLog } from './log'
import { Logins } from './logins'
import { Plan } from './plan/plan'
import type { DressGrant, OnRotated, SimulatorSettings } from './settings'

/** All state behind the endpoints of one simulator. */
export class Backend {
  readonly settings: SimulatorSettings
  /** The clock of the simulator. */
  readonly nowMs: () => number
  /** How far that clock was moved ahead. */
  movedMs = 0
  readonly logins: Logins
  readonly devices: DeviceCodes
  readonly plan: Plan
  readonly faults = new FaultScript()
  readonly log = new SimulatorLog()
  /** Aborts when the simulator stops, so that no timer outlives it. */
  readonly stopping = new AbortController()
  onRotated: OnRotated | null = null
  refusesEverything = false
  dressGrant: DressGrant | null = null
  /** At every request for a token, after those that are scripted. */
  standingFault: TokenFault | null = null

  constructor(settings: SimulatorSettings, clockMs: () => number) {
    const nowMs = () => clockMs() + this.movedMs
    this.settings = settings
    this.nowMs = nowMs
    this.logins = new Logins(settings, nowMs)
    this.devices = new DeviceCodes(settings, nowMs)
    this.plan = new Plan(nowMs)
  }
}
