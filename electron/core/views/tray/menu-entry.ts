/** The entries of the tray's menu, as data. */
import type { Command } from '../../../contract/commands'

export type MenuEntry =
  | { readonly kind: 'separator' }
  /** A line to read, which cannot be chosen. */
  | { readonly kind: 'text'; readonly id: string; readonly label: string }
  | {
      readonly kind: 'submenu'
      readonly id: string
      readonly label: string
      readonly entries: readonly MenuEntry[]
    }
  | {
      readonly kind: 'item'
      readonly id: string
      readonly label: string
      readonly enabled: boolean
      /** Null for an item that cannot be ticked. */
      readonly checked: boolean | null
      readonly command: Command
    }

export const SEPARATOR: MenuEntry = { kind: 'separator' }

export function menuItem(
  id: string,
  label: string,
  command: Command,
  { enabled = true, checked = null }: { enabled?: boolean; checked?: boolean | null } = {},
): MenuEntry {
  return { kind: 'item', id, label, enabled, checked, command }
}

export function menuText(id: string, label: string): MenuEntry {
  return { kind: 'text', id, label }
}

/** The menu's entries and those of its submenus, in the order that a person sees them. */
export function allEntries(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  return entries.flatMap((entry) =>
    entry.kind === 'submenu' ? [entry, ...allEntries(entry.entries)] : [entry],
  )
}
