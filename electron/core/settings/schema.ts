/** The settings, from wherever they come: environment over settings file over default, in the app and on the command line. Pure. */
import type { Region, SettingOrigin, SkippedVariable } from '../../contract/engine'
import { KimiProxyError } from '../basics/errors'
import { forEveryKey } from '../basics/every-key'
import { isRecord } from '../basics/json'
import { reason } from '../words/reason'
import type { SettingPlace } from './kinds'
import { type DetectedRegion, type ResolvedHosts, resolveHosts } from './region'
import { DEFAULT_PORT, SETTING_KEYS, SETTINGS, type SettingKey, type Values } from './table'
import { tidied } from './variable'

/** How long a request may wait for a new sign-in or the network, where waiting is on. */
export const DEFAULT_PARK_MINUTES = 10

/** `region` is the one whose hosts these are, null where they are no region's; `chosenRegion` is the one that is set. */
export interface Settings extends Omit<Values, keyof ResolvedHosts>, ResolvedHosts {
  readonly chosenRegion: Region | null
  /** Where every value that is not the default came from. */
  readonly origins: readonly SettingOrigin[]
  /** Variables of other programs that could not be used, the first of each setting. */
  readonly skipped: readonly SkippedVariable[]
}

export interface SettingsInput {
  /** The parsed settings file; undefined when there is none. */
  readonly file: unknown
  readonly filePath: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder that `~/` at the beginning of a path stands for. */
  readonly homeDir: string
  /** `--port`, already checked. */
  readonly port?: number | undefined
  /** Which region the logins of this machine are of; asked only where nothing says it outright. */
  readonly detectRegion?: (homes: LoginHomes) => DetectedRegion | null
  /** Throws SETTING_INVALID where a variable's value is well formed and cannot be used all the same. */
  readonly probe?: (key: SettingKey, value: unknown) => void
}

/** Where logins may lie; null: the tool's own default. */
export type LoginHomes = Pick<Settings, 'kimiCodeHome' | 'credentials'>

/** Throws SETTING_INVALID naming the value and the fix. Unknown keys are left alone: a newer version may know them. */
export function parseSettings(input: SettingsInput): Settings {
  const origins = new Map<SettingKey, SettingOrigin>()
  const skipped = new Map<SettingKey, SkippedVariable>()
  const { upstream, oauthHost, region: chosen, ...values } = readValues(input, origins, skipped)
  const note = (name: 'port' | 'region', value: string, source: string | null) => {
    if (source === null) origins.delete(name)
    else origins.set(name, { name, value, source })
  }
  // The file's port was read even where `--port` takes its place: the mistake would come back without it.
  const port = input.port ?? values.port
  if (input.port !== undefined) note('port', String(port), port === DEFAULT_PORT ? null : '--port')
  const isOpen = upstream === null && oauthHost === null && chosen === null
  const detected = isOpen ? (input.detectRegion?.(values) ?? null) : null
  const hosts = resolveHosts({ upstream, oauthHost, chosen, detected: detected?.region ?? null })
  const source = detected?.source ?? (chosen === 'global' ? input.filePath : null)
  note('region', 'global', hosts.region === 'global' ? source : null)
  const inOrder = SETTING_KEYS.flatMap((key) => origins.get(key) ?? [])
  return { ...values, port, ...hosts, chosenRegion: chosen, origins: inOrder, skipped: [...skipped.values()] }
}

/** As a message names a value of the file. */
export function placeInFile(
  key: SettingKey,
  { filePath, homeDir }: Pick<SettingsInput, 'filePath' | 'homeDir'>,
): SettingPlace {
  return { place: reason('inFile', { key, path: filePath }), homeDir }
}

/** Notes in `origins` where every value came from that is not the default, and in `skipped` what was passed over. */
function readValues(
  input: SettingsInput,
  origins: Map<SettingKey, SettingOrigin>,
  skipped: Map<SettingKey, SkippedVariable>,
): Values {
  const { filePath } = input
  const file = input.file === undefined ? {} : input.file
  if (!isRecord(file)) {
    throw new KimiProxyError('SETTING_INVALID.noObject', { path: filePath })
  }
  return forEveryKey<Values>(SETTING_KEYS, (key) => {
    const { fallback, env = [] } = SETTINGS[key]
    for (const name of env) {
      const value = valueOfVariable(key, input, name, skipped)
      if (value !== undefined) return noted(key, value, name, origins)
    }
    const inFile = file[key] ?? undefined
    const value = inFile === undefined ? undefined : SETTINGS[key].kind.read(inFile, placeInFile(key, input))
    return value === undefined ? fallback : noted(key, value, filePath, origins)
  })
}

function valueOfVariable<Key extends SettingKey>(
  key: Key,
  { env, homeDir, probe }: SettingsInput,
  name: string,
  skipped: Map<SettingKey, SkippedVariable>,
): Values[Key] | undefined {
  const { kind, isForeign } = SETTINGS[key]
  const text = tidied(env[name] ?? '')
  if (text === '') return undefined
  try {
    const value = kind.read(text, { place: reason('named', { name }), homeDir })
    if (isForeign && value !== undefined) probe?.(key, value)
    return value
  } catch (error) {
    if (!isForeign || !(error instanceof KimiProxyError)) throw error
    if (!skipped.has(key)) skipped.set(key, { name, problem: error.toProblem() })
    return undefined
  }
}

function noted<Key extends SettingKey>(
  key: Key,
  value: Values[Key],
  source: string,
  origins: Map<SettingKey, SettingOrigin>,
): Values[Key] {
  const { kind, fallback } = SETTINGS[key]
  if (value !== fallback) origins.set(key, { name: key, value: kind.print(value), source })
  return value
}
