/** Where a text stops being JSON, in a form a person finds again in an editor. Pure. */

/** Both counted from 1, the column in characters. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A token of RFC 8259: a mark, or a whole value. */
const BLANKS = /[ \t\n\r]*/y
const TOKEN =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy

/** The tokens that may stand next. `…OrEnd`: right behind an opening bracket, where its closing one may stand too. */
type Wanted = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'more'

/** Null for what is JSON. */
export function jsonMistake(text: string): Position | null {
  const at = offsetOfMistake(text)
  return at === null ? null : positionIn(text, at)
}

export function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

function offsetOfMistake(text: string): number | null {
  /** The closing brackets that are still to come. */
  const open: string[] = []
  let wanted: Wanted = 'value'
  for (let at = 0; ; ) {
    BLANKS.lastIndex = at
    at += BLANKS.exec(text)?.[0].length ?? 0
    if (at === text.length) return wanted === 'more' && open.length === 0 ? null : at
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    const next: Wanted | null = token === undefined ? null : nextWanted(wanted, token, open)
    if (token === undefined || next === null) return at
    wanted = next
    at += token.length
  }
}

/** Null where `token` cannot stand. Keeps `open`. */
function nextWanted(wanted: Wanted, token: string, open: string[]): Wanted | null {
  switch (wanted) {
    case 'colon':
      return token === ':' ? 'value' : null
    case 'more':
      if (token === ',' && open.length > 0) return open.at(-1) === '}' ? 'name' : 'value'
      return closes(token, open)
    case 'name':
    case 'nameOrEnd':
      if (token.startsWith('"')) return 'colon'
      return wanted === 'nameOrEnd' ? closes(token, open) : null
    case 'value':
    case 'valueOrEnd':
      if (token === '{') return opened('nameOrEnd', '}', open)
      if (token === '[') return opened('valueOrEnd', ']', open)
      if (!/^[}\],:]$/.test(token)) return 'more'
      return wanted === 'valueOrEnd' ? closes(token, open) : null
  }
}

function opened(wanted: Wanted, closing: string, open: string[]): Wanted {
  open.push(closing)
  return wanted
}

function closes(token: string, open: string[]): Wanted | null {
  if (open.at(-1) !== token) return null
  open.pop()
  return 'more'
}
