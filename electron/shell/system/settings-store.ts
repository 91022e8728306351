/**
 * The settings file as the app keeps it.
 *
 * - electron-store only stores; `core` decides what is valid. Only this file knows electron-store.
 * - A file that makes no sense is copied aside, its valid part is kept, and a note says so.
 * - A file that can be neither read nor copied is never written over.
 */
import { homedir } from 'node:os'
import ElectronStore from 'electron-store'
import type { Note } from '../../contract/app'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import { salvage } from '../../core/settings/form'
import { parseAppMemory } from '../../core/settings/preferences'
import { parseSettings } from '../../core/settings/schema'
import { reason } from '../../core/words/reason'
import type { Paths } from '../../node/files/paths'
import { changesAnything, keepAside, readSettingsFile } from '../../node/settings/settings-file'
import type { SettingsStore } from '../app/ports'

type Json = Record<string, unknown>
type Write = (settings: Json) => void

export interface OpenedStore {
  readonly store: SettingsStore
  /** Says that the file could not be used as it was, and what became of it. */
  readonly note: Note | null
}

export interface StoreHandlers {
  nowMs(): number
  /** electron-store has just written the file. */
  onWritten(): void
  /** The file became invalid while the app ran, and has been mended. */
  onMended(note: Note): void
}

export function openSettingsStore({ home, settingsFile }: Paths, handlers: StoreHandlers): OpenedStore {
  const write = (settings: Json) => {
    try {
      store(home, settings)
    } finally {
      handlers.onWritten()
    }
  }
  const mendNow = () => mend(settingsFile, () => handlers.nowMs(), write)
  const note = mendNow()
  const settings = new StoredSettings(settingsFile, {
    unreadable: note?.kind === 'settingsUnreadable',
    write,
    mend: () => {
      const mended = mendNow()
      if (mended?.kind === 'settingsKeptAside') handlers.onMended(mended)
      return mended?.kind !== 'settingsUnreadable'
    },
  })
  return { store: settings, note }
}

function mend(path: string, nowMs: () => number, write: Write): Note | null {
  let file: unknown
  try {
    file = readSettingsFile(path) ?? {}
    check(file, path)
    return null
  } catch {
    // The code below mends the file.
  }
  try {
    const aside = keepAside(path, nowMs())
    write(isRecord(file) ? salvage(file, (part) => check(part, path)) : {})
    return { kind: 'settingsKeptAside', path: aside }
  } catch {
    // The file was not read or not copied, so it stays as it is.
    return { kind: 'settingsUnreadable', path }
  }
}

/** The environment is left out: a wrong variable is no mistake of the file. */
function check(file: unknown, filePath: string): void {
  parseSettings({ file, filePath, env: {}, homeDir: homedir() })
  parseAppMemory(file, filePath)
}

interface StoredParts {
  /** The file was unreadable when the app started; the app then goes on with defaults. */
  readonly unreadable: boolean
  readonly write: Write
  /** False where the file can be neither read nor kept aside. */
  readonly mend: () => boolean
}

class StoredSettings implements SettingsStore {
  readonly #path: string
  readonly #parts: StoredParts

  constructor(path: string, parts: StoredParts) {
    this.#path = path
    this.#parts = parts
  }

  /** Reads the file at each call, because a person may edit it. */
  read(): Readonly<Json> {
    if (this.#parts.unreadable) return {}
    const file = readSettingsFile(this.#path) ?? {}
    return isRecord(file) ? file : {}
  }

  patch(changes: Readonly<Json>): void {
    try {
      if (!this.#parts.mend()) throw new Error('the file could not be read')
      const file = this.read()
      // A save waits for the disk, and every stream waits with it, so nothing is saved without need.
      if (!changesAnything(file, changes)) return
      const next: Json = { ...file, ...changes }
      for (const [key, value] of Object.entries(next)) if (value === undefined) delete next[key]
      this.#parts.write(next)
    } catch (error) {
      const why = systemCode(error) === null ? reason('unreadable') : systemReason(error)
      throw new KimiProxyError('SETTINGS_UNSAVED', { path: this.#path, reason: why }, error)
    }
  }
}

/** electron-store is opened for each write, because writes are rare and its cache could be older than the file. */
function store(home: string, settings: Json): void {
  const file = new ElectronStore<Json>({
    cwd: home,
    name: 'settings',
    accessPropertiesByDotNotation: false,
    // The content found there has been copied aside or taken over.
    clearInvalidConfig: true,
    configFileMode: 0o600,
  })
  file.store = settings
}
