/** A line of the log for a person. Pure. */
import { isRecord } from '../../basics/json'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly text: string
}

/** Local time, what happened, and the fields as `name=value`. A line that is none of ours is shown as it is, on one line. */
export function logLine(json: string): LogLine {
  const entry = parsed(json)
  if (entry === null) return { level: 'info', text: tidy(json) }
  const { at, level, event, ...fields } = entry
  const values = Object.entries(fields)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${tidy(name)}=${shown(value)}`)
  const known = level === 'warn' || level === 'error' ? level : 'info'
  const mark = known === 'info' ? [] : [known]
  return { level: known, text: [time(at), ...mark, tidy(String(event)), ...values].join('  ') }
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    const entry: unknown = JSON.parse(json)
    return isRecord(entry) && 'event' in entry ? entry : null
  } catch {
    return null
  }
}

function time(at: unknown): string {
  const date = new Date(typeof at === 'string' ? at : Number.NaN)
  if (Number.isNaN(date.getTime())) return '?'
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${date.toTimeString().slice(0, 8)}`
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return tidy(JSON.stringify(value))
  return /^[^\s"=]+$/.test(value) ? tidy(value) : JSON.stringify(tidy(value))
}

/** Without what could move a cursor. */
function tidy(text: string): string {
  return text.replace(/\p{C}/gu, ' ')
}
