/** The kinds of setting: how a value is read from the file or a variable, printed, and edited in the window. Pure. */

import type { Region } from '../../contract/engine'
import type { Reason } from '../../contract/problem'
import { KimiProxyError } from '../basics/errors'
import { isLoopbackHost, isPort } from '../basics/loopback'
import { oneLine } from '../basics/printable'
import { HIDDEN } from '../basics/secret'
import { readProxyUrl, withScheme } from '../network/proxy-url'
import { isRegion } from './region'

/** Where a value stands. */
export interface SettingPlace {
  /** For messages. */
  readonly place: Reason
  /** The folder that `~/` at the beginning of a path stands for; a settings file knows no shell. */
  readonly homeDir: string
}

export interface Kind<T> {
  /**
   * Reads a value of the file (any JSON) or of a variable (text). Undefined: as if it were not there. Throws
   * SETTING_INVALID naming the value and the way out.
   */
  read(value: unknown, at: SettingPlace): T | undefined
  /** Safe to show: without a password. */
  print(value: T): string
  /**
   * The variable's text as a service gets it, which runs in another folder; null where it may hold a password and is
   * left out. A kind without this is of no use to a service.
   */
  inService?(text: string, absolute: (path: string) => string): string | null
}

/** How the window shows and edits a setting. `V`: as the settings hold the value; `F`: as the window does. */
export interface Form<V, F = V> {
  /** A choice applies at once; the others are typed, and saved when the field is left. */
  readonly input: 'digits' | 'line' | 'lines' | 'choice'
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
/** URLs are long, and the mistake may be at their end. */
const LONGEST_SHOWN = 200
const MOST_PARK_MINUTES = 120

/** A port in text form. Throws SETTING_INVALID naming `place`. */
export function parsePort(text: string, place: Reason): number {
  if (isPort(text)) return Number(text)
  throw new KimiProxyError('SETTING_INVALID.port', { place, value: shown(text) })
}

export const PORT: Kind<number> & Form<number> = {
  input: 'digits',
  show: (value) => value,
  accept: (message) => (typeof message === 'number' ? message : undefined),
  toText: String,
  fromText: (typed) => (isPort(typed.trim()) ? Number(typed) : undefined),
  read: (value, { place }) =>
    parsePort(typeof value === 'object' ? JSON.stringify(value) : String(value), place),
  print: String,
}

export const REGION: Kind<Region> & Form<Region | null, Region | 'auto'> = {
  input: 'choice',
  show: (region) => region ?? 'auto',
  accept: regionOrAuto,
  toText: (shown) => shown,
  fromText: regionOrAuto,
  read: (value, { place }) => {
    if (value === '' || value === 'auto') return undefined
    if (isRegion(value)) return value
    throw new KimiProxyError('SETTING_INVALID.region', { place, value: JSON.stringify(value) })
  },
  print: (region) => region,
}

function regionOrAuto(value: unknown): Region | 'auto' | undefined {
  return value === 'auto' || isRegion(value) ? value : undefined
}

export const MINUTES: Kind<number> = {
  read: (value, { place }) => {
    if (typeof value === 'number' && value >= 0 && value <= MOST_PARK_MINUTES) return value
    const values = { place, value: JSON.stringify(value), most: MOST_PARK_MINUTES }
    throw new KimiProxyError('SETTING_INVALID.minutes', values)
  },
  print: String,
}

export const FLAG: Kind<boolean> = {
  read: (value, { place }) => {
    if (typeof value === 'boolean') return value
    throw new KimiProxyError('SETTING_INVALID.flag', { place, value: JSON.stringify(value) })
  },
  print: String,
}

export const ORIGINS: Kind<readonly string[]> & Form<readonly string[]> = {
  input: 'lines',
  show: (value) => value,
  accept: (message) =>
    Array.isArray(message) && message.length <= MOST_LINES && message.every(isText) ? message : undefined,
  toText: (shown) => shown.join('\n'),
  fromText: (typed) => typed.split('\n').flatMap((line) => line.trim() || []),
  read: (value, { place }) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    const origins = list.map((entry) => {
      if (typeof entry === 'string' && /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/i.test(entry)) return entry
      throw new KimiProxyError('SETTING_INVALID.origin', { place, value: JSON.stringify(entry) })
    })
    return origins.length === 0 ? undefined : origins
  },
  print: (origins) => origins.join(' '),
}

