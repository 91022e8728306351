import { expect, test } from 'vitest'
import { logLine } from './log-line'

const AT = new Date(2026, 10, 28, 9, 5, 7).toISOString()

test.each<[string, string, string]>([
  [
    `{"at":"${AT}","level":"info","event":"started","port":18462}`,
    'info',
    '11-28 09:05:07  started  port=18462',
  ],
  [
    `{"at":"${AT}","level":"warn","event":"failed","why":"no network","code":null,"list":[1]}`,
    'warn',
    '11-28 09:05:07  warn  failed  why="no network"  list=[1]',
  ],
  ['not a line of ours\u001b[31m', 'info', 'not a line of ours [31m'],
  ['{"event":"x","level":7}', 'info', '?  x'],
  ['[1]', 'info', '[1]'],
])('%j', (json, level, text) => {
  expect(logLine(json)).toEqual({ level, text })
})
