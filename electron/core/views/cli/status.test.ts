import { describe, expect, it } from 'vitest'
import type { EngineState, LoginState } from '../../../contract/engine'
import { UNKNOWN_PLAN } from '../../../contract/plan'
import type { Serving } from '../../../contract/serving'
import { engineState } from '../../../testing/engine-states'
import { problem } from '../../words/problem'
import { reason } from '../../words/reason'
import { sayIn } from '../../words/say'
import { cliStatus, type EngineView, type WatchdogView } from './status'

const NOW = { wallMs: 2_000_000_000_000, elapsedMs: 50_000_000 }
const PROBLEM = problem('INTERNAL', {})
const SAY = sayIn('en')
const NONE: WatchdogView = { kind: 'none' }

const signedIn = (
  leftMs: number,
  change: Partial<Extract<LoginState, { kind: 'signedIn' }>> = {},
): LoginState => ({
  kind: 'signedIn',
  source: { owner: 'kimi-code', path: '/h/kimi-code.json' },
  token: { expiresAtMs: NOW.wallMs + leftMs, lifetimeMs: 900_000, dueAtMs: null },
  renewal: { kind: 'idle' },
  ...change,
})

const stateWith = (login: LoginState, change: Partial<EngineState> = {}): EngineState =>
  engineState({
    pid: 7,
    startedAtElapsedMs: NOW.elapsedMs - (3 * 60 + 12) * 60_000,
    listener: { kind: 'listening', port: 1234 },
    login,
    ...change,
  })

const answering = (login: LoginState, change: Partial<EngineState> = {}): EngineView => ({
  kind: 'answering',
  port: 1234,
  state: stateWith(login, change),
  now: NOW,
})

const watchdog = (supervisor: Serving): WatchdogView => ({ kind: 'active', pid: 9, supervisor })
const RUNNING = watchdog({ kind: 'serving', port: 1234, restarts: 0, sinceMs: 0, misses: 0 })
const GAVE_UP = watchdog({
  kind: 'gaveUp',
  restarts: 8,
  problem: problem('RESTARTING.ended', { how: '1' }),
})
const HUNG: EngineView = { kind: 'hung', port: 1234, pid: 7 }

