/** Installs and removes the command `kimi-proxy` when a person asks for it. */
import type { CommandLink, Note } from '../../contract/app'
import type { Logger } from '../../core/basics/ports'
import type { CommandLinkPort } from './ports'

export interface CommandToolOptions {
  readonly commandLink: CommandLinkPort
  readonly log: Logger
  /** Puts what was found on the disk into the state. */
  tell(link: CommandLink): void
  /** Asks before a file is replaced. True where the person agrees, or where nothing would be replaced. */
  mayReplace(): Promise<boolean>
  /** Shows the outcome as a note, in place of the note `former`. */
  show(note: Note, former: Note['kind']): void
}

export class CommandTool {
  readonly #options: CommandToolOptions

  constructor(options: CommandToolOptions) {
    this.#options = options
  }

  /** Looks at the disk again, because a person may have changed it in a terminal. */
  look(): void {
    this.#options.tell(this.#options.commandLink.status())
  }

  /** Throws the errors of `CommandLinkPort.install`. */
  async install(): Promise<void> {
    const { commandLink, log, tell, mayReplace, show } = this.#options
    // The question is about this file, so only this one may be replaced, whatever later looks find.
    const seen = commandLink.status()
    tell(seen)
    if (!(await mayReplace())) return
    try {
      const installed = commandLink.install(seen)
      if (installed === null) return
      const { ledTo, keptAs } = installed
      log.info('command-installed', { path: installed.path, ledTo, keptAs })
      show({ kind: 'commandInstalled', ...installed }, 'commandRemoved')
    } finally {
      this.look()
    }
  }

  /** Throws the errors of `CommandLinkPort.remove`. */
  remove(): void {
    const { commandLink, log, show } = this.#options
    try {
      const path = commandLink.remove()
      if (path === null) return
      log.info('command-removed', { path })
      show({ kind: 'commandRemoved', path }, 'commandInstalled')
    } finally {
      this.look()
    }
  }
}
