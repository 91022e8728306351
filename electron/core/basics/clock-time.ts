/** Moments as people write them. */
import type { Language } from '../../contract/app'

/** "14:05", with the date in front where that is not today's. */
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