export const TEXT: TextKind = textKind({ read: (text) => text, inService: (text) => text })

export const PATH: TextKind = textKind({
  read: (text, { homeDir }) => text.replace(/^~(?=[/\\]|$)/, () => homeDir),
  inService: (text, absolute) => absolute(text),
})

/** A token never travels in the clear: https, or a loopback host (tests, demo). */
export function secureUrl(example: string): TextKind {
  return textKind({
    read: (text, { place }) => checkedUrl(text, place, example).replace(/\/+$/, ''),
    inService: (text) => text,
  })
}

/** A URL of scheme, host and port alone. */
const PROXY_WITHOUT_SECRETS =
  /^(?:(?:https?|socks(?:4a?|5h?)?):\/\/)?(?:\[[0-9a-f:.]+\]|[\w.~-]+)(?::\d+)?\/?$/i

export const PROXY: TextKind = textKind({
  read: (text, { place }) => {
    if (readProxyUrl(text) !== null) return withScheme(text)
    throw new KimiProxyError('SETTING_INVALID.proxy', { place, value: shown(withoutPassword(text)) })
  },
  hidesPassword: true,
  print: withoutPassword,
  inService: (text) => (PROXY_WITHOUT_SECRETS.test(text) ? text : null),
})

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, `$1${HIDDEN}@`)
}

type TextKind = Kind<string> & Form<string | null, string>

interface OwnPart extends Pick<TextKind, 'inService' | 'hidesPassword'> {
  read(text: string, at: SettingPlace): string
  print?(text: string): string
}

function textKind({ read, print = (text) => text, ...others }: OwnPart): TextKind {
  return {
    ...others,
    input: 'line',
    show: (value) => print(value ?? ''),
    accept: (message) => (isText(message) ? message.trim() : undefined),
    toText: (shown) => shown,
    fromText: (typed) => typed.trim(),
    print,
    read: (value, at) => {
      if (value === '') return undefined
      if (typeof value === 'string') return read(value, at)
      throw new KimiProxyError('SETTING_INVALID.text', { place: at.place, value: JSON.stringify(value) })
    },
  }
}

function checkedUrl(text: string, place: Reason, example: string): string {
  const url = urlParts(text)
  if (url === null) {
    const value = shown(withoutPassword(text))
    throw new KimiProxyError('SETTING_INVALID.url', { place, value, example })
  }
  if (url.hasUserinfo || url.hasQuery) {
    throw new KimiProxyError('SETTING_INVALID.urlParts', { place })
  }
  if (url.scheme === 'http' && !isLoopbackHost(url.hostPort)) {
    throw new KimiProxyError('SETTING_INVALID.clear', { place, value: shown(text) })
  }
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    throw new KimiProxyError('SETTING_INVALID.web', { place, value: shown(text) })
  }
  return text
}

interface UrlParts {
  readonly scheme: string
  readonly hostPort: string
  readonly hasUserinfo: boolean
  readonly hasQuery: boolean
}

const URL_FORM =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^/?#@]*)@)?((?:\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(?::(\d{1,5}))?)(?:\/[\x21\x24-\x3e\x40-\x7e]*)?([?#].*)?$/i

/** The few parts of a URL that matter here; the core has no URL class. */
function urlParts(text: string): UrlParts | null {
  const match = URL_FORM.exec(text)
  if (match === null) return null
  const [, scheme = '', userinfo, hostPort = '', port, query] = match
  if (port !== undefined && !isPort(port)) return null
  return {
    scheme: scheme.toLowerCase(),
    hostPort,
    hasUserinfo: userinfo !== undefined,
    hasQuery: query !== undefined,
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT
}

function shown(text: string): string {
  return oneLine(text, LONGEST_SHOWN)
}
