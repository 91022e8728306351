import { describe, expect, test } from 'vitest'
import type { AppState, Language } from '../../../contract/app'
import { ERROR_CODES } from '../../../contract/problem'
import type { RequestRecord } from '../../../contract/recorder'
import { appState, PHASE_STATES } from '../../../testing/app-states'
import { START_MS } from '../../../testing/engine-states'
import { PLAN_STATES } from '../../../testing/plan-states'
import { REQUEST_LIST, requestRecord, runningRequest } from '../../../testing/request-states'
import { requestDetails } from './request-details'
import { requestContext, requestRow, runningRow } from './request-row'
import { recentView, requestsKey, selectRequests } from './requests'
import { windowView } from './window'

const NOTHING = { records: [], sessions: [], running: [] }
const context = (language: Language = 'en', state: AppState = appState()) =>
  requestContext({ ...state, language }, START_MS)
const rowOf = (changes: Partial<RequestRecord>, language: Language = 'en', state: AppState = appState()) =>
  requestRow(requestRecord(30, changes), context(language, state))

describe('a row', () => {
  test('says of an answer when, which model, how long and how many tokens', () => {
    expect(rowOf({})).toEqual({
      sign: 'good',
      spoken: 'Answered',
      time: new Date(START_MS).toTimeString().slice(0, 5),
      what: 'kimi-for-coding',
      isReason: false,
      took: '3.1 s',
      tokens: '18k → 1.2k',
    })
    expect(rowOf({}, 'zh-CN')).toMatchObject({ spoken: '已完成', took: '3.1 秒' })
    expect(rowOf({ model: null, usage: null })).toMatchObject({ what: '/v1/messages', tokens: '' })
  })

  test('of another day has the date', () => {
    expect(rowOf({ startedAtMs: START_MS - 3 * 86_400_000 }).time).toMatch(/\w+ \d+.*\d\d:\d\d/)
  })

  test('names the limit that still holds, with its end, and a limit of the past by its kind', () => {
    const refused = { status: 402, end: 'ownError', code: 'LIMIT_REACHED', refusal: 'limit' } as const
    const { limited } = PLAN_STATES
    expect(rowOf(refused, 'en', limited).what).toMatch(/^5-hour limit reached until \d\d:\d\d$/)
    expect(rowOf(refused, 'zh-CN', limited).what).toMatch(/^5 小时额度已用完，\d\d:\d\d 恢复$/)
    expect(rowOf({ ...refused, startedAtMs: START_MS - 3_600_000 }, 'en', limited).what).toBe('limit reached')
    expect(rowOf(refused)).toMatchObject({ what: 'limit reached', isReason: true, sign: 'bad' })
  })

  test('says in words why there was no answer, whatever the code', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      for (const code of [...ERROR_CODES, 'NEW_IN_ANOTHER_VERSION', null]) {
        const { what, isReason } = rowOf({ status: 502, end: 'ownError', code }, language)
        expect(what, `${code}`).not.toMatch(/[A-Z]{2,}|_/)
        expect(isReason).toBe(true)
      }
    }
    expect(rowOf({ status: 502, end: 'ownError', code: 'UPSTREAM_UNREACHABLE' }).what).toBe(
      'can’t reach Kimi',
    )
    expect(rowOf({ status: 402, end: 'ownError', code: 'LOGIN_REVOKED' }, 'zh-CN').what).toBe('需要登录')
    expect(rowOf({ status: 500 }).what).toBe('Kimi reported an error')
    expect(rowOf({ status: 403, refusal: 'membership' }).what).toBe('membership not confirmed')
  })

  test('tells an answer that broke off from one that its client left', () => {
    expect(rowOf({ end: 'upstreamDied' })).toMatchObject({ sign: 'bad', what: 'broke off' })
    expect(rowOf({ end: 'clientGone', status: 0 })).toMatchObject({ sign: 'calm', what: 'client left' })
  })

  test('of a request under way says for how long, and whether its answer has begun', () => {
    const row = (changes = {}, language: Language = 'en') =>
      runningRow(runningRequest(0, changes), context(language), START_MS)
    expect(row()).toMatchObject({ sign: 'busy', what: 'kimi-for-coding', took: '12 s', tokens: 'streaming' })
    expect(row({ model: null, isAnswered: false }, 'zh-CN')).toMatchObject({
      what: '/v1/messages',
      took: '12 秒',
      tokens: '等待中',
    })
    expect(row({ startedAtMs: START_MS + 5_000 }).took).toBe('0 s')
    expect(row({ startedAtMs: START_MS - 660_000 }).took).toBe('11 min')
  })
})

