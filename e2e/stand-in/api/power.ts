/** `powerMonitor` and `powerSaveBlocker`. The machine does not sleep: specs emit the events. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass, sealObject } from '../basics/strict'

type MonitorSurface = Pick<
  Electron.PowerMonitor,
  'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower'
>

class PowerMonitor extends EventEmitter implements MonitorSurface {
  readonly onBatteryPower = false

  getSystemIdleState(): 'active' {
    return 'active'
  }

  getSystemIdleTime(): number {
    return 0
  }

  isOnBatteryPower(): boolean {
    return false
  }
}
sealClass(PowerMonitor, 'powerMonitor')

export const powerMonitor = new PowerMonitor()

const blockers = new Set<number>()
let lastBlocker = 0

type BlockerSurface = Pick<Electron.PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>

export const powerSaveBlocker: BlockerSurface = sealObject(
  {
    start(type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
      if (type !== 'prevent-app-suspension' && type !== 'prevent-display-sleep') {
        throw new Error(`${String(type)} is no kind of power save blocker`)
      }
      lastBlocker += 1
      blockers.add(lastBlocker)
      return lastBlocker
    },

    stop(id: number): boolean {
      return blockers.delete(id)
    },

    isStarted(id: number): boolean {
      return blockers.has(id)
    },
  },
  'powerSaveBlocker',
)
