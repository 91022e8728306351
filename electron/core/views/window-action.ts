/** What can be clicked in the window. */
import type { WindowCommand } from '../../contract/bridge'

export interface ActionView {
  readonly label: string
  /** What a screen reader says where the label alone, seen beside its row, would be too short. */
  readonly spoken: string
  readonly command: WindowCommand
  readonly enabled: boolean
  /** Shown in place of the label for a moment once it is done; null where the state itself shows it. */
  readonly doneLabel: string | null
}

type Extras = Partial<Pick<ActionView, 'spoken' | 'enabled' | 'doneLabel'>>

export function action(label: string, command: WindowCommand, extras: Extras = {}): ActionView {
  return { label, command, spoken: label, enabled: true, doneLabel: null, ...extras }
}
