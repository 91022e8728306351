import type { ComponentChildren } from 'preact'
import { Glyph } from './glyph'

interface Props {
  readonly done?: boolean
  readonly children: ComponentChildren
}

/** The line that says what the window waits for, or (`done`) that it has arrived. */
export function Progress({ done = false, children }: Props) {
  return (
    <p class={done ? 'progress done' : 'progress'}>
      {done ? <Glyph shape="check" /> : <span class="spinner" aria-hidden="true" />}
      {children}
    </p>
  )
}
