/**
 * The command `kimi-proxy` for the person's terminals: a link in `~/.local/bin` to the script inside the app
 * (`resources/bin`); a small file instead where no link can be, on Windows and out of an AppImage. Nothing of anybody
 * else's is lost: a file that is in the way is kept beside it, and only what was asked about is replaced.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CommandInstalled, CommandLink } from '../../../contract/app'
import { KimiProxyError, systemCode, systemReason } from '../../../core/basics/errors'
import { readText } from '../../files/text-file'
import { type Found, giveBack, keepAs, look, shown } from './file'
import { type CommandForm, type CommandPlaceOptions, commandPlace, isFolderOnPath, isOwn } from './place'

export interface CommandLinkOptions extends CommandPlaceOptions {
  readonly unavailable: 'development' | 'translocated' | null
  /** Where the system's package has its command for everybody, if this app came in one. */
  readonly packageCommand: string
  /** Wall clock; names a file that is kept. */
  nowMs(): number
  /** Called between the last look and the deed, for tests of what happens there. */
  readonly onLooked?: () => void
}

type Sight = Exclude<CommandLink, { kind: 'unavailable' }>

export class CommandOnDisk {
  readonly #options: CommandLinkOptions
  readonly #path: string
  readonly #form: CommandForm

  constructor(options: CommandLinkOptions) {
    this.#options = options
    const { path, form } = commandPlace(options)
    this.#path = path
    this.#form = form
  }

  status(): CommandLink {
    const { unavailable } = this.#options
    if (unavailable !== null) return { kind: 'unavailable', reason: unavailable }
    const found = this.#found()
    return found.kind === 'absent' && this.#isPackaged() ? { kind: 'unavailable', reason: 'package' } : found
  }

  #found(): Sight {
    try {
      return this.#judge(look(this.#path))
    } catch {
      // What cannot be looked at is told when something is to be done about it.
      return { kind: 'absent', path: this.#path }
    }
  }

