import { describe, expect, it } from 'vitest'
import { randomOf } from '../../testing/random'
import { claudeSettings } from '../settings/launch-env'
import {
  changedSince,
  connectText,
  disconnectText,
  lineOf,
  settingIn,
  undone,
  variablesIn,
  wishesFor,
} from './connect-text'
import { hasStatusLine, OUR_STATUS_LINE, ourModelPicker, ownSettings, STATUS_LINE } from './own-settings'
import { RefusedText } from './settings-draft'
import { diffLines } from './shown'

const WISHES = wishesFor({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:18462', ANTHROPIC_AUTH_TOKEN: 'kimi-proxy' })

describe('connecting a settings text', () => {
  it.each<[string, string, string]>([
    [
      'two spaces',
      '{\n  "model": "opus"\n}\n',
      '{\n  "model": "opus",\n  "env": {\n    "ANTHROPIC_BASE_URL": "http://127.0.0.1:18462",\n    "ANTHROPIC_AUTH_TOKEN": "kimi-proxy"\n  }\n}\n',
    ],
    [
      'tabs and CRLF',
      '{\r\n\t"env": {\r\n\t\t"A": "1"\r\n\t}\r\n}',
      '{\r\n\t"env": {\r\n\t\t"A": "1",\r\n\t\t"ANTHROPIC_BASE_URL": "http://127.0.0.1:18462",\r\n\t\t"ANTHROPIC_AUTH_TOKEN": "kimi-proxy"\r\n\t}\r\n}',
    ],
    [
      'one line',
      '{"env":{"A":"1"},"b":2}',
      '{"env":{"A":"1","ANTHROPIC_BASE_URL":"http://127.0.0.1:18462","ANTHROPIC_AUTH_TOKEN":"kimi-proxy"},"b":2}',
    ],
    [
      'a comment behind the last variable',
      '{\n  "env": {\n    "A": "1" // mine\n  }\n}',
      '{\n  "env": {\n    "A": "1", // mine\n    "ANTHROPIC_BASE_URL": "http://127.0.0.1:18462",\n    "ANTHROPIC_AUTH_TOKEN": "kimi-proxy"\n  }\n}',
    ],
    [
      'no text at all',
      '',
      '{\n  "env": {\n    "ANTHROPIC_BASE_URL": "http://127.0.0.1:18462",\n    "ANTHROPIC_AUTH_TOKEN": "kimi-proxy"\n  }\n}\n',
    ],
    [
      'another address, a second key and another service',
      '{\n  "env": {\n    "CLAUDE_CODE_USE_BEDROCK": "1",\n    "ANTHROPIC_BASE_URL": "https://x.example", // old\n    "ANTHROPIC_API_KEY": "sk"\n  }\n}',
      '{\n  "env": {\n    "ANTHROPIC_BASE_URL": "http://127.0.0.1:18462", // old\n    "ANTHROPIC_AUTH_TOKEN": "kimi-proxy"\n  }\n}',
    ],
  ])('keeps the form of %s', (_name, text, connected) => {
    const after = connectText(text, WISHES)
    expect(after.text).toBe(connected)
    expect(undone(after.text, after.undo)).toBe(text)
  })

  it.each<[string, object]>([
    ['{\n  "env": {,}\n}', { kind: 'malformed', line: 2, column: 11 }],
    ['{"a": 1', { kind: 'malformed', line: 1, column: 8 }],
    ['[]', { kind: 'noObject' }],
    ['{\n "env": []}', { kind: 'envNoObject', line: 2, column: 9 }],
    ['['.repeat(200_000), { kind: 'malformed', line: 1, column: 200_001 }],
  ])('refuses %.20s', (text, refusal) => {
    expect(refusalOf(text)).toEqual(refusal)
  })

  it('changes nothing a second time', () => {
    const { text } = connectText('{}', WISHES)
    const again = connectText(text, WISHES)
    expect(again).toMatchObject({ text, undo: [], keys: [] })
  })

  it('shows the change without a key of anybody’s', () => {
    const text = '{"env":{"ANTHROPIC_AUTH_TOKEN":"sk-secret","ANTHROPIC_BASE_URL":"https://u:pw@x.example"}}'
    const lines = diffLines(connectText(text, WISHES).keys).join('\n')
    expect(lines).toContain('- ANTHROPIC_BASE_URL: "https://[redacted]@x.example"')
    expect(lines).toContain('+ ANTHROPIC_AUTH_TOKEN: [redacted]')
    expect(lines).not.toMatch(/secret|pw/)
  })

  it('shows letters of every language, and nothing that could move a cursor', () => {
    const text = JSON.stringify({ env: { ANTHROPIC_BASE_URL: 'k3 · 上下文 \u202e\u200b' } })
    expect(diffLines(connectText(text, WISHES).keys)).toContain('- ANTHROPIC_BASE_URL: "k3 · 上下文 ??"')
  })

  it('finds the line of a variable and of a setting', () => {
    const text = '{\n  "apiKeyHelper": "x",\n  "env": {\n    "A": "1"\n  }\n}'
    expect([lineOf(text, 'A'), lineOf(text, 'apiKeyHelper'), lineOf(text, 'B')]).toEqual([4, 2, null])
  })
})

describe('disconnecting a text that somebody has changed since', () => {
  const former =
    '{\n  "env": {\n    "ANTHROPIC_BASE_URL": "https://x.example",\n    "ANTHROPIC_API_KEY": "sk"\n  }\n}'

  it('puts back the former values and keeps what was added', () => {
    const connected = connectText(former, WISHES)
    const text = connected.text.replace('{', '{\n  "theme": "dark",')
    const { text: after, left } = disconnectText(text, connected)
    expect(left).toEqual([])
    expect(JSON.parse(after)).toEqual({ theme: 'dark', ...JSON.parse(former) })
  })

  it('leaves a variable that was changed back alone, and names it', () => {
    const connected = connectText(former, WISHES)
    const text = connected.text.replace('http://127.0.0.1:18462', 'https://y.example')
    expect(changedSince(text, connected.keys)).toEqual(['ANTHROPIC_BASE_URL'])
    const { text: after, left } = disconnectText(text, connected)
    expect(left).toEqual(['ANTHROPIC_BASE_URL'])
    expect(variablesIn(after)).toEqual({ ANTHROPIC_BASE_URL: 'https://y.example', ANTHROPIC_API_KEY: 'sk' })
  })

  it('adds nothing to a file that another program has written anew', () => {
    const connected = connectText(former, WISHES)
    expect(disconnectText('{"env":{"B":"2"}}', connected).text).toBe('{"env":{"B":"2"}}')
  })
})

describe('the status line', () => {
  const another = '{\n  "statusLine": { "type": "command", "command": "ccstatusline" }\n}\n'
  const through = '{"statusLine": {"type": "command", "command": "x | kimi-proxy statusline"}}'
  const ours = { [STATUS_LINE]: OUR_STATUS_LINE }

  it.each<[string, string, string, 'none' | 'add' | 'replace', object | null]>([
    ['is not set unless asked for', '{}', '{}', 'none', {}],
    ['is set', '{}', '{}', 'add', ours],
    ['takes no other’s place', another, another, 'add', null],
    ['takes it where that is asked for', another, another, 'replace', ours],
    ['is there already where ours is called in another way', through, through, 'add', {}],
    ['stays where it was ours', '{}', connectText('{}', {}, ours).text, 'none', ours],
    ['stays where it took another’s place', another, connectText(another, {}, ours).text, 'none', ours],
  ])('%s', (_what, base, before, wish, settings) => {
    expect(ownSettings(base, before, wish)).toEqual(settings)
  })

  it('stands beside env in the form of the file, is shown, and is taken back', () => {
    const connected = connectText(another, WISHES, ours)
    expect(hasStatusLine(connected.text)).toBe(true)
    expect(connected.text).toContain(`\n  "statusLine": ${OUR_STATUS_LINE},\n  "env": {\n`)
    expect(diffLines(connected.keys).slice(-2)).toEqual([
      '- statusLine: { "type": "command", "command": "ccstatusline" }',
      `+ statusLine: ${OUR_STATUS_LINE}`,
    ])
    expect(undone(connected.text, connected.undo)).toBe(another)
    const moved = disconnectText(connected.text.replace('{', '{\n  "theme": "dark",'), connected)
    expect(JSON.parse(moved.text)).toEqual({ theme: 'dark', ...JSON.parse(another) })
  })

  it('is cut in what is shown where it is long', () => {
    const { keys } = connectText('{}', {}, { modelPicker: ourModelPicker(undefined) })
    expect(diffLines(keys)).toEqual([expect.stringMatching(/^\+ modelPicker: \{ "options".{60,90}…$/)])
  })

  it('stays with whoever has changed it since, and that does not count as a changed connection', () => {
    const connected = connectText('{}\n', WISHES, ours)
    const text = connected.text.replace('kimi-proxy statusline', 'mine')
    expect(changedSince(text, connected.keys)).toEqual([])
    const after = disconnectText(text, connected)
    expect(after.left).toEqual(['statusLine'])
    expect(JSON.parse(after.text)).toMatchObject({ statusLine: { command: 'mine' } })
  })
})

it('gives back the very text of hundreds of generated files', () => {
  for (let seed = 1; seed <= 600; seed += 1) {
    const text = generated(randomOf(seed))
    const wishes = wishesFor(claudeSettings(1024 + seed, variablesIn(text)))
    const settings = seed % 2 === 0 ? {} : { [STATUS_LINE]: OUR_STATUS_LINE }
    const connected = connectText(text, wishes, settings)
    if (seed % 2 === 1) expect(settingIn(connected.text, STATUS_LINE), `seed ${seed}`).toBe(OUR_STATUS_LINE)
    expect(undone(connected.text, connected.undo), `seed ${seed}`).toBe(text)
    expect(variablesIn(connected.text), `seed ${seed}`).toMatchObject(
      Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== null)),
    )
    for (const [name, value] of Object.entries(wishes)) {
      if (value === null) expect(variablesIn(connected.text), `seed ${seed}`).not.toHaveProperty(name)
    }
    expect(commentsIn(connected.text), `seed ${seed}`).toEqual(commentsIn(text))
    const moved = connected.text.replace('{', '{ "added": true, ')
    const parted = disconnectText(moved, connected)
    expect(parted.left, `seed ${seed}`).toEqual([])
    expect(variablesIn(parted.text), `seed ${seed}`).toEqual(variablesIn(text))
    if (!/^\s*$/.test(text)) expect(settingIn(parted.text, STATUS_LINE)).toBe(settingIn(text, STATUS_LINE))
    expect(commentsIn(parted.text), `seed ${seed}`).toEqual(commentsIn(text))
  }
})

function commentsIn(text: string): readonly string[] {
  return text.match(/\/\/note\d+|\/\*note\d+\*\//g) ?? []
}

function refusalOf(text: string): unknown {
  try {
    connectText(text, WISHES)
  } catch (error) {
    if (error instanceof RefusedText) return error.refusal
    throw error
  }
  return null
}

/** A settings file as some program or person might have left it. */
function generated(below: (n: number) => number): string {
  const pick = <T>(...all: readonly [T, ...T[]]): T => all[below(all.length)] ?? all[0]
  const eol = pick('\n', '\r\n', '\n')
  const unit = pick('  ', '    ', '\t', ' ', '   \t', '')
  const colon = pick(': ', ':', ' : ')
  const spread = below(4) > 0
  const commented = below(3) === 0
  let notes = 0
  const note = (line: boolean) => {
    if (!commented || below(3) > 0) return ''
    notes += 1
    return line && spread ? ` //note${notes}` : ` /*note${notes}*/`
  }
  const object = (entries: readonly (readonly [string, string])[], depth: number): string => {
    const pad = spread ? `${eol}${unit.repeat(depth + 1)}` : pick('', ' ')
    const ending = spread ? `${eol}${unit.repeat(depth)}` : ''
    const trailing = commented && entries.length > 0 && below(4) === 0 ? ',' : ''
    const lines = entries.map(([key, value], at) => {
      const comma = at === entries.length - 1 ? trailing : ','
      return `${pad}${note(false)}${JSON.stringify(key)}${colon}${value}${note(false)}${comma}${note(true)}`
    })
    return `{${note(true)}${lines.join('')}${entries.length > 0 && below(5) === 0 ? note(true) : ''}${ending}}`
  }
  const strings = (...names: readonly string[]) =>
    names
      .filter(() => below(2) === 0)
      .map((name) => [name, JSON.stringify(pick('x', '1', 'ключ "q"', '\u2028'))] as const)
  const env = strings(
    'OTHER_KEY',
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_BASE_URL',
    'CLAUDE_CODE_USE_BEDROCK',
    'ANTHROPIC_MODEL',
    'HTTP_PROXY',
    'ANTHROPIC_AUTH_TOKEN',
    'NO_PROXY',
  )
  const rest = strings('model', 'apiKeyHelper', 'statusLine', '$schema')
  const nested: readonly [string, string] = ['permissions', '{"allow":["Bash(ls:*)"],"deny":[]}']
  const parts = [...rest, ...(below(2) === 0 ? [nested] : [])]
  if (below(4) > 0) parts.splice(below(parts.length + 1), 0, ['env', object(env, 1)])
  if (below(12) === 0) return pick('', '  ', '\n', '\r\n', '\uFEFF', '{}', '{ }', `{${eol}}`)
  return `${pick('', '', '\uFEFF')}${commented ? note(true).trim() + eol : ''}${object(parts, 0)}${pick('', eol, eol + eol)}`
}
