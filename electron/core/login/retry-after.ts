/** The field `Retry-After` (RFC 9110, section 10.2.3), and how far it is obeyed. Pure. */

/** A host that asks for more is asked again all the same: its clock or its settings may be wrong. */
const LONGEST_MS = 600_000

/**
 * The wait that a host asks for, in milliseconds, at most 10 min; null where it asks for none. `saidAt`: the answer's own
 * field `Date`, since the host's clock may differ from ours. `nowWallMs`: our clock, for an answer without one.
 */
export function retryAfterMs(
  value: string | undefined,
  saidAt: string | undefined,
  nowWallMs: number,
): number | null {
  const text = value?.trim() ?? ''
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : untilMs(text, saidAt, nowWallMs)
  return waitMs > 0 ? Math.min(LONGEST_MS, waitMs) : null
}

function untilMs(date: string, saidAt: string | undefined, nowWallMs: number): number {
  const saidAtMs = Date.parse(saidAt ?? '')
  return Date.parse(date) - (Number.isNaN(saidAtMs) ? nowWallMs : saidAtMs)
}
