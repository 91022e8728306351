import { useState } from 'preact/hooks'
import type { WindowCommand } from '../electron/contract/bridge'
import type { FieldName } from '../electron/contract/settings'
import type { SettingsView } from '../electron/core/views/window/settings'
import type { Runner } from './runner'
import { fieldId, TextField } from './text-field'
import type { DraftKeeper } from './use-draft'

interface Props {
  readonly view: SettingsView
  readonly runner: Runner
  readonly keeper: DraftKeeper
}

/** The fields that are saved together. After most of these changes the proxy restarts. */
export function SettingsForm({ view, runner, keeper }: Props) {
  const { save, busy, saved } = useSave(runner, keeper)
  return (
    <section aria-labelledby="connection">
      <h2 id="connection">{view.connectionHeading}</h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save().catch(() => undefined)
        }}
      >
        <div class="group">
          {view.fields.map((field) => (
            <TextField key={field.name} view={field} keeper={keeper} />
          ))}
        </div>
        <div class="actions end">
          <button
            type="submit"
            class="button main"
            aria-disabled={busy || keeper.verdict.kind === 'unchanged'}
          >
            {saved ? view.savedLabel : view.saveLabel}
          </button>
        </div>
      </form>
    </section>
  )
}

interface Saving {
  readonly busy: boolean
  /** True for a moment after the state holds the saved values. */
  readonly saved: boolean
  save(): Promise<void>
}

function useSave(runner: Runner, keeper: DraftKeeper): Saving {
  const [sent, setSent] = useState<WindowCommand | null>(null)
  const { verdict } = keeper
  const busy = sent !== null && runner.isBusy(sent)

  const send = async (command: WindowCommand) => {
    setSent(command)
    const result = await runner.run(command)
    // A saved value comes back in the state and then leaves the draft, so the draft is not cleared here: when the person said
    // no to the question, the draft must stay.
    const refusal =
      result.ok || result.field === undefined || result.field === 'region'
        ? null
        : { field: result.field, problem: result.problem }
    keeper.tried(refusal)
    if (refusal !== null) focusField(refusal.field)
  }

  const save = async () => {
    if (busy) return
    switch (verdict.kind) {
      case 'unchanged':
        return
      case 'invalid':
        keeper.tried(null)
        focusField(verdict.complaint.field)
        return
      case 'changed':
        await send({ kind: 'saveSettings', changes: verdict.changes })
    }
  }

  return { save, busy, saved: sent !== null && runner.isDone(sent) && verdict.kind === 'unchanged' }
}

function focusField(name: FieldName): void {
  document.getElementById(fieldId(name))?.focus()
}
