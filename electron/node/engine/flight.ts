/**
 * What is kept and logged of a request that has ended. Field by field: it happens for each request, and spreads cost more than all the
 * measuring.
 */
import type { IncomingMessage } from 'node:http'
import type { RequestRecord } from '../../contract/recorder'
import type { LogFields } from '../../core/basics/ports'
import { withoutQuery } from '../../core/proxy/routes'
import type { EndedFlight } from '../../core/recorder/recorder'
import type { ExchangeReport } from '../proxy/exchange-terms'
import type { Trace } from '../recorder/trace'
import { saidBy } from '../recorder/under-way'

/** Shorter ones are between any two events. */
const TOLD_SILENCE_MS = 1_000

export function flightOf(
  { requestId, startedAtMs, path: asked }: Pick<EndedFlight, 'requestId' | 'startedAtMs' | 'path'>,
  request: IncomingMessage,
  report: ExchangeReport,
  trace: Trace,
): EndedFlight {
  const { method, path, session, client } = saidBy(request, asked)
  const { model, usage } = trace.told
  return {
    requestId,
    startedAtMs,
    method,
    path,
    session,
    client,
    model,
    status: report.status,
    end: report.end,
    code: report.code,
    refusal: report.refusal,
    stream: report.stream,
    renewals: report.renewals,
    replays: report.replays,
    waits: trace.time.waits(),
    silence: trace.silence,
    durationMs: trace.time.totalMs,
    bytesUp: report.bytesUp,
    bytesDown: trace.bytesDown,
    usage,
  }
}

/** The line of the log. What few requests wait for is told only of them. */
export function logFields(record: RequestRecord, path: string): LogFields {
  const { waits, silence } = record
  const fields: Record<string, LogFields[string]> = {
    requestId: record.requestId,
    method: record.method,
    path: withoutQuery(path),
    status: record.status,
    end: record.end,
    code: record.code,
    refusal: record.refusal,
    stream: record.stream,
    replays: record.replays,
    renewals: record.renewals,
    queuedMs: waits.queuedMs,
    waitedMs: waits.waitedMs,
    renewalMs: waits.renewalMs,
    firstByteMs: waits.firstByteMs,
    durationMs: record.durationMs,
  }
  if (waits.retriedMs > 0) fields['retriedMs'] = waits.retriedMs
  if (waits.connectMs > 0) fields['connectMs'] = waits.connectMs
  if (waits.uploadMs > 0) fields['uploadMs'] = waits.uploadMs
  if (silence !== null && silence.ms >= TOLD_SILENCE_MS) {
    fields['silenceMs'] = silence.ms
    fields['silenceBy'] = silence.by
  }
  return fields
}
