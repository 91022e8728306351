/**
 * The state of the app as it arrives, and the time at which to show it. All effects here are layout effects: a plain effect
 * waits for a frame, and a hidden window draws none.
 */
import { useLayoutEffect, useState } from 'preact/hooks'
import type { AppState } from '../electron/contract/app'
import type { KimiBridge } from '../electron/contract/bridge'

/** Null until the app has answered for the first time. */
export function useApp(bridge: KimiBridge): AppState | null {
  const [state, setState] = useState<AppState | null>(null)
  useLayoutEffect(() => {
    const end = bridge.onState(setState)
    // A state that was pushed before the answer is newer than the answer. An app that does not answer now pushes its state
    // later.
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

/** The height of a face that a person scrolls through; the others are shown whole. */
const LONG_FACE_PX = 640

/** Tells the app how high the page is, whenever that changes. */
export function useFit(bridge: KimiBridge, isLong: boolean): void {
  useLayoutEffect(() => {
    const fit = () => {
      // One pixel more, since parts of a pixel are rounded up elsewhere too.
      const heightPx = Math.ceil(document.body.getBoundingClientRect().height) + 1
      bridge.fit(isLong ? Math.min(heightPx, LONG_FACE_PX) : heightPx).catch(() => undefined)
    }
    const observer = new ResizeObserver(fit)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [bridge, isLong])
}

/** Draws again at each whole second of the clock while `on`. Tokens end at whole seconds, so no digit is skipped. */
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
