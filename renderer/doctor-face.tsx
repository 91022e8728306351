import type { DoctorView, FindingView } from '../electron/core/views/window/doctor'
import { ActionButton } from './action-button'
import { Glyph } from './glyph'
import { Heading } from './heading'
import { ProblemText } from './problem-text'
import type { Runner } from './runner'

interface Props {
  readonly view: DoctorView
  readonly runner: Runner
}

export function DoctorFace({ view, runner }: Props) {
  return (
    <>
      <section class="hero" aria-busy={view.tone === null}>
        <Heading>
          {view.tone === null ? <span class="spinner" aria-hidden="true" /> : <Glyph shape={view.tone} />}
          {view.heading}
        </Heading>
        {view.caption !== null && <p class="caption">{view.caption}</p>}
        {view.problem !== null && <ProblemText words={view.problem} />}
        <div class="actions">
          {view.actions.map((action) => (
            <ActionButton key={action.command.kind} view={action} runner={runner} />
          ))}
        </div>
      </section>
      {view.groups.map(({ heading, findings }) => (
        <section key={heading} aria-label={heading}>
          <h2>{heading}</h2>
          <ul class="group findings">
            {findings.map((finding, index) => (
              <FindingRow key={index} view={finding} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function FindingRow({ view }: { readonly view: FindingView }) {
  return (
    <li class="row finding">
      <Glyph shape={view.tone} />
      <div class="what">
        <p>
          <span class="only-read">{view.spoken} </span>
          {view.message}
        </p>
        {view.paths.map((path) => (
          <span class="path" key={path}>
            {path}
          </span>
        ))}
        {view.fix !== null && <p class="recovery">{view.fix}</p>}
        {view.command !== null && <code>{view.command}</code>}
      </div>
    </li>
  )
}
