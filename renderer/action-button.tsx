import type { ActionView } from '../electron/core/views/window/action'
import type { Runner } from './runner'

interface Props {
  readonly view: ActionView
  readonly runner: Runner
  readonly look?: 'plain' | 'quiet'
}

/**
 * A button that sends a command. While the command runs the button has `aria-disabled` and not `disabled`, so that it keeps
 * the keyboard focus.
 */
export function ActionButton({ view, runner, look = 'plain' }: Props) {
  const blocked = !view.enabled || runner.isBusy(view.command)
  const done = view.doneLabel !== null && runner.isDone(view.command)
  return (
    <button
      type="button"
      class={`button ${view.isMain ? 'main' : look}`}
      data-main={view.isMain || undefined}
      aria-disabled={blocked}
      aria-label={!done && view.spoken !== view.label ? view.spoken : undefined}
      onClick={() => {
        if (!blocked) runner.run(view.command).catch(() => undefined)
      }}
    >
      {done ? view.doneLabel : view.label}
    </button>
  )
}
