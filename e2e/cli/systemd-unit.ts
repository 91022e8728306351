/** Reads a unit file as systemd does (systemd.syntax(7), systemd.service(5) "Command lines"), independent of our own code. */

export interface ReadUnit {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, string>>
}

export function readUnit(text: string): ReadUnit {
  const lines = text
    .split('\n')
    .filter((line) => line.includes('=') && !/^[#;]/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const)
  const [program = '', ...args] = words(lines.find(([name]) => name === 'ExecStart')?.[1] ?? '')
  const variables = lines.filter(([name]) => name === 'Environment').flatMap(([, value]) => words(value))
  return {
    command: [program, ...args.map((word) => word.replace(/\$(.)/g, dollar))],
    environment: Object.fromEntries(
      variables.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
    ),
    options: Object.fromEntries(lines),
  }
}

function dollar(_all: string, next: string): string {
  if (next !== '$') throw new Error(`a variable would be put in: $${next}`)
  return '$'
}

/** Words of one line: quotes, C-style escapes, then specifiers. */
function words(line: string): string[] {
  const found: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? ''
    if (character === '\\') {
      at += 1
      word = (word ?? '') + escaped(line[at] ?? '')
    } else if (quote !== '' ? character === quote : character === '"' || character === "'") {
      word ??= ''
      quote = quote === '' ? character : ''
    } else if (quote === '' && character === ' ') {
      if (word !== null) found.push(specifiers(word))
      word = null
    } else word = (word ?? '') + character
  }
  if (quote !== '') throw new Error(`a quote is left open: ${line}`)
  return word === null ? found : [...found, specifiers(word)]
}

function escaped(character: string): string {
  if (character === '\\' || character === '"' || character === "'") return character
  throw new Error(`an escape of another kind: \\${character}`)
}

function specifiers(word: string): string {
  return word.replace(/%(.?)/g, (_all, next: string) => {
    if (next !== '%') throw new Error(`a specifier would be put in: %${next}`)
    return '%'
  })
}
