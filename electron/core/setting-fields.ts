/** How the window shows and edits a setting. `V`: as the settings hold the value; `F`: as the window does. Pure. */
import { isPort, withoutPassword } from './setting-kinds'

export interface Shown<V, F> {
  show(value: V): F
}

export interface Edited<V, F> extends Shown<V, F> {
  /** From a message of the window; undefined for what is no such value. */
  accept(message: unknown): F | undefined
}

export interface Field<V, F> extends Edited<V, F> {
  readonly input: 'digits' | 'line' | 'lines'
  /** Whether `show` puts a placeholder where the password is. */
  readonly hidesPassword: boolean
  toText(shown: F): string
  /** Tidied; null for what can be no such value. */
  fromText(typed: string): F | null
}

const LONGEST_TEXT = 4_096
const MOST_LINES = 100

/** Nothing is shown where nothing is set. */
export const SHOWN_TEXT: Shown<string | null, string> = { show: (value) => value ?? '' }

export const DIGITS: Field<number, number> = {
  input: 'digits',
  hidesPassword: false,
  show: (value) => value,
  accept: (message) => (typeof message === 'number' ? message : undefined),
  toText: String,
  fromText: (typed) => (isPort(typed.trim()) ? Number(typed) : null),
}

export const LINE: Field<string | null, string> = {
  ...SHOWN_TEXT,
  input: 'line',
  hidesPassword: false,
  accept: (message) => (isText(message) ? message.trim() : undefined),
  toText: (shown) => shown,
  fromText: (typed) => typed.trim(),
}

export const ADDRESS: Field<string | null, string> = {
  ...LINE,
  hidesPassword: true,
  show: (value) => withoutPassword(value ?? ''),
}

export const LINES: Field<readonly string[], readonly string[]> = {
  input: 'lines',
  hidesPassword: false,
  show: (value) => value,
  accept: (message) =>
    Array.isArray(message) && message.length <= MOST_LINES && message.every(isText) ? message : undefined,
  toText: (shown) => shown.join('\n'),
  fromText: (typed) =>
    typed
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
}

/** One of several; null stands for `auto`. */
export function choice<V extends string>(is: (value: unknown) => value is V): Edited<V | null, V | 'auto'> {
  return {
    show: (value) => value ?? 'auto',
    accept: (message) => (message === 'auto' || is(message) ? message : undefined),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT
}
