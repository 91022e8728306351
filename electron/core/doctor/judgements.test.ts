import { describe, expect, test } from 'vitest'
import { type AutoMode, NO_AUTO_MODE } from '../../contract/auto-mode'
import type { Finding } from '../../contract/doctor'
import { engineState, PROBLEM, START_MS, signedIn } from '../../testing/engine-states'
import { said } from '../../testing/said'
import { findingWords } from '../views/finding-words'
import type { FindingCode } from '../words/finding-phrases'
import { problem } from '../words/problem'
import { reason } from '../words/reason'
import {
  type ClaudeSource,
  judgeClaude,
  judgeConnections,
  toldByEnvironment,
  toldByFile,
  unusableSource,
} from './claude'
import { type HomeFacts, judgeHome, judgeProxy, type ProxyFacts } from './engine'
import { judgeLocks, type LockFacts } from './locks'
import { judgeLogins, type LoginFacts, type StoredFacts } from './logins'
import { type HostFacts, judgeHosts } from './network'
import { found, type Situation, worstFirst } from './situation'

/** Everything that the judgements are made from. */
interface Facts extends Situation {
  readonly engine: ProxyFacts['engine']
  readonly watchdog: ProxyFacts['watchdog']
  readonly home: HomeFacts
  readonly logins: readonly LoginFacts[]
  readonly locks: readonly LockFacts[]
  readonly hosts: readonly HostFacts[]
  readonly claude: readonly ClaudeSource[]
  readonly changed: Parameters<typeof judgeConnections>[0]
}

const PORT = 18462
const HOUR_MS = 3_600_000
const alive: StoredFacts = {
  kind: 'login',
  expiresAtMs: START_MS + 600_000,
  issuedAtMs: START_MS - 300_000,
  renewable: true,
  rotatedBy: 'kimi-proxy',
}

function login(changes: Partial<LoginFacts> = {}): LoginFacts {
  return {
    owner: 'kimi-code',
    path: '~/.kimi-code/credentials/kimi-code.json',
    site: 'mainland-cn',
    isCandidate: true,
    state: alive,
    exposed: false,
    sameTokenAs: [],
    ...changes,
  }
}

function host(changes: Partial<HostFacts> = {}): HostFacts {
  const outcome = { kind: 'answered', aheadMs: 0 } as const
  return { service: 'auth', host: 'auth.kimi.com', way: { kind: 'direct' }, outcome, ...changes }
}

function failing(cause: 'network' | 'proxy' | 'certificate'): HostFacts {
  return host({ outcome: { kind: 'failed', cause, reason: said('it is away') } })
}

function clock(aheadMs: number | null): Partial<Facts> {
  return { hosts: [host({ outcome: { kind: 'answered', aheadMs } })] }
}

const environment = (env: Record<string, string>): ClaudeSource => ({
  ...toldByEnvironment(env),
  source: 'environment',
  path: '',
})
const userFile = (json: unknown): ClaudeSource => ({
  ...toldByFile(json),
  source: 'user',
  path: '~/.claude/settings.json',
})
const address = { ANTHROPIC_BASE_URL: `http://127.0.0.1:${PORT}` }
const here = { ...address, CLAUDE_CODE_MAX_CONTEXT_TOKENS: '262144' }

const SETTINGS_FILE = '~/.config/kimi-proxy/settings.json'
const HOME = {
  path: '~/.config/kimi-proxy',
  problem: null,
  settingsProblem: null,
  unknownKeys: [],
  skipped: [],
  allowedHosts: [],
}

/** A machine on which all is well. */
function facts(changes: Partial<Facts> = {}): Facts {
  return {
    atMs: START_MS,
    platform: 'linux',
    home: HOME,
    settingsPort: PORT,
    settings: { origins: [], filePath: SETTINGS_FILE },
    region: 'mainland-cn',
    namesLogin: false,
    pick: 'auto',
    logins: [login()],
    locks: [],
    engine: { kind: 'answers', port: PORT, state: engineState() },
    watchdog: null,
    hosts: [host(), host({ service: 'api', host: 'api.kimi.com' })],
    claude: [environment(here)],
    changed: [],
    ...changes,
  }
}

function find(changes: Partial<Facts>): readonly Finding[] {
  const seen = facts(changes)
  return [
    ...judgeLogins(seen.logins, seen),
    ...judgeLocks(seen.locks, seen),
    ...judgeProxy(seen, seen),
    ...judgeHome(seen.home),
    ...judgeHosts(seen.hosts, seen),
    ...judgeClaude(seen.claude, seen),
    ...judgeConnections(seen.changed),
  ].sort(worstFirst)
}

