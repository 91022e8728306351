/** A control in the window that sends a command. */
import type { WindowCommand } from '../../../contract/bridge'
import type { INTENT_PHRASES } from '../../words/intent-phrases'
import type { Say } from '../../words/say'

export interface ActionView {
  readonly label: string
  /** The name for screen readers, where the label is too short without the row that it stands in. */
  readonly spoken: string
  readonly command: WindowCommand
  readonly enabled: boolean
  /**
   * Shown in place of the label for a moment once the command has succeeded; null where the state itself shows the success.
   */
  readonly doneLabel: string | null
  /** The one action that mends something, which Return presses. Where all is well there is none. */
  readonly isMain: boolean
}

type Extras = Partial<Pick<ActionView, 'spoken' | 'enabled' | 'doneLabel' | 'isMain'>>

export function action(label: string, command: WindowCommand, extras: Extras = {}): ActionView {
  return { label, command, spoken: label, enabled: true, doneLabel: null, isMain: false, ...extras }
}

type Named = keyof typeof INTENT_PHRASES extends `do.${infer Kind}` ? Kind : never

/** An action with the name that its command has everywhere in the app. */
export function offer(
  say: Say,
  command: Extract<WindowCommand, { kind: Named }>,
  extras: Extras = {},
): ActionView {
  return action(say(`do.${command.kind}`), command, extras)
}
