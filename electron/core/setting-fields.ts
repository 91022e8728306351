/** How the window shows and edits a setting. `V`: as the settings hold the value; `F`: as the window does. Pure. */
import { isPort, withoutPassword } from './setting-kinds'

export interface Form<V, F> {
  /** Digits and lines are typed and saved together; a choice applies at once; the last is not edited. */
  readonly input: 'digits' | 'line' | 'lines' | 'choice' | 'shown'
  /** Whether `show` puts a placeholder where the password is. */
  readonly hidesPassword?: true
  show(value: V): F
  /** From a message of the window; undefined for what is no such value. */
  accept(message: unknown): F | undefined
  toText(shown: F): string
  /** Tidied; undefined for what can be no such value. */
  fromText(typed: string): F | undefined
}

const LONGEST_TEXT = 4_096
const MOST_LINES = 100

export const DIGITS: Form<number, number> = {
  input: 'digits',
  show: (value) => value,
  accept: (message) => (typeof message === 'number' ? message : undefined),
  toText: String,
  fromText: (typed) => (isPort(typed.trim()) ? Number(typed) : undefined),
}

/** Empty where nothing is set. */
export const LINE: Form<string | null, string> = {
  input: 'line',
  show: (value) => value ?? '',
  accept: (message) => (isText(message) ? message.trim() : undefined),
  toText: (shown) => shown,
  fromText: (typed) => typed.trim(),
}

export const SHOWN_LINE: typeof LINE = { ...LINE, input: 'shown' }

export const ADDRESS: typeof LINE = {
  ...LINE,
  hidesPassword: true,
  show: (value) => withoutPassword(value ?? ''),
}

export const LINES: Form<readonly string[], readonly string[]> = {
  input: 'lines',
  show: (value) => value,
  accept: (message) =>
    Array.isArray(message) && message.length <= MOST_LINES && message.every(isText) ? message : undefined,
  toText: (shown) => shown.join('\n'),
  fromText: (typed) => typed.split('\n').flatMap((line) => line.trim() || []),
}

/** One of several; nothing set stands for `auto`. */
export function choice<V extends string>(is: (value: unknown) => value is V): Form<V | null, V | 'auto'> {
  const accept = (value: unknown) => (value === 'auto' || is(value) ? value : undefined)
  return {
    input: 'choice',
    show: (value) => value ?? 'auto',
    accept,
    toText: (shown) => shown,
    fromText: accept,
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT
}
