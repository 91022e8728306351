/** The answer that the load asks of the lean upstream, written into the query of every request. */

/** `id`: the upstream notes when the connection of this request is closed before its answer is complete. */
export type Ask =
  | { readonly kind: 'small'; readonly id?: string }
  | { readonly kind: 'stream'; readonly everyMs: number; readonly id?: string }
  | { readonly kind: 'silence'; readonly id: string }
  /** Not of the load: the product asks what its plan allows. */
  | { readonly kind: 'usages'; readonly id?: string }

export function queryOf(ask: Ask): string {
  const query = new URLSearchParams({ ask: ask.kind })
  if (ask.kind === 'stream') query.set('every', String(ask.everyMs))
  if (ask.id !== undefined) query.set('id', ask.id)
  return query.toString()
}

export function askOf(target: string): Ask {
  if (target.endsWith('/usages')) return { kind: 'usages' }
  const query = new URLSearchParams(target.slice(target.indexOf('?') + 1))
  const id = query.get('id')
  const named = id === null ? {} : { id }
  switch (query.get('ask')) {
    case 'stream':
      return { kind: 'stream', everyMs: Number(query.get('every') ?? 100), ...named }
    case 'silence':
      return { kind: 'silence', id: id ?? '' }
    default:
      return { kind: 'small', ...named }
  }
}
