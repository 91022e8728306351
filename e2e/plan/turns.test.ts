/** Many sessions at once against the number of requests that the plan serves at a time, through the built command line. */
import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../electron/testing/until'
import { type PlanMachine, planMachine, sharedPlanMachine } from './plan-machine'
import { rush, Session, waitsOf, widestLead } from './sessions'

/** 9 events, so about 160 ms. */
const PROMPT = 'count to 3, slow 20 ms'
/** About half a second. */
const SLOW_PROMPT = 'count to 3, slow 60 ms'
const SESSIONS = 40

function sessionsAt(port: number, count = SESSIONS): Session[] {
  return Array.from({ length: count }, (_, index) => new Session(port, `s${index + 1}`))
}

function failuresOf(sessions: readonly Session[]): unknown[] {
  return sessions.flatMap(({ failures }) => failures)
}

/** What is told of turns is at most a second old. */
function untilQuiet({ plan }: PlanMachine): Promise<void> {
  return until('nothing runs and nobody waits', async () => {
    const { running, queued } = (await plan()).turns
    return running + queued === 0
  })
}

describe('40 sessions at once', () => {
  it('lose no turn at a limit of 30, nor when it falls to 5', async ({ onTestFinished }) => {
    const { engine, simulator } = await planMachine(onTestFinished)
    const { places } = simulator.plan
    const sessions = sessionsAt(engine.port)
    places.limit = 30
    await rush(sessions, 3, PROMPT)
    process.stdout.write(waitsOf('limit 30', sessions))
    expect(failuresOf(sessions)).toEqual([])
    expect([places.mostAtOnce <= 30, places.refusals]).toEqual([true, 0])
    expect(widestLead(sessions)).toBeLessThanOrEqual(2)

    places.limit = 5
    await rush(sessions, 1, PROMPT)
    process.stdout.write(waitsOf(`limit 5, learned after ${places.refusals} refusals`, sessions))
    expect(failuresOf(sessions)).toEqual([])
    expect(places.refusals).toBeGreaterThan(0)

    places.forget()
    await rush(sessions, 4, PROMPT)
    process.stdout.write(waitsOf('limit 5, known', sessions))
    expect(failuresOf(sessions)).toEqual([])
    // Kimi may have refused one while fewer than 5 ran, as the engine counts: then fewer were learned.
    expect([places.mostAtOnce <= 5, places.refusals]).toEqual([true, 0])
    expect(widestLead(sessions)).toBeLessThanOrEqual(2)
  })

  it('lose no turn where Kimi refuses with 429', async ({ onTestFinished }) => {
    const { engine, simulator } = await planMachine(onTestFinished)
    const { places } = simulator.plan
    places.limit = 12
    places.form = 'concurrencyAsRate'
    const sessions = sessionsAt(engine.port)
    await rush(sessions, 1, PROMPT)
    places.forget()
    await rush(sessions, 2, PROMPT)
    expect(failuresOf(sessions)).toEqual([])
    expect([places.mostAtOnce <= 12, places.refusals]).toEqual([true, 0])
  })
})

describe('where the usages tell a limit of 5', () => {
  const machine = sharedPlanMachine({
    prepare: ({ plan }) => {
      plan.toldParallelLimit = 5
      plan.places.limit = 5
    },
  })
  beforeAll(() => machine().untilQuotaKnown())

  it('40 sessions never reach it', async () => {
    const bench = machine()
    const { places } = bench.simulator.plan
    const sessions = sessionsAt(bench.engine.port)
    const rushing = rush(sessions, 1, SLOW_PROMPT)
    await until('many are said to wait', async () => (await bench.plan()).turns.queued >= 20)
    expect((await bench.plan()).turns).toMatchObject({ running: 5, limit: 5 })
    await rushing
    expect(failuresOf(sessions)).toEqual([])
    expect([places.mostAtOnce, places.refusals]).toEqual([5, 0])
    await untilQuiet(bench)
  })

  it('a session that has nothing running goes before a swarm that waits', async () => {
    const { engine, simulator } = machine()
    const swarm = new Session(engine.port, 'swarm')
    const person = new Session(engine.port, 'person')
    const swarming = Promise.all(Array.from({ length: SESSIONS }, () => swarm.turn(PROMPT)))
    await until('all of it has arrived', async () => (await engine.activeRequests()) === SESSIONS)
    const endedBefore = swarm.turns.length
    await person.turn(PROMPT)
    const meanwhile = swarm.turns.length - endedBefore
    await swarming
    process.stdout.write(waitsOf('a swarm of 40 and a person, limit 5', [swarm, person]))
    expect(failuresOf([swarm, person])).toEqual([])
    // What ran already when it came, and what ran beside it.
    expect(meanwhile).toBeLessThanOrEqual(10)
    expect(simulator.plan.places.refusals).toBe(0)
  })

  it('one that leaves while it waits gives its turn to the next', async () => {
    const bench = machine()
    const { engine, simulator } = bench
    const running = sessionsAt(engine.port, 5)
    const [leaving, last] = [new Session(engine.port, 'leaving'), new Session(engine.port, 'last')]
    const turns = running.map((session) => session.turn('count to 20, slow 20 ms'))
    await until('all run', () => simulator.plan.places.underWay === 5)
    const left = leaving.turn(PROMPT)
    await until('one waits', async () => (await engine.activeRequests()) === 6)
    turns.push(last.turn(PROMPT))
    await until('two wait', async () => (await engine.activeRequests()) === 7)
    leaving.leave()
    await Promise.all([...turns, left])
    expect(failuresOf([...running, last])).toEqual([])
    expect(leaving.failures).toHaveLength(1)
    expect(simulator.plan.places.mostAtOnce).toBe(5)
    await untilQuiet(bench)
  })
})
