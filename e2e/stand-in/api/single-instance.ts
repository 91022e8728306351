/**
 * The single-instance lock of one data folder: a file that names its holder, and an inbox into which later instances put
 * their arguments. Lock and inbox are files, because the second instance may exit at once.
 */
import { randomUUID } from 'node:crypto'
import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

export interface Visit {
  readonly argv: string[]
  readonly workingDirectory: string
  readonly additionalData: unknown
}

export class SingleInstance {
  readonly #lock: string
  readonly #inbox: string
  #watcher: FSWatcher | null = null

  constructor(userData: string) {
    this.#lock = join(userData, 'stand-in-instance.lock')
    this.#inbox = join(userData, 'stand-in-visits')
    mkdirSync(this.#inbox, { recursive: true })
  }

  get held(): boolean {
    return this.#watcher !== null
  }

  /** True for the holder. Any other instance leaves its visit and gets false. */
  request(visit: Visit, visited: (visit: Visit) => void): boolean {
    if (this.held) return true
    for (let tries = 0; tries < 3; tries += 1) {
      if (this.#take()) {
        this.#watcher = watch(this.#inbox, () => this.#collect(visited))
        this.#watcher.unref()
        this.#collect(visited)
        return true
      }
      if (this.#holderLives()) break
      rmSync(this.#lock, { force: true })
    }
    const draft = join(this.#inbox, `${randomUUID()}.draft`)
    writeFileSync(draft, JSON.stringify(visit))
    renameSync(draft, draft.replace(/draft$/, 'json'))
    return false
  }

  release(): void {
    if (!this.held) return
    this.#watcher?.close()
    this.#watcher = null
    rmSync(this.#lock, { force: true })
  }

  #take(): boolean {
    try {
      writeFileSync(this.#lock, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }), {
        flag: 'wx',
      })
      return true
    } catch {
      return false
    }
  }

  #holderLives(): boolean {
    try {
      const { pid, born } = JSON.parse(readFileSync(this.#lock, 'utf8')) as { pid: number; born: string }
      process.kill(pid, 0)
      return bornAt(pid) === born
    } catch {
      return false
    }
  }

  #collect(visited: (visit: Visit) => void): void {
    for (const name of readdirSync(this.#inbox).filter((entry) => entry.endsWith('.json'))) {
      const path = join(this.#inbox, name)
      const visit = JSON.parse(readFileSync(path, 'utf8')) as Visit
      rmSync(path)
      visited(visit)
    }
  }
}

/** When a process started, in the kernel's ticks, by which a later process with the same number is recognized. */
function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
