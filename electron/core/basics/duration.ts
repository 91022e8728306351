/** Durations for people, in their language; the one place that rounds them. Pure. */
import type { Say } from '../words/say'

/** "12m 5s", as the origin prints it; whole seconds, never negative. */
export function minutesAndSeconds(say: Say, totalMs: number): string {
  const seconds = Math.max(0, Math.floor(totalMs / 1000))
  return say('span.minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

/** "3h 12m", also where there are no hours or many. */
export function hoursAndMinutes(say: Say, totalMs: number): string {
  const minutes = Math.max(0, Math.floor(totalMs / 60_000))
  return say('span.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** "42 min", "3h 12m", "5d 3h"; never negative. Down to whole minutes, or up for what has to be waited for. */
export function spanWords(say: Say, ms: number, round: 'down' | 'up' = 'down'): string {
  const minutes = Math.max(0, round === 'up' ? Math.ceil(ms / 60_000) : Math.floor(ms / 60_000))
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return say('span.minutes', { minutes })
  if (hours < 48) return say('span.hours', { hours, minutes: minutes % 60 })
  return say('span.days', { days: Math.floor(hours / 24), hours: hours % 24 })
}
