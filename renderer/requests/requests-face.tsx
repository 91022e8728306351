import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { AppState } from '../../electron/contract/app'
import type { RequestList, RequestRecord, RunningRequest } from '../../electron/contract/recorder'
import { type RequestContext, requestContext, runningRow } from '../../electron/core/views/window/request-row'
import {
  type RequestSelection,
  type RequestsView,
  selectRequests,
} from '../../electron/core/views/window/requests'
import { ActionButton } from '../action-button'
import { Glyph } from '../glyph'
import { Heading } from '../heading'
import type { Runner } from '../runner'
import { RequestLine } from './request-line'
import { RequestRow } from './request-row'

interface Props {
  readonly view: RequestsView
  readonly state: AppState
  readonly list: RequestList
  readonly runner: Runner
}

/** All requests that are kept. A state may come twenty times a second, so what it does not change is not drawn again. */
export function RequestsFace({ view, state, list, runner }: Props) {
  const [session, setSession] = useState('')
  const nowMs = Date.now()
  const fresh = requestContext(state, nowMs)
  const context = useMemo(() => fresh, [JSON.stringify(fresh)])
  const selection = useMemo(() => selectRequests(list, session, context), [list, session, context])
  const { running, records } = selection
  const ended = useRows(records, context)
  const underWay = useRunningRows(running, context, nowMs)
  const isEmpty = !view.isKept || running.length + records.length === 0
  return (
    <>
      <div class="heading-line">
        <Heading>{view.heading}</Heading>
        <ActionButton view={view.back} runner={runner} />
      </div>
      {view.isKept && selection.options.length > 1 && (
        <Sessions label={view.sessionLabel} selection={selection} onChoose={setSession} />
      )}
      {isEmpty ? (
        <p class="caption">{view.empty}</p>
      ) : (
        <ul class="group requests">
          {underWay}
          {ended}
        </ul>
      )}
    </>
  )
}

/** Drawn anew with each second. */
function useRunningRows(
  running: readonly RunningRequest[],
  context: RequestContext,
  nowMs: number,
): readonly VNode[] {
  const second = Math.floor(nowMs / 1_000)
  return useMemo(
    () =>
      running.map((one) => (
        <li class="request-line" key={one.requestId}>
          <RequestLine view={runningRow(one, context, second * 1_000)} />
        </li>
      )),
    [running, context, second],
  )
}

/** The same elements for the same requests, so that of 500 only the new ones are looked at. */
function useRows(records: readonly RequestRecord[], context: RequestContext): VNode {
  const drawn = useMemo(() => new WeakMap<RequestRecord, VNode>(), [context])
  return useMemo(() => {
    const rows = records.map((record) => {
      const row = drawn.get(record) ?? <RequestRow key={record.requestId} record={record} context={context} />
      drawn.set(record, row)
      return row
    })
    return <>{rows}</>
  }, [records, drawn])
}

interface SessionsProps {
  readonly label: string
  readonly selection: RequestSelection
  readonly onChoose: (session: string) => void
}

function Sessions({ label, selection, onChoose }: SessionsProps) {
  const { options, chosen, totals, cacheFall } = selection
  return (
    <>
      <div class="session">
        <label for="session">{label}</label>
        <select id="session" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
          {options.map(({ value, label: name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {totals !== null && <p class="caption session-sums">{totals}</p>}
      {cacheFall !== null && (
        <p class="session-sums fall">
          <Glyph shape="warn" />
          {cacheFall}
        </p>
      )}
    </>
  )
}
