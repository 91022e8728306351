import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import type { KimiBridge } from '../../electron/contract/bridge'
import type { RequestList } from '../../electron/contract/recorder'
import { NO_REQUESTS, RequestFeed } from './request-feed'

/**
 * `key`: what the list changes with; null while it is not shown. Which model answers is told by the answer and not by the state, so
 * while that is not known of a request the list is fetched with each drawn second.
 */
export function useRequests(bridge: KimiBridge, key: string | null): RequestList {
  const [list, setList] = useState(NO_REQUESTS)
  const feed = useMemo(() => new RequestFeed(bridge, setList), [bridge])
  const isOpen = list.running.some(({ model }) => model === null)
  const wanted = key === null || !isOpen ? key : `${key} ${Math.floor(Date.now() / 1_000)}`
  useLayoutEffect(() => feed.want(wanted), [feed, wanted])
  useLayoutEffect(() => () => feed.want(null), [feed])
  return list
}