  /** Another command would only hide that one. */
  #isPackaged(): boolean {
    const { packageCommand, resources } = this.#options
    return readText(packageCommand)?.includes(join(resources, 'bin', 'kimi-proxy')) === true
  }

  /**
   * Null where nothing lasting can be put there. Throws COMMAND_BLOCKED, COMMAND_CHANGED and COMMAND_UNWRITABLE; then
   * nothing has changed.
   */
  install(seen: CommandLink): CommandInstalled | null {
    if (this.status().kind === 'unavailable') return null
    return this.#attempt(() => {
      mkdirSync(dirname(this.#path), { recursive: true })
      const now = this.#judge(look(this.#path))
      const done = { path: this.#path, ledTo: null, keptAs: null, onPath: isFolderOnPath(this.#options) }
      switch (now.kind) {
        case 'blocked':
          throw this.#failure('COMMAND_BLOCKED')
        case 'absent':
          this.#options.onLooked?.()
          this.#makeFirst()
          return done
        case 'installed':
        case 'outdated':
          this.#replace(() => isOurs(this.#judge(look(this.#path))))
          return done
        case 'foreign':
          if (seen.kind !== 'foreign' || seen.stamp !== now.stamp) throw this.#failure('COMMAND_CHANGED')
          return { ...done, ledTo: now.target, keptAs: this.#replaceForeign(now) }
      }
    })
  }

  /** Where it was, null as above; removes nothing but our own. Throws COMMAND_CHANGED and COMMAND_UNWRITABLE. */
  remove(): string | null {
    if (this.#options.unavailable !== null) return null
    return this.#attempt(() => {
      const now = this.#judge(look(this.#path))
      if (now.kind === 'absent') return this.#path
      if (!isOurs(now)) throw this.#failure('COMMAND_CHANGED')
      this.#options.onLooked?.()
      // Taken away first and looked at once more: what is deleted is what was looked at.
      const taken = this.#temporary()
      renameSync(this.#path, taken)
      if (!isOurs(this.#judge(look(taken)))) {
        giveBack(taken, this.#path)
        throw this.#failure('COMMAND_CHANGED')
      }
      rmSync(taken, { force: true })
      return this.#path
    })
  }

  /** Ours follows an app that was moved or updated; what is not ours is left alone. Never throws. */
  renew(): void {
    const now = this.status()
    if (now.kind !== 'outdated') return
    try {
      this.install(now)
    } catch {
      // It stays as it is; `status` still tells the truth about it.
    }
  }

  #judge(found: Found): Sight {
    const path = this.#path
    const form = this.#form
    switch (found.kind) {
      case 'nothing':
        return { kind: 'absent', path }
      case 'folder':
        return { kind: 'blocked', path }
      case 'link': {
        const { target, stamp } = found
        if (form.kind === 'link' && target === form.target) return { kind: 'installed', path }
        return isOwn(found)
          ? { kind: 'outdated', path }
          : { kind: 'foreign', path, target: shown(target), stamp }
      }
      case 'file': {
        if (form.kind === 'file' && found.text === form.text) return { kind: 'installed', path }
        return isOwn(found)
          ? { kind: 'outdated', path }
          : { kind: 'foreign', path, target: null, stamp: found.stamp }
      }
    }
  }

  #makeFirst(): void {
    try {
      this.#make(this.#path)
    } catch (error) {
      throw systemCode(error) === 'EEXIST' ? this.#failure('COMMAND_CHANGED', error) : error
    }
  }

  /** Fails with EEXIST where something is already. */
  #make(path: string): void {
    const form = this.#form
    if (form.kind === 'link') symlinkSync(form.target, path)
    else writeFileSync(path, form.text, { flag: 'wx', mode: 0o755 })
  }

  /** In one step: at no moment is there no command. */
  #replace(isRight: () => boolean): void {
    const temporary = this.#temporary()
    try {
      this.#make(temporary)
      this.#options.onLooked?.()
      if (!isRight()) throw this.#failure('COMMAND_CHANGED')
      renameSync(temporary, this.#path)
    } finally {
      rmSync(temporary, { force: true })
    }
  }

  /** Where it is kept; null for a link, of which nothing is lost once it is known where it led. */
  #replaceForeign(now: Extract<Sight, { kind: 'foreign' }>): string | null {
    const isThere = () => {
      const found = look(this.#path)
      return (found.kind === 'link' || found.kind === 'file') && found.stamp === now.stamp
    }
    if (now.target !== null) {
      this.#replace(isThere)
      return null
    }
    const aside = `${this.#path}.old-${this.#options.nowMs()}`
    const kept = keepAs(aside, this.#path)
    try {
      this.#replace(kept.isStillThere ? isThere : () => look(this.#path).kind === 'nothing')
    } catch (error) {
      kept.undo()
      throw error
    }
    return aside
  }

  #temporary(): string {
    return `${this.#path}.tmp.${process.pid}.${randomBytes(4).toString('hex')}`
  }

  #attempt<T>(deed: () => T): T {
    try {
      return deed()
    } catch (error) {
      if (error instanceof KimiProxyError) throw error
      throw this.#failure('COMMAND_UNWRITABLE', error)
    }
  }

  #failure(
    code: 'COMMAND_BLOCKED' | 'COMMAND_CHANGED' | 'COMMAND_UNWRITABLE',
    cause?: unknown,
  ): KimiProxyError {
    const path = this.#path
    switch (code) {
      case 'COMMAND_BLOCKED':
        return new KimiProxyError(code, { path }, cause)
      case 'COMMAND_CHANGED':
        return new KimiProxyError(code, { path }, cause)
      case 'COMMAND_UNWRITABLE':
        return new KimiProxyError(code, { path, reason: systemReason(cause) }, cause)
    }
  }
}

function isOurs({ kind }: Sight): boolean {
  return kind === 'installed' || kind === 'outdated'
}
