/**
 * The settings as the app sees them (environment over file over default, as on the command line), and what the app
 * remembers.
 */
import type { Language, Preferences } from '../../contract/app'
import type { EditableSettings, SettingsChanges } from '../../contract/settings'
import { languageFor } from '../../core/app/initial'
import { toKimiProxyError } from '../../core/basics/errors'
import type { Logger } from '../../core/basics/ports'
import { type CheckedChanges, checkChanges, editableSettings } from '../../core/settings/form'
import { claudeSettings } from '../../core/settings/launch-env'
import { type AppMemory, parseAppMemory } from '../../core/settings/preferences'
import { parseSettings, type Settings } from '../../core/settings/schema'
import type { Paths } from '../../node/files/paths'
import { keyToOffer } from '../../node/login/local-key'
import { probeSetting, trustFrom } from '../../node/network/trust'
import { detectRegion } from '../../node/settings/region-detection'
import type { SettingsStore } from './ports'

export interface AppSettingsOptions {
  readonly paths: Paths
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir: string
  /** The person's languages, most wanted first. */
  readonly languages: readonly string[]
  /** `--port`, which is not saved. */
  readonly port: number | undefined
  readonly store: SettingsStore
  readonly log: Logger
}

type Patch = Readonly<Record<string, unknown>>

export class AppSettings {
  readonly #options: AppSettingsOptions
  #former: Patch | null = null

  constructor(options: AppSettingsOptions) {
    this.#options = options
  }

  /** Throws SETTING_INVALID. */
  current(): Settings {
    const { store, paths, env, homeDir, port } = this.#options
    return parseSettings({
      file: store.read(),
      filePath: paths.settingsFile,
      env,
      homeDir,
      port,
      detectRegion: (homes) => detectRegion(paths, homes),
      probe: probeSetting,
    })
  }

  /**
   * The settings, or the defaults where they cannot be used, so that the window has something to show. The mistake itself is
   * reported when the engine is started.
   */
  currentOrDefault(): Settings {
    const { paths, homeDir, port } = this.#options
    try {
      return this.current()
    } catch {
      return parseSettings({ file: {}, filePath: paths.settingsFile, env: {}, homeDir, port })
    }
  }

  editable(settings: Settings): EditableSettings {
    return editableSettings(settings, this.#options.paths.settingsFile)
  }

  /**
   * Checks each change without the others. A certificate file is read too, since the proxy could not start with a wrong one.
   */
  check(changes: SettingsChanges, shown: EditableSettings): CheckedChanges {
    const { paths, homeDir } = this.#options
    const input = { filePath: paths.settingsFile, homeDir }
    const checked = checkChanges(changes, shown, input)
    if (checked.kind === 'refused' || checked.patch['extraCaFile'] === undefined) return checked
    try {
      const file = { extraCaFile: checked.patch['extraCaFile'] }
      trustFrom(parseSettings({ ...input, file, env: {} }).extraCaFile)
      return checked
    } catch (error) {
      return { kind: 'refused', field: 'extraCaFile', error: toKimiProxyError(error) }
    }
  }

  /** Throws SETTINGS_UNSAVED. */
  save(patch: Patch): void {
    this.#options.store.patch(patch)
  }

  /**
   * What the file said before the last `change`, for the same keys; null where that is not known. A password may stand in it:
   * it is for `change` alone, to undo that change.
   */
  get former(): Patch | null {
    return this.#former
  }

  /** Saves what the person has changed. Throws SETTINGS_UNSAVED. */
  change(patch: Patch): void {
    const former = this.#valuesOf(Object.keys(patch))
    this.save(patch)
    this.#former = former
  }

  #valuesOf(keys: readonly string[]): Patch | null {
    try {
      const file = this.#options.store.read()
      return Object.fromEntries(keys.map((key) => [key, file[key]]))
    } catch {
      // A broken file is kept aside with the save that follows.
      return null
    }
  }

  /** Saves what the app remembers. Never throws: the app goes on where the disk refuses. */
  remember(patch: Patch): void {
    try {
      this.save(patch)
    } catch (error) {
      const { code, message } = toKimiProxyError(error)
      this.#options.log.warn('not-remembered', { code, message })
    }
  }

  memory(): AppMemory {
    const { store, paths } = this.#options
    try {
      return parseAppMemory(store.read(), paths.settingsFile)
    } catch {
      return parseAppMemory({}, paths.settingsFile)
    }
  }

  languageFor({ language }: Preferences): Language {
    return languageFor(language, this.#options.languages)
  }

  /**
   * Claude Code's variables for this port, with the key of this home: for the clipboard, never for the state. NO_PROXY keeps the hosts that the settings except from the network proxy. Throws
   * SETTING_INVALID.
   */
  claude(port: number): Record<string, string> {
    return claudeSettings(port, { NO_PROXY: this.current().noProxy }, keyToOffer(this.#options.paths))
  }
}
