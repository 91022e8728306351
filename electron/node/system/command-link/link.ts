/**
 * The command `kimi-proxy` for the person's terminals.
 *
 * - The command is a link in `~/.local/bin` to the script inside the app (`resources/bin`). On Windows and from an
 *   AppImage, where no link can be, it is a small file.
 * - No file of another program is lost: a file that is in the way is kept beside the command, and only the file that the
 *   person was asked about is replaced.
 * - Called by the app at its start (`renew`), and by `CommandTool` through `CommandLinkPort`.
 */
import { randomBytes } from 'node:crypto'
import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CommandInstalled, CommandLink } from '../../../contract/app'
import { KimiProxyError, systemCode, systemReason } from '../../../core/basics/errors'
import { makeFolder } from '../../files/home-folder'
import { readText } from '../../files/text-file'
import { type Found, giveBack, keepAs, look, shown } from './file'
import { type CommandForm, type CommandPlaceOptions, commandPlace, isFolderOnPath, isOwn } from './place'

export interface CommandLinkOptions extends CommandPlaceOptions {
  readonly unavailable: 'development' | 'translocated' | null
  /** The path of the command for all users that the system's package installs, if this app came in a package. */
  readonly packageCommand: string
  /** Wall clock, used for the name of a file that is kept. */
  nowMs(): number
  /** Called between the last look and the deed, for tests that change the file at that moment. */
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
      // The error is reported when the command is installed or removed.
      return { kind: 'absent', path: this.#path }
    }
  }

  /** A second command would only hide the package's command for all users. */
  #isPackaged(): boolean {
    const { packageCommand, resources } = this.#options
    return readText(packageCommand)?.includes(join(resources, 'bin', 'kimi-proxy')) === true
  }

  /**
   * Returns null where nothing lasting can be put there. Throws COMMAND_BLOCKED, COMMAND_CHANGED and COMMAND_UNWRITABLE; then
   * nothing has changed.
   */
  install(seen: CommandLink): CommandInstalled | null {
    if (this.status().kind === 'unavailable') return null
    return this.#attempt(() => {
      makeFolder(dirname(this.#path), 0o777)
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

  /** Removes our own command only and returns its path; null as above. Throws COMMAND_CHANGED and COMMAND_UNWRITABLE. */
  remove(): string | null {
    if (this.#options.unavailable !== null) return null
    return this.#attempt(() => {
      const now = this.#judge(look(this.#path))
      if (now.kind === 'absent') return this.#path
      if (!isOurs(now)) throw this.#failure('COMMAND_CHANGED')
      this.#options.onLooked?.()
      // The file is first moved away and then looked at again, so that only a file that was looked at is deleted.
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

  /** Corrects our own command after the app was moved or updated, and leaves any other alone. Never throws. */
  renew(): void {
    const now = this.status()
    if (now.kind !== 'outdated') return
    try {
      this.install(now)
    } catch {
      // The command stays as it is, and `status` reports it correctly.
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

  /** Fails with EEXIST where a file already exists. */
  #make(path: string): void {
    const form = this.#form
    if (form.kind === 'link') symlinkSync(form.target, path)
    else writeFileSync(path, form.text, { flag: 'wx', mode: 0o755 })
  }

  /** Replaces the command in one step, so that a command exists at every moment. */
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

  /** Returns the path that a file is kept under. For a link returns null: its target is reported, so nothing is lost. */
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
