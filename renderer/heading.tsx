import type { ComponentChildren } from 'preact'

/** The one h1 of a face; it takes the focus when the face changes by itself. */
export function Heading({ children }: { readonly children: ComponentChildren }) {
  return <h1 tabIndex={-1}>{children}</h1>
}
