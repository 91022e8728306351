import type { LogFields, Logger } from '../core/basics/ports'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly event: string
  readonly fields: LogFields
}

/** A log in place of the log file. Nothing is redacted, so that a test sees what the log is given. */
export class RecordingLog implements Logger {
  readonly lines: LogLine[] = []
  /** How many lines had been written at the last flush. */
  flushedLines = 0

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields })
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields })
  }

  error(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields })
  }

  flush(): void {
    this.flushedLines = this.lines.length
  }
}
