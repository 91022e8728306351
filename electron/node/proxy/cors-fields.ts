/** The fields by which a page of a listed origin may read our answers. */
import type { IncomingMessage } from 'node:http'
import type { Admission } from '../../core/proxy/admission'
import type { HeaderFields } from '../../core/proxy/headers'

/** Empty where no origin asks (WHATWG Fetch, CORS protocol). */
export function corsFields(
  admission: Extract<Admission, { kind: 'admitted' }>,
  request: IncomingMessage,
): HeaderFields {
  if (admission.corsOrigin === null) return {}
  const fields: HeaderFields = { 'access-control-allow-origin': admission.corsOrigin, vary: 'Origin' }
  if (request.method !== 'OPTIONS') return fields
  return {
    ...fields,
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'access-control-allow-headers': singleValue(request.headers['access-control-request-headers']) ?? '*',
    'access-control-allow-private-network': 'true',
    'access-control-max-age': '600',
  }
}

function singleValue(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}