describe('an engine that answers', () => {
  it('says whether requests wait, and what was passed over or is in its way', () => {
    const place = reason('named', { name: 'HTTPS_PROXY' })
    const unusable = problem('SETTING_INVALID.proxy', { place, value: 'x://' })
    const changes = {
      parkMs: 600_000,
      skipped: [{ name: 'HTTPS_PROXY', problem: unusable }],
      otherOnIpv6: reason('holderProgram', { name: 'nginx', pid: 5 }),
    }
    expect(cliStatus(SAY, answering(signedIn(725_400), changes), NONE).lines).toEqual(
      expect.arrayContaining([
        '  Requests wait: up to 10m 0s for a sign-in or the network',
        '  Warning: HTTPS_PROXY cannot be used and is ignored: HTTPS_PROXY "x://" is not a proxy.',
        '  Warning: [::1]:1234 is used by nginx (PID 5), and what asks for "localhost" may come there. Use 127.0.0.1.',
      ]),
    )
  })

  it('is shown in the origin’s words', () => {
    const settings = [{ name: 'port', value: '1234', source: '--port' }]
    expect(cliStatus(SAY, answering(signedIn(725_400), { settings }), NONE)).toEqual({
      lines: [
        'kimi-proxy healthy (PID 7) on port 1234',
        '  Token expires in: 12m 5s',
        '  Login: kimi-code (/h/kimi-code.json)',
        '  Uptime: 3h 12m',
        '  Requests wait: no',
        '  Watchdog: not running',
        '  Setting: port = 1234 (from --port)',
      ],
      exitCode: 0,
    })
  })

  it('names a limit that is reached first', () => {
    const limitReached = { name: 'fiveHours', sinceMs: 0, resetsAtMs: NOW.wallMs + 3_600_000 } as const
    const plan = { ...UNKNOWN_PLAN, limitReached }
    const { lines } = cliStatus(SAY, answering(signedIn(60_000), { plan }), NONE)
    expect(lines[1]).toMatch(/^ {2}Limit: 5-hour limit reached until /)
  })

  it('puts what else there is to say before the settings', () => {
    const settings = [{ name: 'port', value: '1234', source: '--port' }]
    const { lines } = cliStatus(SAY, answering(signedIn(60_000), { settings }), NONE, ['Plan: Moderato'])
    expect(lines.slice(-3)).toEqual([
      '  Plan: Moderato',
      '  Watchdog: not running',
      '  Setting: port = 1234 (from --port)',
    ])
  })

  it('with a token whose end is not known is healthy', () => {
    const login = signedIn(0, { token: { expiresAtMs: null, lifetimeMs: null, dueAtMs: null } })
    const { lines, exitCode } = cliStatus(SAY, answering(login), NONE)
    expect(lines).toContain('  Token expires in: not known')
    expect(exitCode).toBe(0)
  })

  it('that cannot save is not healthy, although its token serves', () => {
    const unsaved = problem('SAVE_FAILED.waiting', { path: '/h/kimi-code.json' })
    const failing = signedIn(60_000, { renewal: { kind: 'failing', problem: unsaved, retryAtMs: 0 } })
    for (const view of [answering(signedIn(60_000), { unsaved }), answering(failing)]) {
      const { lines, exitCode } = cliStatus(SAY, view, NONE)
      expect([lines[0], lines[1], exitCode]).toEqual([
        'kimi-proxy UNHEALTHY (PID 7) on port 1234',
        '  Token expires in: 1m 0s',
        2,
      ])
    }
  })

  it('healthy, but with a problem, names the problem', () => {
    const login = signedIn(60_000, { renewal: { kind: 'dead', problem: PROBLEM } })
    const { lines, exitCode } = cliStatus(SAY, answering(login), NONE)
    expect(exitCode).toBe(0)
    expect(lines[0]).toMatch(/ healthy /)
    expect(lines).toContain('  Error: Kimi Proxy met an unexpected error.')
    expect(lines).toContain('  Recovery: See the log; if it comes back, report it.')
  })

  it.each([
    [4_000, '  Refused: Kimi refuses new tokens too; the next renewal is tried in 0m 4s'],
    [-1, '  Refused: Kimi refuses new tokens too; the next renewal is tried with the next request'],
  ])('whose new token Kimi refuses says when the next renewal is tried (%i ms)', (leftMs, line) => {
    const refusal = { untilMs: NOW.wallMs + leftMs, lengthMs: 8_000 }
    const { lines } = cliStatus(SAY, answering(signedIn(60_000), { refusal }), NONE)
    expect(lines).toContain(line)
    expect(lines.some((each) => each.includes('Error'))).toBe(false)
  })

  it('that makes requests wait says how many', () => {
    const waiting = (waitingRequests: number) => {
      const { traffic } = stateWith(signedIn(60_000))
      return cliStatus(SAY, answering(signedIn(60_000), { traffic: { ...traffic, waitingRequests } }), NONE)
        .lines
    }
    expect(waiting(0).join()).not.toContain('waiting')
    expect(waiting(2)).toContain('  Requests waiting: 2, for a sign-in or the network')
  })

  it.each([
    [
      'signed out',
      { kind: 'signedOut', problem: PROBLEM } as const,
      '  Error: Kimi Proxy met an unexpected error.',
    ],
    ['expired', signedIn(-1), '  Error: The token has expired and is being renewed.'],
    ['looking', { kind: 'looking' } as const, '  Error: Kimi Proxy is still looking for a login.'],
  ])('%s is unhealthy: 2, or 0 under a watchdog', (_what, login, error) => {
    const { lines, exitCode } = cliStatus(SAY, answering(login), NONE)
    expect(lines[0]).toBe('kimi-proxy UNHEALTHY (PID 7) on port 1234')
    expect(lines).toContain(error)
    expect(lines.some((line) => line.startsWith('  Recovery: '))).toBe(true)
    expect(lines.some((line) => line.includes('expires in'))).toBe(false)
    expect(exitCode).toBe(2)
    expect(cliStatus(SAY, answering(login), RUNNING).exitCode).toBe(0)
    expect(cliStatus(SAY, answering(login), GAVE_UP).exitCode).toBe(2)
  })
})

