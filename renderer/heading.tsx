import type { ComponentChildren } from 'preact'

/** The one h1 of a face. The focus moves here when a face appears on its own. */
export function Heading({ children }: { readonly children: ComponentChildren }) {
  return <h1 tabIndex={-1}>{children}</h1>
}
