/** Tells when something below a path may have changed, without any timer while nothing does. */
import { existsSync, type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Clock } from '../../core/basics/ports'

/** Several events of one write are one change. */
const SETTLE_MS = 120

/**
 * Watches the folders of these files; where one does not exist yet, its nearest parent that does. A file system that
 * cannot be watched is passed over: the regular look around still notices.
 */
export class FolderWatch {
  readonly #paths: readonly string[]
  readonly #clock: Clock
  readonly #onChange: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  #cancel: (() => void) | null = null
  #closed = false

  constructor(paths: readonly string[], clock: Clock, onChange: () => void) {
    this.#paths = paths
    this.#clock = clock
    this.#onChange = onChange
    this.#arm()
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  /** Follows folders that have come or gone. */
  #arm(): void {
    const wanted = new Set(this.#paths.map((path) => nearestFolder(dirname(path))))
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    for (const folder of wanted) {
      if (this.#watchers.has(folder)) continue
      try {
        const watcher = watch(folder, { persistent: false }, (_event, name) => {
          if (this.#concerns(folder, name)) this.#changed()
        })
        watcher.on('error', () => this.#forget(folder))
        this.#watchers.set(folder, watcher)
      } catch {
        // The folder cannot be watched; see above.
      }
    }
  }

  /** Locks and temporary files come and go beside the file itself. */
  #concerns(folder: string, name: string | null): boolean {
    // Its own name tells that the folder itself was removed or replaced: the watch has gone deaf.
    if (name === null || name === basename(folder) || !existsSync(folder)) return this.#rearm(folder)
    return this.#paths.some((path) => dirname(path) !== folder || basename(path) === name)
  }

  #rearm(folder: string): true {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
    return true
  }

  #forget(folder: string): void {
    this.#rearm(folder)
    this.#changed()
  }

  #changed(): void {
    if (this.#closed || this.#cancel !== null) return
    this.#cancel = this.#clock.after(SETTLE_MS, () => {
      this.#cancel = null
      if (this.#closed) return
      this.#arm()
      this.#onChange()
    })
  }
}

function nearestFolder(path: string): string {
  const parent = dirname(path)
  return existsSync(path) || parent === path ? path : nearestFolder(parent)
}
