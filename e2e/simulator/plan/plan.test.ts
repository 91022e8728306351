import { describe, expect, it } from 'vitest'
import { type KimiSimulator, NO_USAGES, REFUSAL_NAMES, REFUSALS } from '../index'
import { type Answer, ask, at, postMessages, send, startSimulator, textAt } from '../test-client'

const NOON_MS = Date.UTC(2026, 9, 1, 12)
const MINUTE_MS = 60_000

interface Bench {
  readonly simulator: KimiSimulator
  message(prompt?: string, init?: RequestInit): Promise<Answer>
  usages(): Promise<Answer>
}

async function bench(): Promise<Bench> {
  const simulator = await startSimulator({ nowMs: () => NOON_MS, expiresInSeconds: 90_000 })
  const token = simulator.issueLogin().access_token
  return {
    simulator,
    message: (prompt = 'hello', init = {}) => postMessages(simulator, token, ask(prompt), init),
    usages: () => send(`${simulator.upstream}/v1/usages`, { headers: { authorization: `Bearer ${token}` } }),
  }
}

describe('usages', () => {
  it('tell the week as used and the 5 hours as remaining in the oldest shape', async () => {
    const { usages } = await bench()
    expect((await usages()).json).toEqual({
      usage: { limit: '1000', used: '40', resetTime: '2026-10-05T16:00:00Z' },
      limits: [
        {
          window: { duration: 300, timeUnit: 'TIME_UNIT_MINUTE' },
          detail: { limit: '100', remaining: '88', resetTime: '2026-10-01T15:00:00Z' },
        },
      ],
      user: { membership: { level: 'LEVEL_INTERMEDIATE' } },
      boosterWallet: {
        balance: { type: 'BOOSTER', amount: '2000000000', amountLeft: '1500000000' },
        monthlyChargeLimitEnabled: true,
        monthlyChargeLimit: { priceInCents: '5000', currency: 'USD' },
        monthlyUsed: { priceInCents: '500', currency: 'USD' },
      },
    })
  })

  it('tell shares alone in the map', async () => {
    const { simulator, usages } = await bench()
    simulator.plan.shape = 'map'
    const { json } = await usages()
    expect(json?.['usages']).toEqual({
      limit_5h: { used_ratio: 0.12, reset_time: '2026-10-01T15:00:00.000678901Z' },
      limit_7d: { used_ratio: 0.04, reset_time: '2026-10-05T16:00:00.000678901Z' },
    })
    expect(json).not.toHaveProperty('usage')
    expect(json).not.toHaveProperty('limits')
  })

  it('tell no week, and the wallet in the other spelling, on a monthly plan', async () => {
    const { simulator, usages } = await bench()
    const { plan } = simulator
    plan.shape = 'monthly'
    plan.windows.remove('week')
    plan.windows.set('month', { used: 25 })
    plan.windows.set('monthCode', { used: 50 })
    const { json } = await usages()
    expect(Object.keys(json ?? {})).toEqual(['usages', 'user', 'booster_wallet'])
    expect(json?.['usages']).toMatchObject({
      limit_5h: { used_ratio: '0.12' },
      limit_month_total: { used_ratio: '0.25', reset_time: '2026-10-31T12:00:00Z' },
      limit_month_code: { used_ratio: '0.5' },
    })
    expect(json?.['usages']).not.toHaveProperty('limit_7d')
    expect(at(json, 'booster_wallet.balance.amount_left')).toBe('1500000000')
  })

  it('tell all of it at once, with the limit of requests at a time and a wallet without amounts', async () => {
    const { simulator, usages } = await bench()
    simulator.plan.shape = 'mixed'
    simulator.plan.toldParallelLimit = 30
    simulator.plan.wallet = { kind: 'disabled' }
    const { json } = await usages()
    expect(json).toMatchObject({
      usage: { used: '40' },
      usages: { limit_7d: { used_ratio: 0.04 } },
      parallel: { limit: '30' },
      boosterWallet: { status: 'STATUS_DISABLED' },
    })
    expect(json?.['boosterWallet']).not.toHaveProperty('balance')
    simulator.plan.windows.remove('fiveHours')
    simulator.plan.windows.remove('week')
    expect((await usages()).json).toMatchObject({ limits: [], usages: {} })
  })

  it.each([
    ['noCodingAccount', 404],
    ['forbidden', 403],
    ['page', 200],
  ] as const)('may answer %s instead', async (name, status) => {
    const { simulator, usages } = await bench()
    simulator.plan.usagesAnswer = NO_USAGES[name]
    const answer = await usages()
    expect([answer.status, answer.json === null]).toEqual([status, name === 'page'])
  })
})

