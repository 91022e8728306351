/**
 * Settings, from wherever they come: environment over settings file over default. One parser for tray and command
 * line, pure: it gets the file's JSON and the variables handed in, and names the offending value.
 */
import type { SettingOrigin } from '../contract/state'
import { isLoopbackHost } from './admission'
import { KimiProxyError } from './errors'
import { printable } from './printable'
import { type DetectedRegion, HOSTS_OF, isRegion, type Region, resolveHosts } from './region'
import { HIDDEN } from './secret'
import { isRecord } from './token'

export const DEFAULT_PORT = 18462
/** How long a request may wait for a new sign-in or the network, where waiting is on. */
export const DEFAULT_PARK_MINUTES = 10

const KIMI = HOSTS_OF['mainland-cn']
/** URLs are long, and the mistake may be at their end. */
const LONGEST_SHOWN = 200

export interface Settings {
  readonly port: number
  /** Base URL without a trailing slash. */
  readonly upstream: string
  /** Origin without a trailing slash. */
  readonly oauthHost: string
  /** Whose hosts these are; null where they are no region's. */
  readonly region: Region | null
  /** What is set, which a host that is named outright overrules; null: found out from the logins. */
  readonly chosenRegion: Region | null
  /** How long requests may wait, in minutes; 0: not at all; null: as the host of the engine does by default. */
  readonly parkMinutes: number | null
  /** URL of the CONNECT proxy; null for what the system says in the app, and for none on the command line. */
  readonly proxy: string | null
  /** Hosts that are reached without any proxy, in the usual NO_PROXY form. */
  readonly noProxy: string
  readonly extraCaFile: string | null
  readonly credentials: string | null
  /** Null: the tool's own default. */
  readonly kimiCodeHome: string | null
  readonly kimiShareDir: string | null
  readonly allowedOrigins: readonly string[]
  /** Where every value that is not the default came from. */
  readonly origins: readonly SettingOrigin[]
}

type Reader<T> = (text: string, name: string) => T

/** A setting that both the file and the environment can give. `env` in order of precedence. */
interface Source<T> {
  readonly key: string
  readonly env: readonly string[]
  readonly read: Reader<T>
  readonly print?: (value: T) => string
}

export interface SettingsInput {
  /** The parsed settings file; undefined when there is none. */
  readonly file: unknown
  readonly filePath: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What `~/` at the beginning of a path stands for; a settings file knows no shell. */
  readonly homeDir: string
  /** `--port`, already checked. */
  readonly port?: number | undefined
  /** Which region the logins of this machine are of; asked only where nothing says it outright. */
  readonly detectRegion?: (homes: LoginHomes) => DetectedRegion | null
}

/** Where logins may lie; null: the tool's own default. */
export type LoginHomes = Pick<Settings, 'kimiCodeHome' | 'credentials'>

/** Throws SETTING_INVALID naming the value and the fix. Unknown keys are left alone: a newer version may know them. */
export function parseSettings(input: SettingsInput): Settings {
  const file = input.file === undefined ? {} : input.file
  if (!isRecord(file)) {
    throw invalid(
      `The settings file ${input.filePath} holds no JSON object.`,
      'Mend it, or delete it to start anew.',
    )
  }
  const origins: SettingOrigin[] = []
  const path: Reader<string> = (text) => text.replace(/^~(?=[/\\]|$)/, () => input.homeDir)
  const take = <T, D>(source: Source<T>, fallback: D): T | D => {
    for (const name of source.env) {
      const text = input.env[name]
      if (text === undefined || text === '') continue
      return noted(source, source.read(text, name), name)
    }
    const value = file[source.key]
    if (value === undefined || value === null || value === '') return fallback
    const name = `"${source.key}" in ${input.filePath}`
    if (typeof value !== 'string')
      throw invalid(`${name} must be text, not ${JSON.stringify(value)}.`, 'Put it in quotes.')
    return noted(source, source.read(value, name), input.filePath)
  }
  const noted = <T>(source: Source<T>, value: T, from: string): T => {
    origins.push({ name: source.key, value: source.print?.(value) ?? String(value), source: from })
    return value
  }
  const port = portFrom(input, file, origins)
  const upstream = take({ key: 'upstream', env: ['KIMI_PROXY_UPSTREAM'], read: secureUrl }, null)
  const oauthHost = take(
    { key: 'oauthHost', env: ['KIMI_CODE_OAUTH_HOST', 'KIMI_OAUTH_HOST'], read: secureUrl },
    null,
  )
  const chosenRegion = regionFrom(file, input.filePath)
  const credentials = take({ key: 'credentials', env: ['KIMI_PROXY_CREDENTIALS'], read: path }, null)
  const kimiCodeHome = take({ key: 'kimiCodeHome', env: ['KIMI_CODE_HOME'], read: path }, null)
  const isOpen = upstream === null && oauthHost === null && chosenRegion === null
  const detected = isOpen ? (input.detectRegion?.({ kimiCodeHome, credentials }) ?? null) : null
  const hosts = resolveHosts({
    upstream,
    oauthHost,
    chosen: chosenRegion,
    detected: detected?.region ?? null,
  })
  if (hosts.region === 'global') {
    const source = detected?.source ?? (chosenRegion === 'global' ? input.filePath : null)
    if (source !== null) origins.push({ name: 'region', value: 'global', source })
  }
  return {
    port,
    ...hosts,
    chosenRegion,
    parkMinutes: parkMinutesFrom(file, input.filePath, origins),
    proxy: take(
      { key: 'proxy', env: ['HTTPS_PROXY', 'https_proxy'], read: proxyUrl, print: withoutPassword },
      null,
    ),
    noProxy: take({ key: 'noProxy', env: ['NO_PROXY', 'no_proxy'], read: plain }, ''),
    extraCaFile: take({ key: 'extraCaFile', env: ['NODE_EXTRA_CA_CERTS'], read: path }, null),
    credentials,
    kimiCodeHome,
    kimiShareDir: take({ key: 'kimiShareDir', env: ['KIMI_SHARE_DIR'], read: path }, null),
    allowedOrigins: originsFrom(file, input.filePath, origins),
    origins,
  }
}

