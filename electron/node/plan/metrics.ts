/**
 * The only file that knows the package prom-client: figures of an engine in the text form of Prometheus. Only its gauge, counter and
 * registry are taken in, which need no timer; a registry lives for one answer, so nothing is counted twice.
 */
import Counter from 'prom-client/lib/counter'
import Gauge from 'prom-client/lib/gauge'
import Registry from 'prom-client/lib/registry'
import type { EngineState } from '../../contract/engine'
import { healthOf, type Now } from '../../core/engine/health'
import { leftIn, quotaKnown } from '../../core/plan/quota'

export interface MetricsAnswer {
  readonly contentType: string
  readonly body: string
}

/** Figures and names of windows, nothing of what is sent. A figure that is not known is absent. */
export async function metricsAnswer(state: EngineState, now: Now): Promise<MetricsAnswer> {
  const registry = new Registry()
  const { traffic, plan } = state
  const health = healthOf(state, now)
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name: `kimi_proxy_${name}`, help, registers: [registry] }).set(value)
  const counter = (name: string, help: string, value: number) =>
    new Counter({ name: `kimi_proxy_${name}_total`, help, registers: [registry] }).inc(value)
  counter('requests', 'Requests that have ended.', traffic.requestsServed)
  counter('renewals', 'Tokens renewed since the start.', state.renewals)
  gauge('requests_active', 'Requests under way.', traffic.activeRequests)
  gauge('requests_waiting', 'Requests that wait for a sign-in or the network.', traffic.waitingRequests)
  gauge('requests_queued', 'Requests that wait for their turn.', plan.turns.queued)
  gauge('healthy', 'Whether the token is valid.', health.healthy ? 1 : 0)
  gauge('token_seconds_left', 'Until the token ends.', Math.floor(health.tokenExpiresInMs / 1000))
  addQuota(registry, state, now.wallMs)
  return { contentType: registry.contentType, body: await registry.metrics() }
}

function addQuota(registry: Registry, { plan }: EngineState, nowMs: number): void {
  const known = quotaKnown(plan.quota)
  if (known === null) return
  const labelled = (name: string, help: string) =>
    new Gauge({ name: `kimi_proxy_${name}`, help, labelNames: ['window'], registers: [registry] })
  const left = labelled('quota_left_ratio', 'Share of the window that is left, 0 to 1.')
  const resets = labelled('quota_reset_timestamp_seconds', 'When the window is reset.')
  for (const window of known.quota.windows) {
    const labels = { window: window.label ?? window.name }
    const share = leftIn(window, nowMs)
    if (share !== null) left.set(labels, share)
    if (window.resetsAtMs !== null) resets.set(labels, Math.floor(window.resetsAtMs / 1000))
  }
  new Gauge({
    name: 'kimi_proxy_quota_timestamp_seconds',
    help: 'When Kimi was asked last with success.',
    registers: [registry],
  }).set(Math.floor(known.atMs / 1000))
}
