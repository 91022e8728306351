/** `kimi-proxy logs`: where the log is, and its last lines for people. */
import { cutTo } from '../../core/views/cli/columns'
import { logLine } from '../../core/views/cli/log-line'
import { lastLines } from '../../node/files/last-lines'
import type { CliContext } from '../basics/context'
import { type Look, lookOf, painted } from '../basics/look'

const LINES = 20

/** Always 0: a log that is not there yet is no failure. */
export function logs({ print, say, env, paths }: CliContext): number {
  print(say('logs.at', { path: paths.logFile }))
  const lines = lastLines(paths.logFile, LINES) ?? []
  if (lines.length === 0) print(say('logs.none'))
  const look = lookOf(env)
  for (const line of lines) print(drawn(look, line))
  return 0
}

function drawn(look: Look, line: string): string {
  const { level, text } = logLine(line)
  const fitting = look.columns === null ? text : cutTo(text, look.columns)
  switch (level) {
    case 'info':
      return fitting
    case 'warn':
      return painted(look, 'warn', fitting)
    case 'error':
      return painted(look, 'bad', fitting)
  }
}
