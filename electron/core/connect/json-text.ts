/**
 * Claude Code's settings.json as text: what stands where in it, and the smallest edits that change one property. Pure.
 *
 * Comments and trailing commas are kept, although Claude Code 2.1.332 passes over a file with either: other programs write
 * them, and it is not ours to take them out.
 */
import { createScanner, type Node, type ParseError, parseTree, type SyntaxKind } from 'jsonc-parser'
import { jsonMistake, type Position, positionIn } from '../settings/json-mistake'

/** The package's numbers for tokens, which it has for the compiler alone. */
const COMMA: SyntaxKind = 5
const LINE_BREAK: SyntaxKind = 14
const TRIVIA: SyntaxKind = 15
const EOF: SyntaxKind = 17

export interface Edit {
  readonly offset: number
  readonly length: number
  readonly content: string
}

export interface Property {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly colon: number
  readonly value: Value
}

export interface Value {
  readonly start: number
  readonly end: number
  /** What stands there; undefined for an object or array. */
  readonly plain: unknown
  /** Null for what is no object. */
  readonly properties: readonly Property[] | null
}

export type ParsedText =
  | { readonly kind: 'value'; readonly root: Value }
  /** Nothing but blanks. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'mistake'; readonly at: Position }

export function parseText(text: string): ParsedText {
  if (/^[ \t\r\n]*$/.test(text)) return { kind: 'blank' }
  const errors: ParseError[] = []
  try {
    const node = parseTree(text, errors, { allowTrailingComma: true })
    const [first] = errors
    if (node !== undefined && first === undefined) return { kind: 'value', root: valueIn(node) }
    return { kind: 'mistake', at: positionIn(text, first?.offset ?? 0) }
  } catch {
    // Nested deeper than a recursive parser can follow.
    return { kind: 'mistake', at: jsonMistake(text) ?? { line: 1, column: 1 } }
  }
}

function valueIn(node: Node): Value {
  const isPlain = node.type !== 'object' && node.type !== 'array'
  return {
    start: node.offset,
    end: node.offset + node.length,
    plain: isPlain ? node.value : undefined,
    properties: node.type === 'object' ? (node.children ?? []).flatMap(propertyOf) : null,
  }
}

function propertyOf(node: Node): Property[] {
  const [key, value] = node.children ?? []
  if (key === undefined || value === undefined) return []
  return [
    {
      name: String(key.value),
      start: node.offset,
      end: node.offset + node.length,
      colon: node.colonOffset ?? key.offset + key.length,
      value: valueIn(value),
    },
  ]
}

/** Of a name that stands twice the last counts, as in `JSON.parse`. */
export function propertyNamed(object: Value, name: string): Property | undefined {
  return object.properties?.findLast((property) => property.name === name)
}

/** Edits of one step: their offsets hold before any of them is made. */
export function editsToSet(text: string, root: Value, object: Value, name: string, json: string): Edit[] {
  const present = propertyNamed(object, name)
  if (present === undefined) return editsToInsert(text, root, object, name, json)
  const { start, end } = present.value
  return text.slice(start, end) === json ? [] : [{ offset: start, length: end - start, content: json }]
}

function editsToInsert(text: string, root: Value, object: Value, name: string, json: string): Edit[] {
  const close = object.end - 1
  const last = object.properties?.at(-1)
  const { contentEnd, hasComma } = contentBefore(text, last?.end ?? object.start + 1, close)
  const comma = last === undefined || hasComma ? [] : [{ offset: last.end, length: 0, content: ',' }]
  const entry = `${JSON.stringify(name)}:${spaceIn(text, last)}${json}`
  if (!isSpread(text, root, object)) {
    const gap = last === undefined ? '' : spaceIn(text, last)
    return [...comma, { offset: contentEnd, length: 0, content: `${gap}${entry}` }]
  }
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const tail = /[\r\n]/.test(text.slice(contentEnd, close)) ? '' : `${eol}${indentAt(text, object.start)}`
  const content = [eol, childIndent(text, root, object), entry, tail].join('')
  return [...comma, { offset: contentEnd, length: 0, content }]
}

