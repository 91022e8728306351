import type { ActionView } from '../electron/core/views/window/action'
import type { Runner } from './runner'

interface Props {
  readonly view: ActionView
  readonly runner: Runner
  readonly look?: 'main' | 'plain' | 'quiet'
}

/**
 * A button that sends a command. `aria-disabled` instead of `disabled`: the keyboard focus stays on it while its
 * command runs.
 */
export function ActionButton({ view, runner, look = 'plain' }: Props) {
  const blocked = !view.enabled || runner.isBusy(view.command)
  const done = view.doneLabel !== null && runner.isDone(view.command)
  return (
    <button
      type="button"
      class={`button ${look}`}
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
