/** Figures as people read them. */
import type { Row } from '../rows'

/** Three digits that count, never more than the measurement carries. */
export function figure(value: number): string {
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en-US')
  if (size >= 10) return trimmed(value.toFixed(1))
  return trimmed(value.toFixed(2))
}

export function withUnit(value: number, unit: Row['unit'] | '×'): string {
  if (unit === '') return figure(value)
  return unit === '×' || unit === '/s' || unit === '%'
    ? `${figure(value)}${unit === '/s' ? '/s' : ` ${unit}`}`
    : `${figure(value)} ${unit}`
}

function trimmed(text: string): string {
  return text.replace(/\.?0+$/, '')
}
