/** When Kimi is asked for the quota, what is told of its answers, and what the next start knows. Time is moved by hand. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type PlanState, UNKNOWN_PLAN } from '../../contract/plan'
import { Secret } from '../../core/basics/secret'
import { FakeClock } from '../../testing/fake-clock'
import { until } from '../../testing/until'
import { createAgent } from '../network/connections'
import { targetOf } from '../network/target'
import { QuotaWatch } from './quota-watch'

const MINUTE_MS = 60_000
const LOGIN = '/home/me/login.json'
const TOKEN = 'secret-access-token'

interface Said {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

function usages(usedRatio: number, resetsAtMs: number): Said {
  const reset_time = new Date(resetsAtMs).toISOString()
  return {
    status: 200,
    body: JSON.stringify({ usages: { limit_5h: { used_ratio: usedRatio, reset_time } } }),
  }
}

class Bench {
  readonly clock = new FakeClock()
  readonly asked: string[] = []
  readonly warnings: string[] = []
  /** Null: it hangs up. */
  usages: Said | null
  me: Said = { status: 200, body: '{"nickname":"Me","user_level_name":"Moderato"}' }
  token: Secret | null = new Secret(TOKEN)
  isBusy = false
  plan: PlanState = UNKNOWN_PLAN
  readonly folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-quota-'))
  #begun = 0
  #told = 0
  #port = 0

  constructor() {
    this.usages = usages(0.25, this.clock.wallMs() + 300 * MINUTE_MS)
  }

  static async open(): Promise<Bench> {
    const bench = new Bench()
    const server = createServer((request, response) => {
      bench.asked.push(`${request.url} ${request.headers.authorization}`)
      const said = request.url?.endsWith('/me') === true ? bench.me : bench.usages
      if (said === null) request.socket.destroy()
      else response.writeHead(said.status, said.headers).end(said.body)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    bench.#port = typeof address === 'object' && address !== null ? address.port : 0
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
      rmSync(bench.folder, { recursive: true, force: true })
    })
    return bench
  }

  get file(): string {
    return join(this.folder, 'quota.json')
  }

  /** As the engine makes it. */
  watch(quotaFile = this.file): QuotaWatch {
    const target = targetOf(`http://127.0.0.1:${this.#port}/coding`)
    const agent = createAgent(target, { proxy: null, noProxy: '', extraCaFile: null }, undefined)
    this.plan = UNKNOWN_PLAN
    const warn = (event: string) => {
      this.warnings.push(event)
    }
    return new QuotaWatch({
      clock: this.clock,
      log: { info: () => undefined, warn, error: warn },
      paths: { quotaFile },
      host: () => ({ target, agent, identity: { headers: () => ({}) } }),
      token: () => {
        if (this.token !== null) this.#begun += 1
        return this.token
      },
      isBusy: () => this.isBusy,
      tell: (plan) => {
        this.plan = { ...this.plan, ...plan }
        // A login that was found tells both at once.
        if (plan.quota !== undefined && !('account' in plan)) this.#told += 1
      },
    })
  }

  /** Whatever was begun has been told. */
  async settled(): Promise<void> {
    await until('every look has ended', () => this.#told === this.#begun)
  }

  /** Lets time pass with the engine's tick every 30 s; returns how often the quota was asked for. */
  async pass(watch: QuotaWatch, minutes: number): Promise<number> {
    const before = this.looks
    for (let ticks = 0; ticks < minutes * 2; ticks += 1) {
      await this.clock.advance(30_000)
      watch.tick()
      await this.settled()
    }
    return this.looks - before
  }

  get looks(): number {
    return this.asked.filter((line) => line.startsWith('/coding/v1/usages')).length
  }
}

/** A watch that has looked once. */
async function begun(bench: Bench): Promise<QuotaWatch> {
  const watch = bench.watch()
  watch.loginFound(LOGIN)
  watch.tick()
  await bench.clock.advance(3_000)
  await until('the account is read', () => bench.plan.account !== null)
  return watch
}