/** The end of the last thing before `close` that is no blank: a property, its comma, or a comment. */
function contentBefore(text: string, from: number, close: number) {
  const scanner = createScanner(text.slice(0, close))
  scanner.setPosition(from)
  let contentEnd = from
  let hasComma = false
  for (let token = scanner.scan(); token !== EOF; token = scanner.scan()) {
    if (token === TRIVIA || token === LINE_BREAK) continue
    if (token === COMMA) hasComma = true
    contentEnd = scanner.getTokenOffset() + scanner.getTokenLength()
  }
  return { contentEnd, hasComma }
}

/** As behind the colon of the neighbour. */
function spaceIn(text: string, neighbour: Property | undefined): string {
  if (neighbour === undefined) return ' '
  return /^[ \t]/.test(text.slice(neighbour.colon + 1, neighbour.value.start)) ? ' ' : ''
}

/** Whether the properties of an object stand on lines of their own. */
function isSpread(text: string, root: Value, object: Value): boolean {
  if (object.properties?.length === 0 && object !== root) return isSpread(text, root, root)
  return object.properties?.length === 0 || /[\r\n]/.test(text.slice(object.start, object.end))
}

function childIndent(text: string, root: Value, object: Value): string {
  const [first] = object.properties ?? []
  if (first !== undefined && isFirstOnLine(text, first.start)) return indentAt(text, first.start)
  const [model] = root.properties ?? []
  const unit =
    model !== undefined && isFirstOnLine(text, model.start)
      ? indentAt(text, model.start).slice(indentAt(text, root.start).length)
      : '  '
  return `${indentAt(text, object.start)}${unit}`
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? ''
}

function isFirstOnLine(text: string, offset: number): boolean {
  return lineStart(text, offset) > 0 && /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset))
}

/** Takes a property out with its comma, and with its line where it has one to itself. Comments stay. */
export function editsToRemove(text: string, object: Value, property: Property): Edit[] {
  const comma = commaBehind(text, property.end)
  const before = object.properties?.findLast(({ end }) => end <= property.start)
  const freed = comma ?? (before === undefined ? null : commaBehind(text, before.end))
  const touches = comma !== null && /^[ \t]*$/.test(text.slice(property.end, comma))
  const range = grown(text, property.start, touches ? comma + 1 : property.end, comma !== null)
  const edits = [{ offset: range.start, length: range.end - range.start, content: '' }]
  return freed === null || touches ? edits : [...edits, { offset: freed, length: 1, content: '' }]
}

function commaBehind(text: string, offset: number): number | null {
  const scanner = createScanner(text, true)
  scanner.setPosition(offset)
  return scanner.scan() === COMMA ? scanner.getTokenOffset() : null
}

function grown(text: string, start: number, end: number, hasNext: boolean) {
  const lineEnd = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? null
  if (lineEnd !== null && isFirstOnLine(text, start)) {
    return { start: lineStart(text, start), end: end + lineEnd }
  }
  if (hasNext) return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0) }
  return { start: start - (/[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0), end }
}

/** The text with the edits made, and the single steps that take them back, in the order to make them in. */
export function applied(text: string, edits: readonly Edit[]): { text: string; undo: readonly Edit[] } {
  let now = text
  const undo: Edit[] = []
  // The last first, so that no offset moves; of two in one place too.
  for (const edit of edits.toReversed().sort((one, other) => other.offset - one.offset)) {
    const { offset, length, content } = edit
    undo.unshift({ offset, length: content.length, content: now.slice(offset, offset + length) })
    now = spliced(now, edit)
  }
  return { text: now, undo }
}

export function spliced(text: string, { offset, length, content }: Edit): string {
  return `${text.slice(0, offset)}${content}${text.slice(offset + length)}`
}
