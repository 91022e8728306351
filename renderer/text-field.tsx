import type { FieldView } from '../electron/core/views/window/settings'
import { Glyph } from './glyph'
import type { DraftKeeper } from './use-draft'

interface Props {
  readonly view: FieldView
  readonly keeper: DraftKeeper
}

/** A setting with its label and its hint; a mistake stands in the place of the hint, so that little moves. */
export function TextField({ view, keeper }: Props) {
  const { name } = view
  const id = `setting-${name}`
  const complaint = keeper.complaintOf(name)
  return (
    <div class={`row field ${name}`}>
      <label class="label" for={id}>
        {view.label}
      </label>
      <Input id={id} view={view} keeper={keeper} isWrong={complaint !== null} />
      <div class="notes" id={`${id}-notes`}>
        {complaint === null ? (
          <p class="hint">{view.locked ?? view.hint}</p>
        ) : (
          <p class="hint complaint">
            <Glyph shape="warn" />
            {complaint}
          </p>
        )}
        {view.warning !== null && <p class="hint stale">{view.warning}</p>}
      </div>
    </div>
  )
}

interface InputProps extends Props {
  readonly id: string
  readonly isWrong: boolean
}

function Input({ id, view, keeper, isWrong }: InputProps) {
  const { name, input } = view
  const common = {
    id,
    value: keeper.textOf(name),
    disabled: view.locked !== null,
    'aria-invalid': isWrong,
    'aria-describedby': `${id}-notes`,
    'data-wanted': view.isWanted || undefined,
    spellcheck: false,
    autocomplete: 'off',
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      keeper.type(name, event.currentTarget.value),
    onBlur: (event: { readonly currentTarget: Element }) => {
      // Where the person has only turned to another program, the field keeps the focus and is not finished.
      if (document.activeElement !== event.currentTarget) keeper.save(name)
    },
    onKeyDown: (event: KeyboardEvent) => {
      // While Chinese is being typed, these keys belong to the input method.
      if (event.isComposing) return
      if (event.key === 'Enter' && input !== 'lines') keeper.save(name)
      if (event.key === 'Escape' && keeper.revert(name)) event.preventDefault()
    },
  } as const
  if (input === 'lines') return <textarea {...common} rows={3} />
  // The input is not `type=number`: that type hides a half-typed value, and its arrows are of no use for a port.
  const digits = input === 'digits' ? ({ inputMode: 'numeric', maxLength: 5 } as const) : {}
  return <input {...common} {...digits} type="text" />
}
