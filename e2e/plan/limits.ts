import type { KimiSimulator, RefusalName, WindowName } from '../simulator'

interface LimitCase {
  readonly name: RefusalName
  /** The window that is used up. */
  readonly window: WindowName
}

/** Every wording of a limit, and a window that it may mean. */
export const LIMITS: readonly LimitCase[] = [
  { name: 'period', window: 'fiveHours' },
  { name: 'fiveHours', window: 'fiveHours' },
  { name: 'week', window: 'week' },
  { name: 'month', window: 'month' },
  { name: 'billingCycle', window: 'month' },
  { name: 'accessTerminated', window: 'week' },
  { name: 'quotaExceeded', window: 'fiveHours' },
]

const RESETS_IN_MS = 130 * 60_000

/** Uses the window up. @returns when it resets, as a person reads it on the clock of this machine */
export function useUp(simulator: KimiSimulator, { name, window }: LimitCase): string {
  const { plan } = simulator
  plan.shape = 'mixed'
  plan.windows.set(window, { limit: 100, used: 100, resetsInMs: RESETS_IN_MS })
  plan.refuseWindowAs(window, name)
  // The usages tell whole seconds, rounded up.
  const resetsAtMs = Math.ceil((plan.windows.get(window)?.resetsAtMs ?? 0) / 1_000) * 1_000
  const time = new Date(resetsAtMs)
  return [time.getHours(), time.getMinutes()].map((part) => `${part}`.padStart(2, '0')).join(':')
}

/** Words that would send a person to a sign-in, which mends no limit. */
export const SIGN_IN_WORDS = /authenticat|log ?in|sign(ed)?[ -]?in|sign(ed)?[ -]?out/i