describe('the details', () => {
  test('show where the time went, one part after the other, as bars and as text', () => {
    const { spans } = requestDetails(requestRecord(1), context())
    expect(spans.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Connecting: 30 ms',
      'Sending: 12 ms',
      'First byte: 1.2 s',
      'Answer: 1.8 s',
    ])
    for (const { from, width } of spans) {
      expect(from).toBeGreaterThanOrEqual(0)
      expect(from + width).toBeLessThanOrEqual(100.001)
    }
    const [, , first, answer] = spans
    expect(answer?.from).toBeCloseTo((first?.from ?? 0) + (first?.width ?? 0), 5)
  })

  test('give every wait its own part, and no answer where none came', () => {
    const [slow] = REQUEST_LIST.records
    if (slow === undefined) throw new Error('no record')
    const waits = { ...slow.waits, firstByteMs: null }
    const { spans, facts } = requestDetails({ ...slow, waits }, context('zh-CN'))
    expect(spans.map(({ label }) => label)).toEqual([
      '排队',
      '等待登录、网络、额度',
      '令牌续期',
      '失败重试',
      '建立连接',
      '发送',
    ])
    expect(facts).toContainEqual({ label: '最长停顿', value: '20 秒，客户端未读取' })
    expect(facts).toContainEqual({ label: '重试次数', value: '1' })
  })

  test('give the tokens with the share that came from the cache, and leave out what is not known', () => {
    const told = requestDetails(requestRecord(1), context()).facts
    expect(told).toContainEqual({ label: 'Tokens in', value: '18,300, 87% from the cache' })
    expect(told).toContainEqual({ label: 'Longest silence', value: '900 ms, Kimi' })
    const bare = requestRecord(1, { usage: null, model: null, silence: null, session: null, status: 0 })
    expect(requestDetails(bare, context()).facts.map(({ label }) => label)).toEqual([
      'Client',
      'Request',
      'Data',
    ])
  })
})

describe('on the Status face', () => {
  const recent = (list = REQUEST_LIST, state: AppState = PHASE_STATES.running) =>
    recentView(state, list, START_MS)

  test('three are shown, those under way first, each kind with the latest first', () => {
    expect(recent()?.rows.map(({ id }) => id)).toEqual(['running_1', 'running_0', 'req_30'])
    expect(recent()?.all.command).toEqual({ kind: 'openWindow', face: 'requests' })
  })

  test('an empty list says how to begin', () => {
    expect(recent(NOTHING)).toMatchObject({
      rows: [],
      empty: 'No requests yet. Connect Claude Code to start.',
    })
    const connected = { ...PHASE_STATES.running, claude: { kind: 'connected' } } as const
    expect(recent(NOTHING, connected)?.empty).toBe('No requests yet. Start Claude Code.')
  })

  test('nothing is said where nothing can come, or where another engine serves', () => {
    expect(recent(NOTHING, PHASE_STATES.off)).toBeNull()
    expect(recent(REQUEST_LIST, PHASE_STATES.off)).not.toBeNull()
    expect(recent(REQUEST_LIST, PHASE_STATES.elsewhere)).toBeNull()
  })
})

describe('the face of all', () => {
  test('has the latest first, and the sessions to choose from', () => {
    const all = selectRequests(REQUEST_LIST, '', context())
    expect(all.records.map(({ seq }) => seq).slice(0, 3)).toEqual([30, 29, 8])
    expect(all).toMatchObject({ chosen: '', totals: null, cacheFall: null })
    expect(all.options.map(({ label }) => label)).toEqual([
      'All sessions',
      'claude-cli/2.1.332 · aaaabbbb',
      'opencode/1.2 · ccccdddd',
    ])
  })

  test('of one session has its requests, its sums, and that its cache is used less', () => {
    const one = selectRequests(REQUEST_LIST, 'aaaabbbb-1111', context())
    expect(one.records.every(({ session }) => session === 'aaaabbbb-1111')).toBe(true)
    expect(one.totals).toBe('9 requests, 2 failed, 160k → 9.9k tokens, 88% from the cache')
    expect(one.cacheFall).toBe('Only 12% of its prompts come from the cache now, 91% before.')
    const other = selectRequests(REQUEST_LIST, 'ccccdddd-2222', context('zh-CN'))
    expect(other).toMatchObject({
      totals: '1 个请求，160k → 9.9k 令牌，缓存命中 88%',
      cacheFall: null,
      running: [],
    })
  })

  test('of a session that is no longer told shows all', () => {
    expect(selectRequests(REQUEST_LIST, 'gone', context())).toMatchObject({ chosen: '', totals: null })
  })

  test('leads back to Status, to which it belongs', () => {
    const { face, nav, documentTitle } = windowView(appState({ face: 'requests' }), START_MS)
    expect(face).toMatchObject({
      kind: 'requests',
      back: { command: { kind: 'openWindow', face: 'status' } },
    })
    expect(nav.map(({ current, holdsCurrent }) => [current, holdsCurrent])).toEqual([
      [false, true],
      [false, false],
      [false, false],
    ])
    expect(documentTitle).toBe('Requests – Kimi Proxy')
  })

  test('says where the list is while another engine serves', () => {
    const { face } = windowView({ ...PHASE_STATES.elsewhere, face: 'requests' }, START_MS)
    expect(face).toMatchObject({ isKept: false, empty: expect.stringContaining('kimi-proxy log') })
  })
})

test('the list is wanted by the faces that show it, again whenever a request has begun or ended', () => {
  const { running, elsewhere, off } = PHASE_STATES
  expect(requestsKey(running, 'settings')).toBeNull()
  expect(requestsKey(elsewhere, 'status')).toBeNull()
  expect(requestsKey(running, 'status')).toBe(requestsKey(running, 'requests'))
  expect(requestsKey(running, 'status')).not.toBe(requestsKey(off, 'status'))
})
