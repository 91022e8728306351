import type { ClaudeView } from '../../electron/core/views/window/claude'
import { ActionButton } from '../action-button'
import { Glyph } from '../glyph'
import { Heading } from '../heading'
import type { Runner } from '../runner'
import { ByHand } from './by-hand'
import { Change } from './change'

interface Props {
  readonly view: ClaudeView
  readonly runner: Runner
}

export function ClaudeFace({ view, runner }: Props) {
  return (
    <>
      <section class="hero">
        <Heading>
          <Glyph shape={view.tone} />
          {view.heading}
        </Heading>
        <p class="caption">{view.caption}</p>
        {view.change !== null && <Change view={view.change} />}
        <div class="actions">
          {view.actions.map((action) => (
            <ActionButton key={action.command.kind} view={action} runner={runner} />
          ))}
        </div>
      </section>
      <ByHand view={view.byHand} runner={runner} />
    </>
  )
}
