import { expect, test } from 'vitest'
import { UNKNOWN_PLAN } from '../../contract/plan'
import { engineState, START_MS, signedIn } from '../../testing/engine-states'
import { metricsAnswer } from './metrics'

const NOW = { wallMs: START_MS, elapsedMs: 61_000 }

/** The figures alone, without what explains them. */
async function figures(changes: Parameters<typeof engineState>[0]): Promise<readonly string[]> {
  const { body } = await metricsAnswer(engineState(changes), NOW)
  return body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

test('the figures of an engine, each answer of its own', async () => {
  const traffic = {
    activeRequests: 3,
    activeStreams: 2,
    waitingRequests: 1,
    requestsServed: 40,
    lastRequestAtMs: 1,
  }
  const window = { label: null, emptyAtMs: null }
  const plan = {
    ...UNKNOWN_PLAN,
    turns: { running: 3, queued: 7, limit: 3 },
    quota: {
      kind: 'known',
      atMs: START_MS - 500,
      quota: {
        windows: [
          { ...window, name: 'fiveHours', usedRatio: 0.25, resetsAtMs: START_MS + 60_000 },
          { ...window, name: 'week', usedRatio: null, resetsAtMs: START_MS + 90_000 },
          { ...window, name: 'month', usedRatio: 0.5, resetsAtMs: START_MS - 1_000 },
          { ...window, name: 'other', label: 'a "b"\\', usedRatio: 1, resetsAtMs: null },
        ],
        wallet: null,
        parallelLimit: null,
        membership: null,
      },
    },
  } as const
  const expected = [
    'kimi_proxy_requests_total 40',
    'kimi_proxy_renewals_total 5',
    'kimi_proxy_requests_active 3',
    'kimi_proxy_requests_waiting 1',
    'kimi_proxy_requests_queued 7',
    'kimi_proxy_healthy 1',
    'kimi_proxy_token_seconds_left 900',
    'kimi_proxy_quota_left_ratio{window="fiveHours"} 0.75',
    'kimi_proxy_quota_left_ratio{window="a \\"b\\"\\\\"} 0',
    `kimi_proxy_quota_reset_timestamp_seconds{window="fiveHours"} ${START_MS / 1000 + 60}`,
    `kimi_proxy_quota_reset_timestamp_seconds{window="week"} ${START_MS / 1000 + 90}`,
    `kimi_proxy_quota_reset_timestamp_seconds{window="month"} ${START_MS / 1000 - 1}`,
    `kimi_proxy_quota_timestamp_seconds ${START_MS / 1000 - 1}`,
  ]
  expect(await figures({ traffic, plan, renewals: 5 })).toEqual(expected)
  expect(await figures({ traffic, plan, renewals: 5 })).toEqual(expected)
})

test('a quota that is not known is absent', async () => {
  const found = await figures({ login: signedIn({ expiresAtMs: START_MS - 1 }) })
  expect(found.filter((line) => line.includes('quota'))).toEqual([])
  expect(found).toContain('kimi_proxy_healthy 0')
  expect(found).toContain('kimi_proxy_token_seconds_left 0')
})
