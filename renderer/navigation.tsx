import type { WindowCommand } from '../electron/contract/bridge'
import type { NavItemView } from '../electron/core/views/window/window'

interface Props {
  readonly label: string
  readonly items: readonly NavItemView[]
  readonly onNavigate: (command: WindowCommand) => void
}

export function Navigation({ label, items, onNavigate }: Props) {
  return (
    <nav class="segments" aria-label={label}>
      {items.map((item) => (
        <button
          type="button"
          key={item.label}
          aria-current={item.current ? 'page' : item.holdsCurrent || undefined}
          onClick={() => {
            if (!item.current) onNavigate(item.command)
          }}
        >
          {item.label}
        </button>
      ))}
    </nav>
  )
}
