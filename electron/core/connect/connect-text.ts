/**
 * Puts our variables into the text of a settings.json of Claude Code, and takes them out again. Pure.
 *
 *     text --connectText--> text', undo, keys
 *     text' --undone--> the very text                 (nobody has changed the file meanwhile)
 *     any text --disconnectText--> without ours       (somebody has)
 */
import { CONFLICTING } from '../settings/launch-env'
import {
  applied,
  type Edit,
  editsToRemove,
  editsToSet,
  parseText,
  propertyNamed,
  spliced,
  type Value,
} from './json-text'

/** What a variable is to be; null: not set, because it would lead Claude Code elsewhere. */
export type Wishes = Readonly<Record<string, string | null>>

/** One variable that was changed. */
export interface ChangedKey {
  readonly name: string
  readonly wrote: string | null
  /** What stood there, as JSON; null for nothing. May hold a key of somebody else's. */
  readonly former: string | null
}

export interface ConnectedText {
  readonly text: string
  /** In the order to make them in. */
  readonly undo: readonly Edit[]
  readonly keys: readonly ChangedKey[]
  readonly madeEnv: boolean
}

export type TextRefusal =
  | { readonly kind: 'malformed' | 'envNoObject'; readonly line: number; readonly column: number }
  | { readonly kind: 'noObject' }

/** A text that cannot be worked on. */
export class RefusedText extends Error {
  readonly refusal: TextRefusal

  constructor(refusal: TextRefusal) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

/** `variables`: what is to be set. What would lead elsewhere is taken out. */
export function wishesFor(variables: Readonly<Record<string, string>>): Wishes {
  return { ...Object.fromEntries(CONFLICTING.map((name) => [name, null])), ...variables }
}

/** Throws RefusedText. A text that needs no change comes back with no keys. */
export function connectText(text: string, wishes: Wishes): ConnectedText {
  const draft = new Draft(text)
  const madeEnv = draft.ensureEnv()
  const keys: ChangedKey[] = []
  for (const [name, wrote] of Object.entries(wishes)) {
    const former = draft.jsonOf(name)
    if (wrote === null ? former === null : draft.valueOf(name) === wrote) continue
    draft.put(name, wrote === null ? null : JSON.stringify(wrote))
    keys.push({ name, wrote, former })
  }
  return { text: draft.text, undo: draft.undo, keys, madeEnv }
}

export function undone(text: string, undo: readonly Edit[]): string {
  return undo.reduce(spliced, text)
}

export interface DisconnectedText {
  readonly text: string
  /** The variables that somebody has changed since; they stay as they are. */
  readonly left: readonly string[]
}

/** Throws RefusedText. */
export function disconnectText(
  text: string,
  { keys, madeEnv }: Pick<ConnectedText, 'keys' | 'madeEnv'>,
): DisconnectedText {
  const draft = new Draft(text)
  const left = changedKeys(draft, keys)
  const isOurs = keys.some(({ name, wrote }) => wrote !== null && !left.includes(name))
  if (!isOurs) return { text, left }
  for (const { name, former } of keys) {
    if (!left.includes(name)) draft.put(name, former)
  }
  if (madeEnv) draft.dropEmptyEnv()
  return { text: draft.text, left }
}

/** The variables of `keys` that are no longer as they were written. Throws RefusedText. */
export function changedSince(text: string, keys: readonly ChangedKey[]): readonly string[] {
  return changedKeys(new Draft(text), keys)
}

/** The texts among the variables that the settings set. Throws RefusedText. */
export function variablesIn(text: string): Readonly<Record<string, string>> {
  return new Draft(text).variables()
}

/** The line of a variable or setting, from 1; null where it is not set there, or the text is none of settings. */
export function lineOf(text: string, name: string): number | null {
  const parsed = parseText(text.replace(BOM, ''))
  if (parsed.kind !== 'value') return null
  const env = propertyNamed(parsed.root, 'env')?.value
  const found = (env === undefined ? undefined : propertyNamed(env, name)) ?? propertyNamed(parsed.root, name)
  return found === undefined ? null : text.slice(0, found.start).split(/\r\n|\n|\r/).length
}

/** Whether nothing is set. */
export function isEmptySettings(text: string): boolean {
  const parsed = parseText(text.replace(BOM, ''))
  return parsed.kind === 'value' && parsed.root.properties?.length === 0
}

function changedKeys(draft: Draft, keys: readonly ChangedKey[]): readonly string[] {
  return keys
    .filter(({ name, wrote }) =>
      wrote === null ? draft.jsonOf(name) !== null : draft.valueOf(name) !== wrote,
    )
    .map(({ name }) => name)
}

const BOM = /^\uFEFF/

/** A text on its way, each edit of which is kept with what takes it back. */
class Draft {
  readonly #bom: string
  #body: string
  #root: Value
  #undo: readonly Edit[] = []

