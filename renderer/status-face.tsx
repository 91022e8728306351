import type { RecentView } from '../electron/core/views/window/requests'
import type { FactView, StatusView } from '../electron/core/views/window/status'
import { ActionButton } from './action-button'
import { Glyph } from './glyph'
import { Heading } from './heading'
import { Limits } from './limits'
import { ProblemText } from './problem-text'
import { Recent } from './requests/recent'
import type { Runner } from './runner'
import { TokenRow } from './token-row'

interface Props {
  readonly view: StatusView
  /** Null where there is nothing to tell of requests. */
  readonly recent: RecentView | null
  readonly runner: Runner
}

export function StatusFace({ view, recent, runner }: Props) {
  return (
    <>
      <section class="hero">
        <div class={`badge ${view.tone}`}>
          <Glyph shape={view.tone} />
        </div>
        <Heading>{view.heading}</Heading>
        {view.identity !== null && <p class="caption identity">{view.identity}</p>}
        {view.caption !== null && <p class="caption">{view.caption}</p>}
        {view.problem !== null && <ProblemText words={view.problem} />}
        {view.waiting !== null && <p class="caption">{view.waiting}</p>}
        {view.queued !== null && <p class="caption">{view.queued}</p>}
        <div class="actions">
          {view.actions.map((action, index) => (
            // The key is the place in the list, so that the focus stays where Start becomes Stop.
            <ActionButton key={index} view={action} runner={runner} />
          ))}
        </div>
      </section>
      {view.limits !== null && <Limits view={view.limits} />}
      <section aria-label={view.factsHeading}>
        <dl class="group">
          {view.token !== null && <TokenRow view={view.token} />}
          {view.facts.map((fact) => (
            <Fact key={fact.label} view={fact} runner={runner} />
          ))}
        </dl>
      </section>
      {recent !== null && <Recent view={recent} runner={runner} />}
      {view.stale !== null && <p class="small-print stale">{view.stale}</p>}
    </>
  )
}

function Fact({ view, runner }: { readonly view: FactView; readonly runner: Runner }) {
  return (
    <div class="row">
      <dt>{view.label}</dt>
      <dd>
        <span class="value">
          {view.isGood && <Glyph shape="check" />} {view.value}
        </span>
        {view.action !== null && <ActionButton view={view.action} runner={runner} />}
      </dd>
    </div>
  )
}