describe('the watchdog', () => {
  it.each([
    [NONE, ['  Watchdog: not running']],
    [{ kind: 'app' } as const, ['  Watchdog: the app supervises']],
    [RUNNING, ['  Watchdog: active (PID 9)']],
    [
      watchdog({ kind: 'backingOff', restarts: 1, untilMs: 0, problem: PROBLEM }),
      ['  Watchdog: active (PID 9)'],
    ],
    [
      watchdog({ kind: 'portTaken', restarts: 0, problem: problem('PORT_TAKEN', { port: 1234 }) }),
      ['  Watchdog: active (PID 9), waiting: Port 1234 is used by another program.'],
    ],
    [
      GAVE_UP,
      [
        '  Watchdog: gave up after 8 restarts (PID 9): kimi-proxy ended unexpectedly (signal or exit code: 1).',
        '  Recovery: See the log, then run kimi-proxy watchdog to try again.',
      ],
    ],
  ])('%j', (view, lines) => {
    expect(cliStatus(SAY, { kind: 'none' }, view)).toEqual({
      lines: ['kimi-proxy not running', ...lines],
      exitCode: 1,
    })
  })
})

it('in Chinese nothing but names is English', () => {
  const login = signedIn(725_400, { renewal: { kind: 'failing', problem: PROBLEM, retryAtMs: 0 } })
  const { lines } = cliStatus(sayIn('zh-CN'), answering(login), RUNNING)
  expect(lines).toEqual([
    'kimi-proxy 正常（PID 7），端口 1234',
    '  令牌剩余有效期：12 分 5 秒',
    '  登录：kimi-code（/h/kimi-code.json）',
    '  运行时间：3 小时 12 分钟',
    '  请求等待：否',
    '  错误：Kimi Proxy 遇到意外错误。',
    '  解决方法：请查看日志，若再次出现请反馈。',
    '  看门狗：运行中（PID 9）',
  ])
})

describe('an engine that does not answer', () => {
  it('hung: exit code 2 with advice, 0 while a watchdog restarts it, 2 once that watchdog gave up', () => {
    expect(cliStatus(SAY, HUNG, NONE)).toMatchObject({ exitCode: 2 })
    expect(cliStatus(SAY, HUNG, NONE).lines[2]).toBe('  Recovery: Run kimi-proxy stop, then kimi-proxy.')
    expect(cliStatus(SAY, HUNG, RUNNING)).toMatchObject({ exitCode: 0 })
    expect(cliStatus(SAY, HUNG, RUNNING).lines[2]).toBe('  Recovery: The watchdog restarts it.')
    expect(cliStatus(SAY, HUNG, GAVE_UP)).toMatchObject({ exitCode: 2 })
  })

  it('a foreign program on the port, or our engine on another port: not running, exit code 1', () => {
    const stranger = cliStatus(
      SAY,
      {
        kind: 'stranger',
        port: 1,
        problem: problem('PORT_TAKEN.program', { port: 1, program: 'x', pid: 3 }),
      },
      NONE,
    )
    expect(stranger.lines.slice(0, 2)).toEqual([
      'kimi-proxy not running',
      expect.stringMatching(/^ {2}Port 1 is used by x \(PID 3\)\. .*--port/),
    ])
    expect(stranger.exitCode).toBe(1)
    const other = cliStatus(SAY, { kind: 'otherPort', port: 2, asked: 1, pid: 7 }, RUNNING)
    expect(other.lines.slice(0, 2)).toEqual([
      'kimi-proxy not running on port 1',
      '  It runs on port 2 (PID 7)',
    ])
    expect(other.exitCode).toBe(1)
  })
})
