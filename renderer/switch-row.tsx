import type { SwitchView } from '../electron/core/views/window/settings'
import { ActionButton } from './action-button'
import type { Runner } from './runner'

interface Props {
  readonly view: SwitchView
  readonly runner: Runner
}

/** A checkbox that moves at the click, and moves back if the state does not follow. */
export function SwitchRow({ view, runner }: Props) {
  const id = `switch-${view.name}`
  const hintId = `${id}-hint`
  const busy = runner.isBusy(view.toggle)
  const toggle = (event: Event) => {
    if (busy) event.preventDefault()
    else runner.run(view.toggle).catch(() => undefined)
  }
  return (
    <div class="row switch-row">
      <div class="what">
        <label class="label" for={id}>
          {view.label}
        </label>
        {view.hint !== null && (
          <p class="hint" id={hintId}>
            {view.hint}
          </p>
        )}
        {view.remedy !== null && <ActionButton view={view.remedy} runner={runner} />}
      </div>
      <input
        class="switch"
        type="checkbox"
        id={id}
        checked={busy ? !view.on : view.on}
        disabled={!view.enabled}
        aria-disabled={busy || undefined}
        aria-describedby={view.hint === null ? undefined : hintId}
        onClick={toggle}
      />
    </div>
  )
}