const state = (changes: Parameters<typeof engineState>[0]): Partial<Facts> => ({
  engine: { kind: 'answers', port: PORT, state: engineState(changes) },
})
const dead: Partial<Facts> = state({
  login: { kind: 'signedOut', problem: problem('LOGIN_REVOKED', {}) },
})
const own = login({ owner: 'own', path: '~/own.json' })

const CHECK = { atMs: START_MS, tookMs: 3_000, outcome: 'answered', model: 'kimi-for-coding' } as const

const PROXY = { name: 'proxy', value: 'http://127.0.0.1:9', source: 'HTTPS_PROXY' }

function autoMode(changes: Partial<AutoMode>): Partial<Facts> {
  return state({ autoMode: { ...NO_AUTO_MODE, ...changes } })
}

/** For each code, the changes to a healthy machine that lead to the finding. */
const CASES: Readonly<Record<Exclude<FindingCode, 'INCOMPLETE'>, Partial<Facts>>> = {
  LOGIN_GOOD: {},
  LOGIN_ENDLESS: { logins: [login({ state: { ...alive, expiresAtMs: null } })] },
  LOGIN_RESTING: { logins: [login({ state: { ...alive, expiresAtMs: START_MS - 1 } })] },
  LOGIN_UNRENEWABLE: {
    logins: [login({ state: { ...alive, expiresAtMs: START_MS - 1, renewable: false } })],
  },
  LOGIN_REVOKED: { logins: [login({ state: { kind: 'revoked' } })] },
  LOGIN_DAMAGED: { logins: [login({ state: { kind: 'invalid', reason: said('it is not JSON') } })] },
  LOGIN_UNREADABLE: { logins: [login({ state: { kind: 'unreadable', reason: said('permission denied') } })] },
  LOGIN_EXPOSED: { logins: [login({ exposed: true })] },
  LOGIN_FROM_FUTURE: { logins: [login({ state: { ...alive, issuedAtMs: START_MS + 2 * HOUR_MS } })] },
  LOGIN_SHARED: {
    logins: [login({ sameTokenAs: [own.path] }), { ...own, sameTokenAs: [login().path] }],
  },
  LOGINS_SEPARATE: { logins: [login(), own] },
  LOGIN_IN_USE: {},
  NO_LOGIN: { logins: [], engine: { kind: 'none', port: PORT } },
  NAMED_LOGIN_MISSING: { namesLogin: true, logins: [login({ owner: 'file', state: { kind: 'missing' } })] },
  SIGN_IN_NEEDED: dead,
  PICK_SET: { pick: 'kimi-code' },
  PICK_UNUSABLE: { pick: 'kimi-cli' },
  REGION_MIXED: { logins: [login(), { ...own, site: 'global', isCandidate: false }] },
  LOCKS_FREE: {},
  LOCK_HELD: { locks: [{ kind: 'held', path: '~/x.lock', holder: 812 }] },
  LOCK_LEFT: { locks: [{ kind: 'left', path: '~/x.lock' }] },
  ENGINE_RUNS: {},
  ENGINE_OTHER_PORT: { settingsPort: 1 },
  ENGINE_STRAINED: state({
    login: signedIn({}, { kind: 'failing', problem: PROBLEM, retryAtMs: START_MS }),
  }),
  ENGINE_OLDER_SETTINGS: { settings: { origins: [PROXY], filePath: SETTINGS_FILE } },
  ENGINE_LOSING_LOGIN: state({ unsaved: problem('SAVE_FAILED', { path: '/h/x.json', reason: said('x') }) }),
  ENGINE_TROUBLE: state({
    login: signedIn(
      { expiresAtMs: START_MS - 1 },
      { kind: 'failing', problem: PROBLEM, retryAtMs: START_MS },
    ),
  }),
  ENGINE_SILENT: { engine: { kind: 'silent', port: PORT, pid: 7 } },
  ENGINE_STOPPED: { engine: { kind: 'none', port: PORT } },
  PORT_TAKEN: {
    engine: {
      kind: 'taken',
      port: PORT,
      holder: reason('holderProgram', { name: 'nginx', pid: 9 }),
      stopCommand: null,
    },
  },
  WATCHDOG_RUNS: {
    watchdog: { pid: 8, supervisor: { kind: 'serving', port: 1, restarts: 0, sinceMs: 0, misses: 0 } },
  },
  WATCHDOG_GAVE_UP: {
    watchdog: {
      pid: 8,
      supervisor: { kind: 'gaveUp', restarts: 8, problem: problem('RESTARTING.gone', {}) },
    },
  },
  HOST_ANSWERS: {},
  HOST_UNREACHED: { hosts: [failing('network')] },
  HOST_UNTRUSTED: { hosts: [failing('certificate')] },
  PROXY_FAILED: { hosts: [failing('proxy')] },
  CLOCK_RIGHT: {},
  CLOCK_UNKNOWN: clock(null),
  CLOCK_OFF: clock(90_000),
  CLOCK_WRONG: clock(-2 * HOUR_MS),
  CLAUDE_GOOD: {},
  CLAUDE_UNANSWERED: { engine: { kind: 'none', port: PORT } },
  CLAUDE_ADDRESS_GOOD: { claude: [environment(address)] },
  CLAUDE_WINDOW_UNSET: { claude: [environment(address)] },
  CLAUDE_UNSET: { claude: [environment({})] },
  CLAUDE_ELSEWHERE: { claude: [environment({ ANTHROPIC_BASE_URL: 'https://api.kimi.com/coding/' })] },
  CLAUDE_OTHER_PORT: { claude: [environment({ ANTHROPIC_BASE_URL: 'http://localhost:1' })] },
  CLAUDE_OTHER_PATH: {
    claude: [environment({ ANTHROPIC_BASE_URL: `${here.ANTHROPIC_BASE_URL}/anthropic` })],
  },
  CLAUDE_TWO_KEYS: {
    claude: [
      environment({ ...here, ANTHROPIC_AUTH_TOKEN: 'x' }),
      userFile({ env: { ANTHROPIC_API_KEY: 'y' } }),
    ],
  },
  CLAUDE_KEY_HELPER: { claude: [environment(here), userFile({ apiKeyHelper: '/bin/key' })] },
  CLAUDE_OTHER_SERVICE: { claude: [environment({ ...here, CLAUDE_CODE_USE_BEDROCK: '1' })] },
  CLAUDE_OTHER_MODEL: { claude: [environment(here), userFile({ model: 'claude-opus-4' })] },
  CLAUDE_PROXIED: { claude: [environment({ ...here, http_proxy: 'http://proxy:1', NO_PROXY: 'a.example' })] },
  CLAUDE_CHANGED: { changed: [{ path: '~/.claude/settings.json', names: ['ANTHROPIC_BASE_URL'] }] },
  CLAUDE_UNUSABLE: {
    claude: [{ ...unusableSource(said('it is not JSON')), source: 'project', path: '.claude/settings.json' }],
  },
  AUTO_MODE_GOOD: autoMode({ checks: [CHECK] }),
  AUTO_MODE_LATE: autoMode({ checks: [{ ...CHECK, tookMs: 40_000 }] }),
  AUTO_MODE_FAILED: autoMode({ checks: [{ ...CHECK, outcome: 'failed' }] }),
  AUTO_MODE_SERVER: autoMode({ askedServerAtMs: START_MS }),
  HOME_WRITABLE: {},
  HOME_UNWRITABLE: { home: { ...HOME, problem: said('x') } },
  SETTINGS_GOOD: {},
  SETTINGS_INVALID: { home: { ...HOME, settingsProblem: problem('SETTING_INVALID', {}) } },
  SETTING_UNKNOWN: { home: { ...HOME, unknownKeys: [{ key: 'colour', nearest: null }] } },
  SETTING_MISSPELT: { home: { ...HOME, unknownKeys: [{ key: 'prot', nearest: 'port' }] } },
  VARIABLE_SKIPPED: {
    home: { ...HOME, skipped: [{ name: 'HTTPS_PROXY', problem: problem('SETTING_INVALID', {}) }] },
  },
  HOSTS_ALLOWED: { home: { ...HOME, allowedHosts: ['host.docker.internal'] } },
  OTHER_ON_IPV6: {
    engine: { kind: 'answers', port: PORT, state: engineState({ otherOnIpv6: reason('holderNameless') }) },
  },
}
const CODES = Object.entries(CASES)

