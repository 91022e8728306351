/**
 * Reports sleep and awakening to the engine as one event, and asks the system not to suspend the app while requests run.
 */
import type { PowerMonitor, PowerSaveBlocker } from 'electron'
import type { WakeReason } from '../../node/engine/pulse'

export function tellAwakenings(
  powerMonitor: Pick<PowerMonitor, 'on'>,
  wake: (reason: WakeReason) => void,
): void {
  powerMonitor.on('resume', () => wake('resume'))
  // Only macOS and Windows have this event. After a short nap it is the only one of the two that comes.
  powerMonitor.on('unlock-screen', () => wake('unlock'))
}

/** The hold also keeps the computer awake (electronjs.org, powerSaveBlocker), so it is held only while requests run. */
export function createAwakeHold(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>,
): (on: boolean) => void {
  let id: number | null = null
  return (on) => {
    if (on && id === null) id = blocker.start('prevent-app-suspension')
    if (on || id === null) return
    if (blocker.isStarted(id)) blocker.stop(id)
    id = null
  }
}
