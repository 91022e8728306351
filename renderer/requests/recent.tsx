import type { RecentView } from '../../electron/core/views/window/requests'
import { ActionButton } from '../action-button'
import type { Runner } from '../runner'
import { RequestLine } from './request-line'

interface Props {
  readonly view: RecentView
  readonly runner: Runner
}

/** The last requests on the Status face. */
export function Recent({ view, runner }: Props) {
  return (
    <section aria-labelledby="recent">
      <div class="heading-line">
        <h2 id="recent">{view.heading}</h2>
        <ActionButton view={view.all} runner={runner} look="quiet" />
      </div>
      <ul class="group">
        {view.rows.map((row) => (
          <li class="request-line" key={row.id}>
            <RequestLine view={row} />
          </li>
        ))}
        {view.rows.length === 0 && <li class="row">{view.empty}</li>}
      </ul>
    </section>
  )
}
