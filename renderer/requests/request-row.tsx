import { useMemo, useState } from 'preact/hooks'
import type { RequestRecord } from '../../electron/contract/recorder'
import { type RequestDetailsView, requestDetails } from '../../electron/core/views/window/request-details'
import { type RequestContext, requestRow } from '../../electron/core/views/window/request-row'
import { RequestLine } from './request-line'

interface Props {
  readonly record: RequestRecord
  readonly context: RequestContext
}

/** A request that has ended; it opens into its details. Drawn anew only where it says something else. */
export function RequestRow({ record, context }: Props) {
  const [isOpen, setOpen] = useState(false)
  return useMemo(
    () => (
      <li class="request">
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary class="request-line">
            <RequestLine view={requestRow(record, context)} />
          </summary>
          {isOpen && <Details view={requestDetails(record, context)} />}
        </details>
      </li>
    ),
    [record, context, isOpen],
  )
}

function Details({ view }: { readonly view: RequestDetailsView }) {
  return (
    <div class="request-details">
      {view.spans.length > 0 && (
        <dl class="spans" aria-label={view.timesHeading}>
          {view.spans.map(({ phase, label, value, from, width }) => (
            <div key={phase}>
              <dt>{label}</dt>
              <dd>
                <svg
                  class={`span ${phase}`}
                  viewBox="0 0 100 1"
                  preserveAspectRatio="none"
                  aria-hidden="true"
                >
                  <rect class="whole" width="100" height="1" />
                  <rect x={from} width={width} height="1" />
                </svg>
                <span class="span-value">{value}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <dl class="request-facts" aria-label={view.factsHeading}>
        {view.facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="value">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