describe('every finding', () => {
  test.each(CODES)('%s is found where it is so', (code, changes) => {
    expect(find(changes).map((finding) => finding.code)).toContain(code)
  })

  test.each(CODES)('%s is worded in both languages, with nothing left to fill in', (code, changes) => {
    for (const language of ['en', 'zh-CN'] as const) {
      for (const finding of find(changes).filter((one) => one.code === code)) {
        const { message, fix } = findingWords(language, finding, START_MS)
        expect(`${message} ${fix}`).not.toMatch(/[{}]|undefined|NaN/)
        expect(message).toMatch(/[.。]$/)
        expect(message).not.toMatch(/ {2}/)
        if (fix !== null) expect(fix).toMatch(/[.。\d]$/)
      }
    }
  })

  test('for a look that did not succeed names what was not seen, in both languages', () => {
    const finding = found('INCOMPLETE', { topic: 'claude' })
    expect(findingWords('en', finding, START_MS).message).toBe(
      'Not everything could be checked in time: Claude Code’s settings.',
    )
    expect(findingWords('zh-CN', finding, START_MS).message).toBe('有些内容未能及时检查：Claude Code 设置。')
  })
})

describe('a machine on which all is well', () => {
  test('gets findings that say so, and no others', () => {
    expect(find({}).map(({ tone }) => tone)).toEqual(Array.from({ length: 10 }, () => 'good'))
  })

  test('gets no bad finding for an unused login of another tool', () => {
    const revoked = login({ owner: 'kimi-cli', path: '~/.kimi', state: { kind: 'revoked' } })
    const found = find({ logins: [own, revoked] })
    expect(found.filter(({ tone }) => tone === 'bad')).toEqual([])
  })
})

