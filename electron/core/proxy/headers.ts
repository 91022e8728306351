/**
 * Which fields pass the proxy. Works on Node's `rawHeaders` form (name, value, name, value …), so that case, order
 * and repetition stay as sent. Pure.
 */

/** RFC 9110, section 7.6.1, and the older RFC 2616, section 13.5.1. Lower case. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
])

/** The client's own credentials never reach Kimi; our token takes their place. */
const CREDENTIALS = new Set(['authorization', 'x-api-key', 'proxy-authorization', 'cookie'])

/** `expect` is answered here (RFC 9110, section 10.1.1), `content-length` is framing and set by the sender. */
const SET_BY_US = new Set(['host', 'expect', 'content-length'])

export type HeaderFields = Record<string, string | string[]>

export interface RequestFieldOptions {
  readonly token: string
  /** Ask for an unencoded answer, so that comment lines can be put between its events. */
  readonly identityEncoding: boolean
  /** Only a chunked body can be followed by trailers (RFC 9112, section 7.1.2). */
  readonly canSendTrailers: boolean
}

/** The fields of a request for upstream. */
export function requestFields(rawHeaders: readonly string[], options: RequestFieldOptions): HeaderFields {
  const named = namedByConnection(rawHeaders)
  const fields: HeaderFields = {}
  const spelling = new Map<string, string>()
  forEachField(rawHeaders, (name, value) => {
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || CREDENTIALS.has(lower) || SET_BY_US.has(lower) || named.has(lower)) return
    if (lower === 'accept-encoding' && options.identityEncoding) return
    if (lower === 'trailer' && !options.canSendTrailers) return
    append(fields, spelling, lower, name, value)
  })
  if (options.identityEncoding) fields['accept-encoding'] = 'identity'
  fields['x-api-key'] = options.token
  return fields
}

/** The fields of an answer for the client. `trailer` is dropped where no trailers can follow. */
export function responseFields(rawHeaders: readonly string[], canSendTrailers: boolean): HeaderFields {
  const named = namedByConnection(rawHeaders)
  const fields: HeaderFields = {}
  const spelling = new Map<string, string>()
  forEachField(rawHeaders, (name, value) => {
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || named.has(lower) || (lower === 'trailer' && !canSendTrailers)) return
    append(fields, spelling, lower, name, value)
  })
  return fields
}

/** Ours (names in lower case) take the place of theirs of the same name; `vary` holds both. */
export function withOwnFields(theirs: HeaderFields, ours: HeaderFields): HeaderFields {
  if (Object.keys(ours).length === 0) return theirs
  const fields: HeaderFields = {}
  const own = { ...ours }
  for (const [name, value] of Object.entries(theirs)) {
    const lower = name.toLowerCase()
    const ourValue = own[lower]
    if (ourValue === undefined) fields[name] = value
    else if (lower === 'vary') own[lower] = [value, ourValue].flat().join(', ')
  }
  return { ...fields, ...own }
}

/** Fields that frame, route or encode a message may not come after it, as trailers (RFC 9110, section 6.5.1). */
const NEVER_TRAILERS = new Set([...SET_BY_US, 'trailer', 'content-encoding', 'content-type', 'content-range'])

/** The trailers of a request for upstream, by the filter of its fields, which `rawHeaders` holds. */
export function requestTrailers(rawHeaders: readonly string[], rawTrailers: readonly string[]) {
  return trailers(rawHeaders, rawTrailers, CREDENTIALS)
}

/** The trailers of an answer for the client, by the filter of its fields. */
export function responseTrailers(rawHeaders: readonly string[], rawTrailers: readonly string[]) {
  return trailers(rawHeaders, rawTrailers, NONE)
}

const NONE: ReadonlySet<string> = new Set()

function trailers(
  rawHeaders: readonly string[],
  rawTrailers: readonly string[],
  secret: ReadonlySet<string>,
): [string, string][] {
  const pairs: [string, string][] = []
  if (rawTrailers.length === 0) return pairs
  const named = namedByConnection(rawHeaders)
  forEachField(rawTrailers, (name, value) => {
    const lower = name.toLowerCase()
    if (HOP_BY_HOP.has(lower) || secret.has(lower) || NEVER_TRAILERS.has(lower) || named.has(lower)) return
    pairs.push([name, value])
  })
  return pairs
}

/** Pairs of a `rawHeaders` list. */
function forEachField(rawHeaders: readonly string[], visit: (name: string, value: string) => void): void {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) visit(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
}

/** The value of every field of that name (lower case), in order. */
export function fieldValues(rawHeaders: readonly string[], lowerName: string): string[] {
  const values: string[] = []
  forEachField(rawHeaders, (name, value) => {
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(value)
  })
  return values
}

function namedByConnection(rawHeaders: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const value of fieldValues(rawHeaders, 'connection')) {
    for (const name of value.split(',')) names.add(name.trim().toLowerCase())
  }
  return names
}

/** Repeated fields keep the spelling of the first. */
function append(
  fields: HeaderFields,
  spelling: Map<string, string>,
  lower: string,
  name: string,
  value: string,
): void {
  const key = spelling.get(lower)
  if (key === undefined) {
    spelling.set(lower, name)
    fields[name] = value
    return
  }
  const before = fields[key]
  fields[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
}
