/** Times, durations and paths as the window shows them. */
import type { Language } from '../../contract/app'
import type { Say } from '../words/say'

const LONGEST_PATH = 40

/** "12:05", or "1:02:05" from an hour on; whole seconds, never negative. */
export function countdownDigits(leftMs: number): string {
  const total = Math.max(0, Math.floor(leftMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const tail = two(total % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`
}

/** "12 min 5 s", for reading out and in sentences. */
export function durationWords(say: Say, leftMs: number): string {
  const total = Math.max(0, Math.floor(leftMs / 1000))
  return say('window.duration', { minutes: Math.floor(total / 60), seconds: total % 60 })
}

/** "14:05", and with the date where that is not today's. */
export function clockTime(language: Language, atMs: number, nowMs: number): string {
  const sameDay = new Date(atMs).toDateString() === new Date(nowMs).toDateString()
  const day: Intl.DateTimeFormatOptions = sameDay ? {} : { month: 'short', day: 'numeric' }
  const format = new Intl.DateTimeFormat(language, {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return format.format(atMs)
}

/** The home folder as "~". */
export function fromHome(path: string): string {
  return path.replace(/^(?:\/Users\/[^/]+|\/home\/[^/]+|\/root|[A-Z]:\\Users\\[^\\]+)(?=[/\\])/i, '~')
}

/** The same, and of a long path only its end. */
export function shortPath(path: string): string {
  const whole = fromHome(path)
  if (whole.length <= LONGEST_PATH) return whole
  const separator = whole.includes('\\') ? '\\' : '/'
  return `…${separator}${whole.split(separator).slice(-2).join(separator)}`
}

/** The folder that something lies in, whole. */
export function folderOf(path: string): string {
  return fromHome(path).replace(/[/\\][^/\\]*$/, '')
}
