/** The window's only way out: five channels, and the object `window.kimi` made of them. Imports the contract only. */

import type { AppState } from './app'
import type { Command, CommandResult } from './commands'
import type { RequestList } from './recorder'

export const CHANNELS = {
  /** Window to app, answered: the state to begin with. */
  hello: 'kimi:hello',
  /** Window to app, answered. */
  command: 'kimi:command',
  /** Window to app: the height of what it shows. */
  fit: 'kimi:fit',
  /** Window to app, answered. */
  requests: 'kimi:requests',
  /** App to window: the state, whenever it changed. */
  state: 'kimi:state',
} as const

/** The commands that a person can give in the window; a message with another kind is refused. */
export type WindowCommand = Exclude<Command, { kind: 'about' | 'quit' }>

export interface KimiBridge {
  hello(): Promise<AppState>
  command(command: WindowCommand): Promise<CommandResult>
  /** `heightPx`: the height of what the window shows, in CSS pixels. The window becomes as high, as far as the screen allows. */
  fit(heightPx: number): Promise<void>
  /** Those that ended after the one with the number `after` (0: all that are kept), and those that run. */
  requests(after: number): Promise<RequestList>
  /** Called with every new state; the returned function ends that. */
  onState(listener: (state: AppState) => void): () => void
}