describe('the quota', () => {
  it('is used up by messages, and whole again once the window resets', async () => {
    const { simulator, message, usages } = await bench()
    simulator.plan.unitsPerMessage = 5
    simulator.plan.windows.set('fiveHours', { used: 91, resetsInMs: 3 * MINUTE_MS })
    expect([(await message()).status, (await message()).status]).toEqual([200, 200])
    expect(at((await usages()).json, 'limits.0.detail.remaining')).toBe('0')
    expect((await message()).json).toMatchObject({ error: { message: REFUSALS.period.message } })
    simulator.moveTime(3 * MINUTE_MS)
    expect((await message()).status).toBe(200)
    expect(at((await usages()).json, 'limits.0.detail')).toEqual({
      limit: '100',
      remaining: '95',
      resetTime: '2026-10-01T17:03:00Z',
    })
  })

  it('refuses in the words of the window that resets last', async () => {
    const { simulator, message } = await bench()
    simulator.plan.windows.set('fiveHours', { used: 100 })
    simulator.plan.windows.set('week', { used: 1000 })
    const refused = await message()
    expect([refused.status, textAt(refused.json, 'error.message')]).toEqual([403, REFUSALS.week.message])
    simulator.plan.refuseWindowAs('week', 'billingCycle')
    expect(textAt((await message()).json, 'error.message')).toContain('billing cycle')
  })
})

describe('a refusal by the switch', () => {
  it.each(REFUSAL_NAMES)('%s is answered until it is taken back', async (name) => {
    const { simulator, message } = await bench()
    const { status, type, message: text } = REFUSALS[name]
    simulator.plan.refuse(name)
    for (let count = 0; count < 2; count += 1) {
      const answer = await message()
      expect(answer.status).toBe(status)
      expect(answer.json).toEqual({ type: 'error', error: { type, message: text } })
    }
    simulator.plan.refuse(null)
    expect((await message()).status).toBe(200)
  })

  it('meets as many messages as told', async () => {
    const { simulator, message } = await bench()
    simulator.plan.refuse('overloaded', 2)
    const statuses = [(await message()).status, (await message()).status, (await message()).status]
    expect(statuses).toEqual([429, 429, 200])
  })
})

describe('the gate of chat completions', () => {
  it.each([
    ['KimiCLI/1.2', 200],
    ['claude-cli/2.1.330 (external, cli)', 200],
    ['OpenAI/JS 6.1.0', 403],
  ] as const)('answers %s with %i', async (userAgent, status) => {
    const simulator = await startSimulator()
    const headers = { 'x-api-key': simulator.issueLogin().access_token, 'user-agent': userAgent }
    const answer = await send(`${simulator.upstream}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: '{}',
    })
    expect(answer.status).toBe(status)
    expect(answer.json).not.toHaveProperty('type')
  })
})

describe('messages at a time', () => {
  it('are refused over the limit, and the most at once is remembered', async () => {
    const { simulator, message } = await bench()
    const { places } = simulator.plan
    places.limit = 2
    const leave = new AbortController()
    const streams = [message('count to 100, slow 50 ms', { signal: leave.signal }), message('slow 20 ms')]
    await expect.poll(() => places.underWay, { interval: 1 }).toBe(2)
    expect((await message()).json).toMatchObject({ error: { type: 'permission_error' } })
    places.form = 'concurrencyAsRate'
    expect((await message()).status).toBe(429)
    expect([places.mostAtOnce, places.refusals]).toEqual([3, 2])
    leave.abort()
    await expect(streams[0]).rejects.toThrow()
    expect((await streams[1])?.status).toBe(200)
    await expect.poll(() => places.underWay, { interval: 1 }).toBe(0)
    places.forget()
    expect((await message()).status).toBe(200)
    expect([places.mostAtOnce, places.refusals]).toEqual([1, 0])
  })
})
