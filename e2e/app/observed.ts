/** The records that the observer makes inside the app and specs read outside it. Plain data only. */
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
  /** The menu that is set, or else the one that was shown last; null when there was none yet. */
  readonly menu: readonly ObservedItem[] | null
  readonly destroyed: boolean
}

export interface ObservedNotice {
  readonly title: string
  readonly body: string
  readonly silent: boolean
  /** The labels of its buttons. */
  readonly buttons: readonly string[]
}

export interface ObservedBox {
  readonly title: string
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
  /** The button that was the answer. */
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
  /** The buttons that will answer the next message boxes. */
  readonly answers: number[]
}

export interface ModifierKeys {
  readonly altKey?: boolean
  readonly shiftKey?: boolean
  readonly ctrlKey?: boolean
  readonly metaKey?: boolean
}

/** `globalThis.__observer` in the main process: lets a spec act on the live objects. */
export interface Observer {
  tray(): ObservedTray | null
  clickTray(event: 'click' | 'right-click' | 'double-click', keys: ModifierKeys): void
  /** How often a menu has popped up, so that a spec can wait for the next. */
  popups(): number
  hasContextMenu(): boolean
  clickMenu(id: string): void
  clickNotice(index: number): void
}