describe('the quota of a login that was found', () => {
  test('is asked for 3 s later with the token, and the account once', async () => {
    const bench = await Bench.open()
    const watch = bench.watch()
    watch.loginFound(LOGIN)
    watch.tick()
    await bench.clock.advance(2_999)
    expect([bench.asked, bench.plan.quota.kind]).toEqual([[], 'unknown'])
    await bench.clock.advance(1)
    await until('the account is read', () => bench.plan.account !== null)
    expect(bench.asked).toEqual([`/coding/v1/usages Bearer ${TOKEN}`, `/coding/v1/me Bearer ${TOKEN}`])
    expect(bench.plan).toMatchObject({
      quota: {
        kind: 'known',
        atMs: bench.clock.wallMs(),
        quota: { windows: [{ name: 'fiveHours', usedRatio: 0.25 }] },
      },
      account: { nickname: 'Me', plan: 'Moderato' },
    })
    await bench.pass(watch, 60)
    expect(bench.asked.filter((line) => line.includes('/me'))).toHaveLength(1)
  })

  test('is never asked for without a token that is valid, which is asked for again at the next tick', async () => {
    const bench = await Bench.open()
    bench.token = null
    const watch = bench.watch()
    watch.loginFound(LOGIN)
    expect(await bench.pass(watch, 60)).toBe(0)
    expect(bench.clock.pendingTimers).toBe(0)
    bench.token = new Secret(TOKEN)
    expect(await bench.pass(watch, 0.5)).toBe(1)
  })
})

describe('later looks', () => {
  test('come every 2 minutes while requests run, and every 15 while none does', async () => {
    const bench = await Bench.open()
    const watch = await begun(bench)
    expect(await bench.pass(watch, 60)).toBe(4)
    bench.isBusy = true
    expect(await bench.pass(watch, 20)).toBe(10)
  })

  test('come soon after a limit was met, once however often that is said', async () => {
    const bench = await Bench.open()
    const watch = await begun(bench)
    await bench.pass(watch, 1)
    for (let times = 0; times < 50; times += 1) watch.askSoon()
    await bench.clock.advance(3_000)
    await bench.settled()
    expect(bench.looks).toBe(2)
    expect(await bench.pass(watch, 5)).toBe(0)
  })

  test('come when a window was reset', async () => {
    const bench = await Bench.open()
    bench.usages = usages(1, bench.clock.wallMs() + 5 * MINUTE_MS)
    const watch = await begun(bench)
    expect(await bench.pass(watch, 4)).toBe(0)
    bench.usages = usages(0, bench.clock.wallMs() + 300 * MINUTE_MS)
    expect(await bench.pass(watch, 2)).toBe(1)
    expect(bench.plan.quota).toMatchObject({ kind: 'known', quota: { windows: [{ usedRatio: 0 }] } })
  })

  test('come on demand, two within 15 s being one', async () => {
    const bench = await Bench.open()
    const watch = await begun(bench)
    await watch.lookNow()
    expect(bench.looks).toBe(1)
    await bench.clock.advance(15_000)
    await Promise.all([watch.lookNow(), watch.lookNow(), watch.lookNow()])
    expect(bench.looks).toBe(2)
  })

  test('end with the engine, and begin with it again', async () => {
    const bench = await Bench.open()
    const watch = await begun(bench)
    await bench.pass(watch, 1)
    watch.askSoon()
    await watch.stop()
    watch.askSoon()
    await bench.clock.advance(60 * MINUTE_MS)
    expect([bench.looks, bench.clock.pendingTimers]).toEqual([1, 0])
    expect(await bench.pass(watch, 0.5)).toBe(1)
  })
})

describe('a look that fails', () => {
  const AN_HOUR_BUSY = 7
  test.each<[what: string, said: Said | null, reason: string]>([
    ['no answer', null, 'connectionBroke'],
    ['a web page', { status: 200, body: '<html>' }, 'webPage'],
    ['half of it', { status: 200, body: '{"usages":{"limit_5h":{"used_ra' }, 'answerUnreadable'],
    ['401', { status: 401, body: `{"error":{"message":"bad token ${TOKEN}"}}` }, 'httpSaid'],
    ['403', { status: 403, body: '{"error":{"message":"only for members"}}' }, 'httpSaid'],
  ])(
    'leaves the last values standing, says why, and waits longer each time: %s',
    async (_what, said, reason) => {
      const bench = await Bench.open()
      const watch = await begun(bench)
      const { quota: before } = bench.plan
      bench.isBusy = true
      bench.usages = said
      const looks = await bench.pass(watch, 60)
      expect(looks).toBeGreaterThan(3)
      expect(looks).toBeLessThan(AN_HOUR_BUSY)
      const atMs = 'atMs' in before ? before.atMs : 0
      expect(bench.plan.quota).toMatchObject({
        kind: 'stale',
        atMs,
        quota: { windows: [{ usedRatio: 0.25 }] },
        problem: { code: 'QUOTA_UNKNOWN', values: { reason: { reason } } },
      })
      expect(JSON.stringify(bench.plan)).not.toContain(TOKEN)
    },
  )

  test('keeps to the pause that Kimi asks for', async () => {
    const bench = await Bench.open()
    const watch = await begun(bench)
    await bench.pass(watch, 1)
    bench.usages = { status: 429, body: '{}', headers: { 'retry-after': '300' } }
    watch.askSoon()
    await bench.pass(watch, 1)
    const { looks } = bench
    watch.askSoon()
    await watch.lookNow()
    expect([looks, bench.looks, await bench.pass(watch, 4)]).toEqual([2, 2, 0])
    expect(await bench.pass(watch, 2)).toBe(1)
  })

  test('before any has succeeded tells why nothing is known, never 0', async () => {
    const bench = await Bench.open()
    bench.usages = { status: 500, body: '' }
    const watch = bench.watch()
    watch.loginFound(LOGIN)
    await bench.pass(watch, 1)
    expect(bench.plan.quota).toMatchObject({ kind: 'unknown', problem: { code: 'QUOTA_UNKNOWN' } })
  })
})

