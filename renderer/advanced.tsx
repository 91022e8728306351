import { useLayoutEffect, useState } from 'preact/hooks'
import type { AdvancedView } from '../electron/core/views/window/settings'
import { TextField } from './text-field'
import type { DraftKeeper } from './use-draft'

/** Whether Advanced is open. Kept above the faces: it stays as the person leaves it while the window lives. */
export type Disclosure = ReturnType<typeof useDisclosure>

export function useDisclosure() {
  const [isOpen, set] = useState(false)
  return { isOpen, set }
}

interface Props {
  readonly view: AdvancedView
  readonly keeper: DraftKeeper
  readonly disclosure: Disclosure
}

/** The settings that few people need. */
export function Advanced({ view, keeper, disclosure }: Props) {
  useLayoutEffect(() => {
    if (view.isWanted) disclosure.set(true)
  }, [view.isWanted])
  const hasMistake = view.fields.some(({ name }) => keeper.complaintOf(name) !== null)
  return (
    <details
      class="advanced"
      open={disclosure.isOpen || hasMistake}
      onToggle={(event) => disclosure.set(event.currentTarget.open)}
    >
      <summary>{view.label}</summary>
      <div class="group">
        {view.fields.map((field) => (
          <TextField key={field.name} view={field} keeper={keeper} />
        ))}
      </div>
    </details>
  )
}
