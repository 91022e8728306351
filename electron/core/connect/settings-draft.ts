/** The text of a settings.json while it is worked on. Pure. */
import {
  applied,
  type Edit,
  editsToRemove,
  editsToSet,
  parseText,
  propertyNamed,
  type Value,
} from './json-text'

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

export const BOM = /^\uFEFF/

/** A text on its way, each edit of which is kept with what takes it back. */
export class SettingsDraft {
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
  jsonOf(name: string, place?: 'settings'): string | null {
    const object = this.#object(place)
    const found = object === null ? undefined : propertyNamed(object, name)
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
  put(name: string, json: string | null, place?: 'settings'): void {
    if (json !== null) {
      if (place === undefined) this.ensureEnv()
      const object = this.#object(place)
      if (object !== null) this.#make(editsToSet(this.#body, this.#root, object, name, json))
      return
    }
    for (;;) {
      const object = this.#object(place)
      const found = object === null ? undefined : propertyNamed(object, name)
      if (object === null || found === undefined) return
      this.#make(editsToRemove(this.#body, object, found))
    }
  }

  #object(place?: 'settings'): Value | null {
    return place === undefined ? this.#env() : this.#root
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