describe('the order', () => {
  test('puts the worst first, whatever it is about', () => {
    const tones = find({
      ...CASES.NO_LOGIN,
      ...CASES.CLOCK_OFF,
      ...CASES.CLAUDE_UNSET,
      ...CASES.HOME_UNWRITABLE,
    }).map(({ tone }) => tone)
    expect(tones).toEqual([...tones].sort((a, b) => 'bwig'.indexOf(a[0] ?? '') - 'bwig'.indexOf(b[0] ?? '')))
    expect(new Set(tones).size).toBe(4)
  })
})

describe('nothing is said twice', () => {
  test('two files with the same token make one finding', () => {
    const codes = find(CASES.LOGIN_SHARED).map(({ code }) => code)
    expect(codes.filter((code) => code === 'LOGIN_SHARED')).toHaveLength(1)
    expect(codes).not.toContain('LOGINS_SEPARATE')
  })

  test('a missing login is not reported as a trouble of the proxy too', () => {
    const signedOut = { kind: 'signedOut', problem: { ...PROBLEM, code: 'LOGIN_MISSING' } } as const
    const codes = find({ ...state({ login: signedOut }), logins: [] }).map(({ code }) => code)
    expect(codes).toContain('NO_LOGIN')
    expect(codes).not.toContain('SIGN_IN_NEEDED')
  })
})

describe('the settings of a running engine', () => {
  const codesOf = (changes: Partial<Facts>) => find(changes).map(({ code }) => code)

  test.each(['tray', 'service'] as const)('of the %s are not compared with the variables here', (host) => {
    expect(codesOf({ ...state({ host }), ...CASES.ENGINE_OLDER_SETTINGS })).not.toContain(
      'ENGINE_OLDER_SETTINGS',
    )
  })

  test('are not compared with a file that makes no sense, nor is its port', () => {
    const codes = codesOf({ settings: null, settingsPort: 1 })
    expect(codes).not.toContain('ENGINE_OLDER_SETTINGS')
    expect(codes).not.toContain('ENGINE_OTHER_PORT')
  })
})

test('a login that cannot be saved is bad, although its token serves', () => {
  expect(find(CASES.ENGINE_LOSING_LOGIN)[0]).toMatchObject({ code: 'ENGINE_LOSING_LOGIN', tone: 'bad' })
})

describe('the clock', () => {
  test('is judged by the host that agrees with it most, since another host may be wrong itself', () => {
    const hosts = [3 * HOUR_MS, 1_000].map((aheadMs) => host({ outcome: { kind: 'answered', aheadMs } }))
    expect(find({ hosts }).map(({ code }) => code)).toContain('CLOCK_RIGHT')
  })

  test.each([
    [60_000, 'CLOCK_RIGHT'],
    [60_001, 'CLOCK_OFF'],
    [-300_000, 'CLOCK_OFF'],
    [300_001, 'CLOCK_WRONG'],
  ])('%i ms off is %s', (aheadMs, code) => {
    expect(find(clock(aheadMs)).map((finding) => finding.code)).toContain(code)
  })

  test('is said to be ahead or behind, with the command of the system that sets it', () => {
    const [finding] = find({ ...clock(-2 * HOUR_MS), platform: 'win32' })
    expect(finding).toMatchObject({ code: 'CLOCK_WRONG', command: 'w32tm /resync' })
    if (finding === undefined) throw new Error('nothing found')
    expect(findingWords('en', finding, START_MS).message).toBe('The clock is wrong: it is 2h 0m slow.')
    expect(findingWords('zh-CN', finding, START_MS).message).toBe('时钟不准，慢了 2 小时 0 分钟。')
  })
})

test('the command that closes a login file to other users survives spaces in the path', () => {
  const path = '~/Library/Application Support/kimi-proxy/credentials/kimi-code.json'
  const exposed = find({ logins: [login({ path, exposed: true })] }).find(
    ({ code }) => code === 'LOGIN_EXPOSED',
  )
  expect(exposed?.command).toBe(
    'chmod 600 ~/Library/Application\\ Support/kimi-proxy/credentials/kimi-code.json',
  )
})
