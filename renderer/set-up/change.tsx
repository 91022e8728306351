import type { ChangeView } from '../../electron/core/views/window/claude'
import { ProblemText } from '../problem-text'

/** The lines that are taken out of a file and put into it. */
export function Change({ view }: { readonly view: ChangeView }) {
  if (view.problem !== null) return <ProblemText words={view.problem} />
  if (view.lines.length === 0) return null
  return (
    <figure class="change">
      <figcaption title={view.path}>{view.label}</figcaption>
      {/* It scrolls where it is long, so the keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <ul tabIndex={0} aria-label={view.label}>
        {view.lines.map(({ sign, spoken, text }) => (
          <li key={`${sign}${text}`} class={sign === '+' ? 'added' : 'removed'}>
            <span class="only-read">{spoken} </span>
            <code>
              <span aria-hidden="true">{sign} </span>
              {text}
            </code>
          </li>
        ))}
      </ul>
    </figure>
  )
}
