/**
 * The one state, as it arrives, and the time to see it at. Layout effects throughout: plain ones wait for a frame, and
 * a hidden window draws none.
 */
import { useLayoutEffect, useState } from 'preact/hooks'
import type { DesktopState } from '../electron/contract/app'
import type { KimiBridge } from '../electron/contract/bridge'

/** Null until the app has answered. */
export function useApp(bridge: KimiBridge): DesktopState | null {
  const [state, setState] = useState<DesktopState | null>(null)
  useLayoutEffect(() => {
    const end = bridge.onState(setState)
    // A state that was pushed meanwhile is the newer one. An app that does not answer here pushes later.
    bridge.hello().then(
      (first) => setState((pushed) => pushed ?? first),
      () => undefined,
    )
    return end
  }, [bridge])
  return state
}

export function useVisible(): boolean {
  const [visible, setVisible] = useState(isVisible)
  useLayoutEffect(() => {
    const look = () => setVisible(isVisible())
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return visible
}

/** Draws anew at each whole second of the clock while `on`: tokens end at whole seconds, so none is skipped. */
export function useSeconds(on: boolean): void {
  const [tick, setTick] = useState(0)
  useLayoutEffect(() => {
    if (!on) return
    const timer = setTimeout(() => setTick((count) => count + 1), 1000 - (Date.now() % 1000))
    return () => clearTimeout(timer)
  }, [on, tick])
}

function isVisible(): boolean {
  return document.visibilityState === 'visible'
}
