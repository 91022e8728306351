import type { ComponentChildren } from 'preact'
import { Glyph } from './glyph'

interface Props {
  readonly done?: boolean
  readonly children: ComponentChildren
}

/** What is waited for, or that it has come. */
export function Progress({ done = false, children }: Props) {
  return (
    <p class={done ? 'progress done' : 'progress'}>
      {done ? <Glyph shape="check" /> : <span class="spinner" aria-hidden="true" />}
      {children}
    </p>
  )
}