/** A port in text form. Throws USAGE-like SETTING_INVALID naming `name`. */
export function parsePort(text: string, name: string): number {
  if (!isPort(text)) {
    throw invalid(
      `${name} "${printable(text, LONGEST_SHOWN)}" is no port.`,
      'Give a whole number from 1 to 65535.',
    )
  }
  return Number(text)
}

/** A whole number from 1 to 65535, in digits. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}

function portFrom(input: SettingsInput, file: Record<string, unknown>, origins: SettingOrigin[]): number {
  const inFile = portInFile(file['port'], input.filePath)
  const port = input.port ?? inFile ?? DEFAULT_PORT
  const source = input.port === undefined ? input.filePath : '--port'
  if (port !== DEFAULT_PORT) origins.push({ name: 'port', value: String(port), source })
  return port
}

/** Checked even where `--port` takes its place: the mistake would come back without it. */
function portInFile(value: unknown, filePath: string): number | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return parsePort(text, `"port" in ${filePath}:`)
}

function regionFrom(file: Record<string, unknown>, filePath: string): Region | null {
  const value = file['region']
  if (value === undefined || value === null || value === '' || value === 'auto') return null
  if (isRegion(value)) return value
  throw invalid(
    `"region" in ${filePath}: ${JSON.stringify(value)} is no region.`,
    'Write "mainland-cn" (kimi.com), "global" (kimi.ai) or "auto".',
  )
}

const MOST_PARK_MINUTES = 120

function parkMinutesFrom(
  file: Record<string, unknown>,
  filePath: string,
  origins: SettingOrigin[],
): number | null {
  const value = file['parkMinutes']
  if (value === undefined || value === null) return null
  if (typeof value !== 'number' || !(value >= 0) || value > MOST_PARK_MINUTES) {
    throw invalid(
      `"parkMinutes" in ${filePath}: ${JSON.stringify(value)} is no number of minutes.`,
      `Write one from 0 (never wait) to ${MOST_PARK_MINUTES}.`,
    )
  }
  origins.push({ name: 'parkMinutes', value: String(value), source: filePath })
  return value
}

const plain: Reader<string> = (text) => text

/** A token never travels in the clear: https, or a loopback host (tests, demo). */
const secureUrl: Reader<string> = (text, name) => {
  const url = urlParts(text)
  if (url === null) {
    const example = /OAUTH/i.test(name) ? KIMI.oauthHost : KIMI.upstream
    throw invalid(
      `${name} "${printable(withoutPassword(text), LONGEST_SHOWN)}" is no URL.`,
      `Give one such as ${example}.`,
    )
  }
  if (url.hasUserinfo || url.hasQuery) {
    throw invalid(`${name} must not hold a user name, password, query or fragment.`, 'Leave these parts out.')
  }
  if (url.scheme === 'http' && !isLoopbackHost(url.hostPort)) {
    throw invalid(
      `${name} "${printable(text, LONGEST_SHOWN)}" would send your token unencrypted.`,
      'Use https.',
    )
  }
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    throw invalid(`${name} "${printable(text, LONGEST_SHOWN)}" is no web address.`, 'Use https.')
  }
  return text.replace(/\/+$/, '')
}

const proxyUrl: Reader<string> = (text, name) => {
  const withScheme = text.includes('://') ? text : `http://${text}`
  const url = urlParts(withScheme)
  if (url === null || (url.scheme !== 'http' && url.scheme !== 'https')) {
    throw invalid(
      `${name} "${printable(withoutPassword(text), LONGEST_SHOWN)}" is no HTTP proxy.`,
      'Give one such as http://127.0.0.1:7890.',
    )
  }
  return withScheme
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

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, `$1${HIDDEN}@`)
}

function originsFrom(
  file: Record<string, unknown>,
  filePath: string,
  origins: SettingOrigin[],
): readonly string[] {
  const value = file['allowedOrigins']
  if (value === undefined || value === null) return []
  const list = Array.isArray(value) ? value : [value]
  const allowed = list.map((entry: unknown) => {
    if (typeof entry === 'string' && /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/i.test(entry)) return entry
    throw invalid(
      `"allowedOrigins" in ${filePath}: ${JSON.stringify(entry)} is no web origin.`,
      'Give each as scheme://host[:port], without a path.',
    )
  })
  if (allowed.length > 0) origins.push({ name: 'allowedOrigins', value: allowed.join(' '), source: filePath })
  return allowed
}

function invalid(message: string, recovery: string): KimiProxyError {
  return new KimiProxyError('SETTING_INVALID', message, recovery, undefined, message)
}
