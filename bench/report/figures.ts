/** Figures in a form that people read. */
import type { Goal } from '../goals'

/** Two digits after the point below 10, one below 100, none above, because further digits are noise. */
export function figure(value: number): string {
  const size = Math.abs(value)
  if (size >= 99.95) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toFixed(size >= 9.995 ? 1 : 2)))
}

export function withUnit(value: number, unit: Goal['unit']): string {
  return unit === '' ? figure(value) : `${figure(value)} ${unit}`
}
