import { describe, expect, test } from 'vitest'
import type { RequestRecord, SessionTotals } from '../../../contract/recorder'
import { ENDED_REQUEST } from '../../../testing/ended-request'
import { sayIn } from '../../words/say'
import { textWidth } from './columns'
import { requestLines, totalLines } from './log'
import { tableLines } from './table'

const AT = new Date(2026, 10, 28, 8, 12, 5).getTime()

const RECORD: RequestRecord = {
  ...ENDED_REQUEST,
  seq: 1,
  startedAtMs: AT,
  session: 'aaaabbbb-1111',
  model: 'kimi-for-coding',
  waits: { ...ENDED_REQUEST.waits, connectMs: 30, firstByteMs: 1_240 },
  silence: { ms: 900, by: 'kimi' },
  durationMs: 3_120,
  usage: { input: 2_000, output: 1_234, cacheRead: 16_000, cacheCreation: 0 },
}

const SLOW: RequestRecord = {
  ...RECORD,
  seq: 2,
  waits: { ...RECORD.waits, queuedMs: 4_000, renewalMs: 4_100, waitedMs: 61_000, retriedMs: 700 },
  silence: { ms: 20_000, by: 'client' },
  durationMs: 780_000,
}

const REFUSED: RequestRecord = {
  ...RECORD,
  seq: 3,
  status: 402,
  end: 'ownError',
  code: 'LIMIT_REACHED',
  refusal: 'limit',
  model: null,
  usage: null,
  durationMs: 210,
}

const LEFT: RequestRecord = { ...REFUSED, seq: 4, status: 0, end: 'clientGone', code: null, refusal: null }
const NO_LOGIN: RequestRecord = { ...REFUSED, seq: 5, code: 'LOGIN_REVOKED', refusal: null }

describe('the table of requests', () => {
  test('says what each has waited for, how it ended and what it took', () => {
    expect(requestLines(sayIn('en'), [RECORD, SLOW, REFUSED, LEFT, NO_LOGIN], null)).toEqual([
      'Time      Model              Result               Took      Tokens  Cache  Waited for',
      '08:12:05  kimi-for-coding    200                 3.1 s  18k → 1.2k    89%  first byte 1.2 s',
      '08:12:05  kimi-for-coding    200                13 min  18k → 1.2k    89%  turn 4.0 s, sign-in or network 61 s, token renewal 4.1 s, failed tries 0.7 s, first byte 1.2 s, client not reading 20 s',
      '08:12:05  POST /v1/messages  402 limit reached   0.2 s                     first byte 1.2 s',
      '08:12:05  POST /v1/messages  client left         0.2 s                     first byte 1.2 s',
      '08:12:05  POST /v1/messages  402 LOGIN_REVOKED   0.2 s                     first byte 1.2 s',
    ])
  })

  test('is Chinese for who reads Chinese', () => {
    const lines = requestLines(sayIn('zh-CN'), [SLOW, REFUSED], null)
    expect(lines[1]).toContain('排队 4.0 秒，登录或网络 61 秒，令牌续期 4.1 秒')
    expect(lines[2]).toContain('402 额度用完')
  })

  test.each([['en'], ['zh-CN']] as const)('fits a terminal of any width, in %s', (language) => {
    const say = sayIn(language)
    for (let width = 40; width < 200; width += 1) {
      const lines = requestLines(say, [RECORD, SLOW, REFUSED], width)
      expect(Math.max(...lines.map(textWidth)), `${width}`).toBeLessThanOrEqual(width)
      expect(lines[3]).toMatch(/^08:12:05 .*402/)
    }
  })
})

test('a table gives Chinese two cells a character, and cuts between characters', () => {
  const columns = [{ title: 'a', least: 4 }, { title: 'b' }]
  const options = { width: 9, hasTitles: true }
  expect(tableLines(columns, [['额度用完', 'x']], options)).toEqual(['a       b', '额度…   x'])
  expect(tableLines(columns, [['额度用完', 'x']], { ...options, width: null })[1]).toBe('额度用完  x')
})

describe('the sums', () => {
  const session: SessionTotals = {
    session: 'aaaabbbb-1111',
    client: 'claude-cli/2.1.332',
    lastAtMs: AT,
    requests: 12,
    failed: 1,
    usage: { input: 30_000, output: 8_000, cacheRead: 180_000, cacheCreation: 0 },
    cacheFall: { from: 0.88, to: 0.12 },
    missCause: null,
  }

  test('name a session that has lost its cache, and the days', () => {
    const day = { ...session, day: '2026-11-28', requests: 120, failed: 0 }
    expect(totalLines(sayIn('en'), { sessions: [session], days: [day] }, 100)).toEqual([
      '',
      'Sessions  Requests  Failed       Tokens  Cache',
      'aaaabbbb        12       1  210k → 8.0k    86%',
      '',
      'Session aaaabbbb: 12% of its prompts come from the cache; it was 88%.',
      '',
      'Days        Requests  Failed       Tokens  Cache',
      '2026-11-28       120          210k → 8.0k    86%',
    ])
  })

  test('give Claude Code’s reason for the lost cache, where its status line has told one that is known', () => {
    const said = (missCause: string) =>
      totalLines(sayIn('en'), { sessions: [{ ...session, missCause }], days: [] }, 100).at(-1)
    expect(said('tools_changed')).toMatch(/it was 88%\. Claude Code’s reason: tools changed\.$/)
    expect(said('later_word')).toMatch(/it was 88%\.$/)
  })

  test('of nothing are nothing', () => {
    expect(totalLines(sayIn('en'), { sessions: [], days: [] }, 100)).toEqual([])
  })
})
