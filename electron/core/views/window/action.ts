/** What can be clicked in the window. */
import type { WindowCommand } from '../../../contract/bridge'
import type { INTENT_PHRASES } from '../../words/intent-phrases'
import type { Say } from '../../words/say'

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

type Named = keyof typeof INTENT_PHRASES extends `do.${infer Kind}` ? Kind : never

/** Under the name that the command has everywhere. */
export function offer(
  say: Say,
  command: Extract<WindowCommand, { kind: Named }>,
  extras: Extras = {},
): ActionView {
  return action(say(`do.${command.kind}`), command, extras)
}
