import { describe, expect, test } from 'vitest'
import type { Turns } from '../../contract/plan'
import { KimiProxyError } from '../../core/basics/errors'
import { FakeClock } from '../../testing/fake-clock'
import { randomOf } from '../../testing/random'
import { type Turn, Turnstile } from './turnstile'

interface Bench {
  readonly clock: FakeClock
  readonly turnstile: Turnstile
  /** What the state was told. */
  readonly told: Turns[]
}

function bench(limit = 2, isOn = true): Bench {
  const clock = new FakeClock()
  const told: Turns[] = []
  const turnstile = new Turnstile({ clock, isOn, onChange: (turns) => told.push(turns) })
  turnstile.follow(limit)
  return { clock, turnstile, told }
}

const SILENT = () => true
const STREAM = () => false

async function taken(turnstile: Turnstile, count: number): Promise<readonly Turn[]> {
  const turns = Array.from({ length: count }, (_, at) => turnstile.arrive(`s${at}`))
  for (const turn of turns) await turn.take(SILENT)
  return turns
}

describe('a turn', () => {
  test('is there at once while there is room, and given back once', async () => {
    const { turnstile } = bench()
    const [turn] = await taken(turnstile, 2)
    expect([turn?.isHeld, turnstile.turns]).toEqual([true, { running: 2, queued: 0, limit: 2 }])
    turn?.giveBack()
    turn?.giveBack()
    expect([turn?.isHeld, turnstile.turns.running]).toEqual([false, 1])
  })

  test('is waited for, and the wait is counted', async () => {
    const { clock, turnstile } = bench()
    const [first] = await taken(turnstile, 2)
    const turn = turnstile.arrive('late')
    const taking = turn.take(SILENT)
    await clock.advance(3_000)
    first?.giveBack()
    expect([await taking, turn.isHeld]).toEqual([true, true])
    expect(clock.pendingTimers).toBe(0)
  })

  test('that is given back while it is waited for does not come', async () => {
    const { turnstile } = bench(1)
    await taken(turnstile, 1)
    const turn = turnstile.arrive('late')
    const taking = turn.take(SILENT)
    turn.giveBack()
    expect([await taking, turnstile.turns.queued]).toEqual([false, 0])
  })

  test('is waited for 590 s by a client that hears nothing, and on by one that hears comments', async () => {
    const { clock, turnstile } = bench(1)
    const [first] = await taken(turnstile, 1)
    const stream = turnstile.arrive('stream').take(STREAM)
    const silent = expect(turnstile.arrive('silent').take(SILENT)).rejects.toMatchObject({
      code: 'PLAN_BUSY',
      values: { limit: 1 },
    })
    await clock.advance(590_000)
    await silent
    await clock.advance(590_000)
    first?.giveBack()
    expect(await stream).toBe(true)
  })

  test('that Kimi refused is tried again after a growing rest, as long as its client has patience', async () => {
    const { clock, turnstile } = bench()
    const turn = turnstile.arrive('a')
    const atMs: number[] = []
    await turn.take(SILENT)
    while (turn.refused()) {
      atMs.push(clock.elapsedMs())
      expect(await clock.runUntil(turn.rest())).toBe(true)
      expect(await turn.take(SILENT)).toBe(true)
    }
    expect(atMs.slice(0, 6)).toEqual([0, 500, 1_500, 3_500, 7_500, 12_500])
    expect(clock.elapsedMs()).toBeGreaterThan(580_000)
    expect(clock.elapsedMs()).toBeLessThan(590_000)
    turn.giveBack()
    expect(turnstile.turns).toEqual({ running: 0, queued: 0, limit: 1 })
  })

  test('is everybody’s where it is off', async () => {
    const { turnstile } = bench(1, false)
    const turns = await taken(turnstile, 3)
    expect(turns.map((turn) => [turn.isHeld, turn.refused()])).toEqual(turns.map(() => [true, false]))
    expect(turnstile.turns).toEqual({ running: 0, queued: 0, limit: null })
  })
})

describe('a stop', () => {
  test('sends those away who wait or rest, and whoever would have to wait; those who run go on', async () => {
    const { turnstile, clock, told } = bench()
    const [first, second] = await taken(turnstile, 2)
    const waiting = expect(turnstile.arrive('c').take(STREAM)).rejects.toMatchObject({ code: 'PLAN_BUSY' })
    second?.refused()
    const resting = expect(second?.rest()).rejects.toMatchObject({ code: 'PLAN_BUSY' })
    turnstile.close()
    await Promise.all([waiting, resting])
    expect(first?.isHeld).toBe(true)
    const late = turnstile.arrive('late')
    await expect(late.take(STREAM)).rejects.toMatchObject({ code: 'PLAN_BUSY' })
    for (const turn of [first, second, late]) turn?.giveBack()
    await clock.flush()
    expect(clock.pendingTimers).toBe(0)
    expect(told.at(-1)?.running).toBe(0)
  })

  test('says what it is told to say', async () => {
    const { turnstile } = bench(1)
    await taken(turnstile, 1)
    const waiting = turnstile.arrive('late').take(SILENT)
    const restarting = new KimiProxyError('RESTARTING.settings', {})
    turnstile.close(restarting)
    await expect(waiting).rejects.toBe(restarting)
  })
})

describe('the state', () => {
  test('hears of many requests, one after another, once a second at most', async () => {
    const { clock, turnstile, told } = bench()
    await clock.advance(5_000)
    told.splice(0)
    for (let at = 0; at < 1_000; at += 1) {
      const turn = turnstile.arrive('a')
      await turn.take(SILENT)
      await clock.advance(5)
      turn.giveBack()
      await clock.advance(5)
    }
    expect(told.length).toBeLessThanOrEqual(10)
    await clock.advance(1_000)
    expect([turnstile.turns.running, clock.pendingTimers]).toEqual([0, 0])
  })

  test('hears at once that somebody waits', async () => {
    const { clock, turnstile, told } = bench(1)
    await clock.advance(5_000)
    await taken(turnstile, 1)
    void turnstile.arrive('late').take(SILENT)
    expect(told.at(-1)).toEqual({ running: 1, queued: 1, limit: 1 })
  })
})

test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'no turn is lost or kept, whatever happens (%i)',
  async (seed) => {
    const random = randomOf(seed)
    const limit = 1 + random(5)
    const { clock, turnstile } = bench(limit)
    let most = 0
    const exchange = async (): Promise<void> => {
      const turn = turnstile.arrive(`s${random(4)}`)
      const leaves = clock.after(random(40_000), () => turn.giveBack())
      while (await turn.take(random(2) === 0 ? SILENT : STREAM)) {
        most = Math.max(most, turnstile.turns.running)
        await new Promise<void>((resolve) => clock.after(random(4_000), resolve))
        if (!turn.isHeld || random(3) > 0 || !turn.refused() || !(await turn.rest())) break
      }
      leaves()
      turn.giveBack()
    }
    const exchanges = Array.from({ length: 60 }, () => exchange().catch(() => undefined))
    await clock.runUntil(Promise.all(exchanges))
    expect(most).toBeLessThanOrEqual(limit)
    expect(turnstile.turns).toMatchObject({ running: 0, queued: 0 })
  },
)
