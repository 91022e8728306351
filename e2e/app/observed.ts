/** What the observer notes inside the app and specs read outside of it; plain data only. */
export interface ObservedImage {
  readonly path: string | null
  readonly empty: boolean
  readonly template: boolean
  readonly width: number
  readonly height: number
}

export interface ObservedItem {
  readonly id: string
  readonly label: string
  readonly type: string
  readonly enabled: boolean
  readonly checked: boolean
  readonly visible: boolean
  readonly submenu: readonly ObservedItem[] | null
}

export interface ObservedTray {
  readonly title: string
  readonly tooltip: string
  readonly image: ObservedImage | null
  /** The context menu, or the one shown last; null when there was none yet. */
  readonly menu: readonly ObservedItem[] | null
  readonly destroyed: boolean
}

export interface ObservedNotice {
  readonly title: string
  readonly body: string
  readonly silent: boolean
}

export interface ObservedBox {
  readonly title: string
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
  /** The button that answered. */
  readonly response: number
}

export interface ObservedBlocker {
  readonly id: number
  readonly type: string
  readonly stopped: boolean
}

/** `globalThis.__observed` in the main process. */
export interface Observed {
  readonly notices: ObservedNotice[]
  readonly boxes: ObservedBox[]
  readonly errorBoxes: { readonly title: string; readonly content: string }[]
  readonly externalLinks: string[]
  readonly openedPaths: string[]
  readonly shownItems: string[]
  readonly loginItems: object[]
  readonly blockers: ObservedBlocker[]
  readonly relaunches: object[]
  /** Buttons that the next message boxes will be answered with. */
  readonly answers: number[]
}

export interface ModifierKeys {
  readonly altKey?: boolean
  readonly shiftKey?: boolean
  readonly ctrlKey?: boolean
  readonly metaKey?: boolean
}

/** `globalThis.__observer` in the main process: what a spec does to the live objects. */
export interface Observer {
  tray(): ObservedTray | null
  clickTray(event: 'click' | 'right-click' | 'double-click', keys: ModifierKeys): void
  /** How often a menu has popped up, so that a spec can wait for the next. */
  popups(): number
  hasContextMenu(): boolean
  clickMenu(id: string): void
  clickNotice(index: number): void
}
