/** Durations for people; the one place that rounds them. */

/** "12m 5s", as the origin prints it; whole seconds, never negative. */
export function minutesAndSeconds(totalMs: number): string {
  const seconds = Math.max(0, Math.floor(totalMs / 1000))
  return `${Math.floor(seconds / 60)}m ${seconds % 60}s`
}

/** "3h 12m". */
export function hoursAndMinutes(totalMs: number): string {
  const minutes = Math.max(0, Math.floor(totalMs / 60_000))
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}

/** "42m", "3h 12m", "5d 3h": what is left, rounded up to whole minutes. */
export function leftWords(leftMs: number): string {
  const minutes = Math.max(0, Math.ceil(leftMs / 60_000))
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${minutes}m`
  return hours < 48 ? hoursAndMinutes(minutes * 60_000) : `${Math.floor(hours / 24)}d ${hours % 24}h`
}
