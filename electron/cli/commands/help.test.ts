import { describe, expect, test } from 'vitest'
import { textWidth } from '../../core/views/cli/columns'
import { sayIn } from '../../core/words/say'
import { parseCliArgs } from './args'
import { COMMANDS } from './command-table'
import { EXAMPLES } from './examples'
import { type Described, helpText, optionsOf } from './help'

const PIPE = { hasColour: false, columns: null }
const KINDS = Object.keys(COMMANDS).filter((kind): kind is keyof typeof COMMANDS =>
  Object.hasOwn(COMMANDS, kind),
)

describe.each(KINDS)('%s --help', (kind) => {
  test('is asked for in three ways', () => {
    const help = { kind: 'help', of: kind }
    expect(parseCliArgs([kind, '--help'])).toEqual(help)
    expect(parseCliArgs([kind, '-h'])).toEqual(help)
    expect(parseCliArgs(['help', kind])).toEqual(help)
  })

  test.each(['en', 'zh-CN'] as const)(
    'names its own options with words, and one example, in %s',
    (language) => {
      const text = helpText(PIPE, sayIn(language), COMMANDS, kind)
      const described: Described = COMMANDS[kind]
      for (const name of optionsOf(described)) expect(text).toMatch(new RegExp(`--${name}\\b.* {2,}\\S`))
      expect(text).toContain(`  kimi-proxy ${EXAMPLES[kind]}`)
    },
  )

  test('has an example that can be typed', () => {
    expect(parseCliArgs(EXAMPLES[kind].split(' ')).kind).toBe(kind)
  })

  test.each(['en', 'zh-CN'] as const)('fits a terminal of 80 columns in %s', (language) => {
    const text = helpText({ hasColour: false, columns: 80 }, sayIn(language), COMMANDS, kind)
    expect(text.split('\n').filter((line) => textWidth(line) > 80)).toEqual([])
  })
})

test('the command that run runs has its own --help', () => {
  expect(parseCliArgs(['run', '--', 'claude', '--help'])).toMatchObject({ command: ['claude', '--help'] })
  expect(parseCliArgs(['run', 'claude', '--help'])).toMatchObject({ command: ['claude', '--help'] })
})

test('the whole help names every command and fits a terminal of 80 columns', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    const lines = helpText({ hasColour: false, columns: 80 }, sayIn(language), COMMANDS, undefined).split(
      '\n',
    )
    expect(lines.filter((line) => textWidth(line) > 80)).toEqual([])
    for (const kind of KINDS.filter((each) => each !== 'version')) {
      expect(lines.some((line) => line.startsWith(`  kimi-proxy ${kind}`))).toBe(true)
    }
  }
})

test('headings are bold only where there are colours', () => {
  const help = (hasColour: boolean) => helpText({ hasColour, columns: 80 }, sayIn('en'), COMMANDS, undefined)
  expect(help(true)).toContain('\u001b[1mUsage:\u001b[0m')
  expect(help(false)).not.toContain('\u001b')
})
