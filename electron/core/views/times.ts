/** Times, durations and paths as the window shows them. */
import type { Language } from '../../contract/app'
import { clockTime } from '../basics/clock-time'
import type { Say } from '../words/say'

const LONGEST_PATH = 40
/** A day of the week stands for one day only. */
const WEEKDAY_SPAN_MS = 6 * 86_400_000

/** "12:05", or "1:02:05" from one hour on. Whole seconds, never negative. */
export function countdownDigits(leftMs: number): string {
  const total = Math.max(0, Math.floor(leftMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const tail = two(total % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`
}

/** "12 min 5 s", for sentences and for screen readers. */
export function durationWords(say: Say, leftMs: number): string {
  const total = Math.max(0, Math.floor(leftMs / 1000))
  return say('window.duration', { minutes: Math.floor(total / 60), seconds: total % 60 })
}

/** "13:40"; within the next six days with the day of the week, "Mon 09:00"; later with the date. */
export function resetTime(language: Language, atMs: number, nowMs: number): string {
  const sameDay = new Date(atMs).toDateString() === new Date(nowMs).toDateString()
  if (sameDay || atMs < nowMs || atMs - nowMs > WEEKDAY_SPAN_MS) return clockTime(language, atMs, nowMs)
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' }).format(atMs)
  return `${weekday} ${new Date(atMs).toTimeString().slice(0, 5)}`
}

/** The path with the home folder written as "~". */
export function fromHome(path: string): string {
  return path.replace(/^(?:\/Users\/[^/]+|\/home\/[^/]+|\/root|[A-Z]:\\Users\\[^\\]+)(?=[/\\])/i, '~')
}

/** The path with the home folder as "~", cut to its end where it is long. */
export function shortPath(path: string): string {
  const whole = fromHome(path)
  if (whole.length <= LONGEST_PATH) return whole
  const separator = whole.includes('\\') ? '\\' : '/'
  return `…${separator}${whole.split(separator).slice(-2).join(separator)}`
}

/** The full path of the folder that a file lies in. */
export function folderOf(path: string): string {
  return fromHome(path).replace(/[/\\][^/\\]*$/, '')
}
