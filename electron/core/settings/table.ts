/**
 * Every setting, declared once. The parser, the variables, the window with its messages, the environment of a service
 * and `--help` follow from this table; a setting that lacks a part does not compile. Pure.
 */
import type { EditedKey, FieldName, ShownSettings } from '../../contract/settings'
import type { HelpWords } from '../words/help-words'
import type { Say } from '../words/say'
import * as kinds from './kinds'
import { HOSTS_OF } from './region'
import { HOST_NAMES } from './setting-hosts'

export const DEFAULT_PORT = 18462

const KIMI = HOSTS_OF['mainland-cn']

/** The order is that of the form and of `--check`. */
const TABLE = {
  port: { kind: kinds.PORT, fallback: DEFAULT_PORT, window: 'edited' },
  /** Base URL without a trailing slash. */
  upstream: {
    kind: kinds.secureUrl(KIMI.upstream),
    fallback: null,
    env: ['KIMI_PROXY_UPSTREAM'],
    help: (say: Say) => say('help.upstream', { url: KIMI.upstream }),
  },
  /** Origin without a trailing slash. */
  oauthHost: {
    kind: kinds.secureUrl(KIMI.oauthHost),
    fallback: null,
    env: ['KIMI_CODE_OAUTH_HOST', 'KIMI_OAUTH_HOST'],
    help: (say: Say) => say('help.upstream', { url: KIMI.oauthHost }),
  },
  credentials: {
    kind: kinds.PATH,
    fallback: null,
    env: ['KIMI_PROXY_CREDENTIALS'],
    help: 'help.credentials',
    window: 'shown',
    lockedBy: ['credentials'],
  },
  /** Null: the tool's own default. */
  kimiCodeHome: { kind: kinds.PATH, fallback: null, env: ['KIMI_CODE_HOME'], help: 'help.kimiCodeHome' },
  /** Null: found out from the logins. A host that is named outright overrules it. */
  region: { kind: kinds.REGION, fallback: null, window: 'edited', lockedBy: ['upstream', 'oauthHost'] },
  /** How long requests may wait, in minutes; 0: not at all; null: as the host of the engine does by default. */
  parkMinutes: { kind: kinds.MINUTES, fallback: null },
  /** Whether requests beyond what Kimi serves at a time wait their turn here. */
  limitConcurrency: { kind: kinds.FLAG, fallback: true },
  /** Whether also other clients than Claude Code are told Kimi's refusals in our words; else they get Kimi's, unchanged. */
  explainLimits: { kind: kinds.FLAG, fallback: false },
  /** Whether figures for Prometheus are told at `/metrics`, which otherwise is a path of Kimi's. */
  metrics: { kind: kinds.FLAG, fallback: false },
  /** Whether a request must show the local key to be forwarded; otherwise any text does. */
  requireKey: { kind: kinds.FLAG, fallback: false },
  /** URL of the network proxy, HTTP or SOCKS; null for what the system says in the app, and for none on the command line. */
  proxy: {
    kind: kinds.PROXY,
    fallback: null,
    env: ['HTTPS_PROXY', 'https_proxy'],
    isForeign: true,
    help: 'help.proxy',
    window: 'edited',
  },
  /** Hosts that are reached without any proxy, in the usual NO_PROXY form. */
  noProxy: {
    kind: kinds.TEXT,
    fallback: '',
    env: ['NO_PROXY', 'no_proxy'],
    help: 'help.noProxy',
  },
  extraCaFile: {
    kind: kinds.PATH,
    fallback: null,
    env: ['NODE_EXTRA_CA_CERTS'],
    isForeign: true,
    help: 'help.extraCaFile',
    window: 'edited',
  },
  /** Null: the tool's own default. */
  kimiShareDir: { kind: kinds.PATH, fallback: null, env: ['KIMI_SHARE_DIR'], help: 'help.kimiShareDir' },
  /** Names of this computer besides its loopback names: in containers, for example. */
  allowedHosts: { kind: HOST_NAMES, fallback: [] },
  allowedOrigins: { kind: kinds.ORIGINS, fallback: [], window: 'edited' },
} as const

export type SettingKey = keyof typeof TABLE

type ValueOf<Entry> = Entry extends { kind: kinds.Kind<infer T>; fallback: infer D }
  ? T | (D extends readonly [] ? never : D)
  : never
export type Values = { readonly [Key in SettingKey]: ValueOf<(typeof TABLE)[Key]> }

/**
 * The part of a setting that parsing needs. A variable and its words in `--help` come together. `isForeign`: other programs read
 * that variable too, so what cannot be used in it may be meant for them and is passed over.
 */
type Declared<V> = { readonly kind: kinds.Kind<V>; readonly fallback: V } & (
  | { readonly env: readonly [string, ...string[]]; readonly help: HelpWords; readonly isForeign?: true }
  | { readonly env?: undefined; readonly isForeign?: undefined }
)

export const SETTINGS: { readonly [Key in SettingKey]: Declared<Values[Key]> } = TABLE
export const SETTING_KEYS = Object.keys(TABLE).filter((key): key is SettingKey => Object.hasOwn(TABLE, key))

interface InWindow<V, F> {
  readonly kind: kinds.Form<V, F>
  readonly window: 'edited' | 'shown'
  /** The settings that lock it wherever they come from; otherwise it is locked by what wins over the file. */
  readonly lockedBy?: readonly SettingKey[]
}

type Marked = {
  [Key in SettingKey]: (typeof TABLE)[Key] extends { window: string } ? Key : never
}[SettingKey]

/** A setting that the contract shows must be marked here, and a setting that is marked here must stand in the contract. */
export const WINDOW: {
  readonly [Key in Marked | keyof ShownSettings]: InWindow<Values[Key], ShownSettings[Key]>
} = TABLE
export const SHOWN_KEYS = SETTING_KEYS.filter((key): key is keyof ShownSettings => 'window' in TABLE[key])
export const EDITED_KEYS = SHOWN_KEYS.filter((key): key is EditedKey => WINDOW[key].window === 'edited')
export const FIELD_NAMES = EDITED_KEYS.filter((key): key is FieldName => WINDOW[key].kind.input !== 'choice')