  constructor(text: string) {
    this.#bom = BOM.exec(text)?.[0] ?? ''
    this.#body = text.slice(this.#bom.length)
    this.#root = this.#parse()
  }

  get text(): string {
    return `${this.#bom}${this.#body}`
  }

  get undo(): readonly Edit[] {
    return this.#undo.map((edit) => ({ ...edit, offset: edit.offset + this.#bom.length }))
  }

  /** True where there was none. */
  ensureEnv(): boolean {
    if (this.#env() !== null) return false
    this.#make(editsToSet(this.#body, this.#root, this.#root, 'env', '{}'))
    return true
  }

  dropEmptyEnv(): void {
    const env = propertyNamed(this.#root, 'env')
    if (env?.value.properties?.length === 0) this.#make(editsToRemove(this.#body, this.#root, env))
  }

  /** As it stands in the text. */
  jsonOf(name: string): string | null {
    const env = this.#env()
    const found = env === null ? undefined : propertyNamed(env, name)
    return found === undefined ? null : this.#body.slice(found.value.start, found.value.end)
  }

  valueOf(name: string): unknown {
    const env = this.#env()
    return env === null ? undefined : propertyNamed(env, name)?.value.plain
  }

  variables(): Readonly<Record<string, string>> {
    const all = (this.#env()?.properties ?? []).map(({ name, value }) => [name, value.plain] as const)
    return Object.fromEntries(all.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
  }

  /** `json`: null to take it out, wherever it stands twice included. */
  put(name: string, json: string | null): void {
    if (json !== null) {
      this.ensureEnv()
      const env = this.#env()
      if (env !== null) this.#make(editsToSet(this.#body, this.#root, env, name, json))
      return
    }
    for (;;) {
      const env = this.#env()
      const found = env === null ? undefined : propertyNamed(env, name)
      if (env === null || found === undefined) return
      this.#make(editsToRemove(this.#body, env, found))
    }
  }

  #env(): Value | null {
    const env = propertyNamed(this.#root, 'env')?.value
    if (env === undefined) return null
    if (env.properties !== null) return env
    throw new RefusedText({ kind: 'envNoObject', ...this.#placeOf(env) })
  }

  #placeOf({ start }: Value) {
    const lines = this.#body.slice(0, start).split(/\r\n|\n|\r/)
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
  }

  #make(edits: readonly Edit[]): void {
    if (edits.length === 0) return
    const { text, undo } = applied(this.#body, edits)
    this.#body = text
    this.#undo = [...undo, ...this.#undo]
    this.#root = this.#parse()
  }

  #parse(): Value {
    const parsed = parseText(this.#body)
    switch (parsed.kind) {
      case 'mistake':
        throw new RefusedText({ kind: 'malformed', ...parsed.at })
      case 'blank':
        // What is blank is written anew, as `{}`.
        this.#make([{ offset: 0, length: this.#body.length, content: '{}\n' }])
        return this.#root
      case 'value':
        if (parsed.root.properties === null) throw new RefusedText({ kind: 'noObject' })
        return parsed.root
    }
  }
}
