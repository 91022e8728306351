import type { FieldName } from '../electron/contract/settings'
import type { FieldView } from '../electron/core/views/window/settings'
import { Glyph } from './glyph'
import type { DraftKeeper } from './use-draft'

interface Props {
  readonly view: FieldView
  readonly keeper: DraftKeeper
}

export function fieldId(name: FieldName): string {
  return `setting-${name}`
}

/** A setting with its label, its hint, and its mistake, where it has one. */
export function TextField({ view, keeper }: Props) {
  const { name } = view
  const id = fieldId(name)
  const complaint = keeper.complaint?.field === name ? keeper.complaint.text : null
  const notes = [complaint, view.locked, view.locked === null ? view.hint : null, view.warning]
  const noteIds = notes.flatMap((note, index) => (note === null ? [] : [`${id}-note-${index}`]))
  return (
    <div class={`row field ${name}`}>
      <label class="label" for={id}>
        {view.label}
      </label>
      <Input view={view} keeper={keeper} invalid={complaint !== null} describedBy={noteIds.join(' ')} />
      {notes.map((note, index) =>
        note === null ? null : (
          <p
            class={index === 0 ? 'hint complaint' : index === 3 ? 'hint stale' : 'hint'}
            id={`${id}-note-${index}`}
            key={note}
          >
            {index === 0 && <Glyph shape="warn" />}
            {note}
          </p>
        ),
      )}
    </div>
  )
}

interface InputProps extends Props {
  readonly invalid: boolean
  readonly describedBy: string
}

function Input({ view, keeper, invalid, describedBy }: InputProps) {
  const { name, input } = view
  const common = {
    id: fieldId(name),
    value: keeper.textOf(name),
    disabled: view.locked !== null,
    'aria-invalid': invalid,
    'aria-describedby': describedBy,
    spellcheck: false,
    autocomplete: 'off',
  } as const
  const type = (event: { readonly currentTarget: { readonly value: string } }) =>
    keeper.type(name, event.currentTarget.value)
  if (input === 'lines') return <textarea {...common} rows={3} onInput={type} />
  // The input is not `type=number`: that type hides a half-typed value, and its arrows are of no use for a port.
  const digits = input === 'digits' ? ({ inputMode: 'numeric', maxLength: 5 } as const) : {}
  return <input {...common} {...digits} type="text" onInput={type} />
}
