/** Installing and removing the command `kimi-proxy`, as a person asks for it. */
import type { CommandLink, Note } from '../../contract/app'
import type { Logger } from '../../core/basics/ports'
import type { CommandLinkPort } from './ports'

export interface CommandToolOptions {
  readonly commandLink: CommandLinkPort
  readonly log: Logger
  /** The state has it from now on. */
  tell(link: CommandLink): void
  /** Asks before what is there is replaced; true where nothing would be. */
  mayReplace(): Promise<boolean>
  /** Shows what came of it, in place of `former`. */
  show(note: Note, former: Note['kind']): void
}

export class CommandTool {
  readonly #options: CommandToolOptions

  constructor(options: CommandToolOptions) {
    this.#options = options
  }

  /** The disk may have changed under the app's hands. */
  look(): void {
    this.#options.tell(this.#options.commandLink.status())
  }

  /** Throws what the port throws. */
  async install(): Promise<void> {
    const { commandLink, log, tell, mayReplace, show } = this.#options
    // What the question is about, whatever is looked at while it stands there.
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

  /** Throws what the port throws. */
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