test('an account without a coding plan is told as that', async () => {
  const bench = await Bench.open()
  bench.usages = { status: 404, body: '{"error":{"message":"no coding account"}}' }
  const watch = await begun(bench)
  expect(bench.plan.quota).toEqual({ kind: 'none', atMs: bench.clock.wallMs() })
  bench.usages = usages(0.5, bench.clock.wallMs() + 90 * MINUTE_MS)
  await bench.pass(watch, 20)
  expect(bench.plan.quota.kind).toBe('known')
})

test('a steady pace is told once there is enough of it', async () => {
  const bench = await Bench.open()
  const resetsAtMs = bench.clock.wallMs() + 300 * MINUTE_MS
  bench.usages = usages(0, resetsAtMs)
  const watch = await begun(bench)
  bench.isBusy = true
  const emptyAt = () =>
    'quota' in bench.plan.quota ? (bench.plan.quota.quota.windows[0]?.emptyAtMs ?? null) : null
  for (let percent = 2; percent <= 20; percent += 2) {
    bench.usages = usages(percent / 100, resetsAtMs)
    await bench.pass(watch, 2)
    if (percent < 14) expect(emptyAt()).toBeNull()
  }
  expect(((emptyAt() ?? 0) - bench.clock.wallMs()) / MINUTE_MS).toBeCloseTo(80, -1)
})

describe('the next start', () => {
  test('shows the last values at once with their time, for the same login only', async () => {
    const bench = await Bench.open()
    const first = await begun(bench)
    const { quota } = bench.plan
    if (quota.kind !== 'known') throw new Error(quota.kind)
    await until('it is kept', () => readable(bench.file))
    await first.stop()
    expect(statSync(bench.file).mode & 0o777).toBe(0o600)
    expect(readFileSync(bench.file, 'utf8')).not.toContain(TOKEN)
    bench.watch().loginFound(LOGIN)
    expect(bench.plan).toMatchObject({
      quota: { kind: 'stale', quota: quota.quota, atMs: quota.atMs, problem: null },
      account: { nickname: 'Me' },
    })
    bench.watch().loginFound('/home/me/other.json')
    expect([bench.plan.quota, bench.plan.account]).toEqual([{ kind: 'unknown', problem: null }, null])
  })

  test.each(['', '{"login":', '[]', 'x'.repeat(2_000_000)])(
    'passes over a file that makes no sense',
    async (text) => {
      const bench = await Bench.open()
      writeFileSync(bench.file, text)
      await begun(bench)
      expect(bench.plan.quota.kind).toBe('known')
    },
  )

  test('knows nothing where nothing could be written, which is said once in ten minutes and harms nobody', async () => {
    const bench = await Bench.open()
    writeFileSync(join(bench.folder, 'file'), '')
    const watch = bench.watch(join(bench.folder, 'file', 'quota.json'))
    watch.loginFound(LOGIN)
    await bench.pass(watch, 5)
    expect(bench.plan.quota.kind).toBe('known')
    await until('it is said', () => bench.warnings.length > 0)
    expect(bench.warnings).toEqual(['quota-not-kept'])
  })
})

test('what is told of one login is not taken for another that took its place meanwhile', async () => {
  const bench = await Bench.open()
  const watch = await begun(bench)
  await bench.clock.advance(MINUTE_MS)
  const looking = watch.lookNow()
  watch.loginFound('/home/me/other.json')
  await looking
  expect(bench.plan.quota).toEqual({ kind: 'unknown', problem: null })
})

function readable(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').endsWith('}\n')
  } catch {
    return false
  }
}
