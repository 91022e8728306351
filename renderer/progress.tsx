import type { ComponentChildren } from 'preact'

interface Props {
  readonly children: ComponentChildren
}

/** The line that says what the window waits for. */
export function Progress({ children }: Props) {
  return (
    <p class="progress">
      <span class="spinner" aria-hidden="true" />
      {children}
    </p>
  )
}
