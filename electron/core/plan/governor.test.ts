import { describe, expect, test } from 'vitest'
import { randomOf } from '../../testing/random'
import { GovernedTurn, Governor, MOST_PASSED } from './governor'

/** A governor whose every move is written down. */
class Desk {
  readonly governor = new Governor()
  /** Who has begun, in this order. */
  readonly begun: string[] = []
  nowMs = 0

  constructor(limit: number) {
    this.governor.follow(limit)
  }

  arrive(session: string, name = session): GovernedTurn {
    const turn = new GovernedTurn(session, () => this.begun.push(name))
    this.governor.arrive(turn)
    return turn
  }

  swarm(session: string, count: number): readonly GovernedTurn[] {
    return Array.from({ length: count }, (_, at) => this.arrive(session, `${session}${at + 1}`))
  }

  end(turn: GovernedTurn | undefined): void {
    if (turn !== undefined) this.governor.end(turn, this.nowMs)
  }

  refuse(turn: GovernedTurn | undefined): void {
    if (turn !== undefined) this.governor.refuse(turn, this.nowMs)
  }

  get counts(): readonly number[] {
    const { running, queued, limit } = this.governor
    return [running, queued, limit]
  }
}

describe('requests at a time', () => {
  test('run at once while there is room, 30 where the plan is not known', () => {
    const desk = new Desk(0)
    desk.swarm('a', 31)
    expect([desk.begun.length, desk.counts]).toEqual([30, [30, 1, 30]])
  })

  test('a session with nothing running goes before a swarm of 40', () => {
    const desk = new Desk(30)
    const swarm = desk.swarm('swarm', 40)
    desk.arrive('person')
    desk.end(swarm[7])
    expect(desk.begun.at(-1)).toBe('person')
  })

  test('sessions with as many running take turns', () => {
    const desk = new Desk(1)
    const first = desk.arrive('busy')
    const waiting = [...desk.swarm('a', 3), ...desk.swarm('b', 3)]
    desk.end(first)
    for (const _ of waiting) desk.end(waiting.find(({ stage }) => stage.kind === 'running'))
    expect(desk.begun).toEqual(['busy', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3'])
  })

  test('a session comes next after many who came later, whatever it has running', () => {
    const desk = new Desk(2)
    const [, second] = desk.swarm('swarm', 3)
    let last = second
    // The place of `swarm1` stays taken; those who come one by one have nothing running.
    for (let at = 0; at < 2 * MOST_PASSED && !desk.begun.includes('swarm3'); at += 1) {
      const next = desk.arrive(`one${at}`)
      desk.end(last)
      last = next
    }
    expect([desk.begun.length, desk.begun.at(-1)]).toEqual([MOST_PASSED + 3, 'swarm3'])
  })

  test('who leaves the queue is passed over', () => {
    const desk = new Desk(1)
    const [first, second] = desk.swarm('a', 3)
    desk.end(second)
    desk.end(first)
    expect([desk.begun, desk.counts]).toEqual([
      ['a1', 'a3'],
      [1, 0, 1],
    ])
  })

  test('an end that is told twice frees one place', () => {
    const desk = new Desk(2)
    const [first] = desk.swarm('a', 5)
    desk.end(first)
    desk.end(first)
    expect(desk.counts).toEqual([2, 2, 2])
  })

  test('more run at once when the plan turns out to have more', () => {
    const desk = new Desk(2)
    desk.swarm('a', 8)
    desk.governor.follow(5)
    expect(desk.counts).toEqual([5, 3, 5])
  })
})

describe('a refusal of Kimi', () => {
  test('of those over its limit leaves as many as it serves', () => {
    const desk = new Desk(30)
    const turns = desk.swarm('a', 40)
    for (const turn of turns.slice(5, 30)) desk.refuse(turn)
    expect(desk.counts).toEqual([5, 35, 5])
  })

  test('teaches no less than that, though those that were served end first', () => {
    const desk = new Desk(30)
    const turns = desk.swarm('a', 10)
    for (const turn of turns.slice(0, 5)) desk.end(turn)
    for (const turn of turns.slice(5)) desk.refuse(turn)
    expect(desk.governor.limit).toBe(5)
  })

  test('teaches nothing where those that were given up may count still', () => {
    const desk = new Desk(5)
    for (const turn of desk.swarm('a', 5)) desk.governor.end(turn, 0, true)
    const turn = desk.arrive('b')
    for (desk.nowMs = 500; desk.nowMs < 14_000; desk.nowMs += 4_000) {
      desk.refuse(turn)
      desk.governor.arrive(turn)
    }
    expect(desk.governor.limit).toBe(5)
    desk.nowMs = 16_000
    desk.refuse(turn)
    expect(desk.governor.limit).toBe(1)
  })

  test('never allows less than one', () => {
    const desk = new Desk(30)
    const turn = desk.arrive('a')
    for (let at = 0; at < 3; at += 1) {
      desk.refuse(turn)
      desk.governor.arrive(turn)
    }
    expect(desk.counts).toEqual([1, 0, 1])
  })

  test('keeps the place of whom it met', () => {
    const desk = new Desk(2)
    const [first, second] = desk.swarm('a', 4)
    desk.refuse(second)
    if (second !== undefined) desk.governor.arrive(second)
    desk.end(first)
    expect(desk.begun).toEqual(['a1', 'a2', 'a2'])
  })
})

describe('whatever comes, leaves, ends and is refused', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'no limit is passed, nobody starves (%i)',
    (seed) => {
      const random = randomOf(seed)
      const limit = 1 + random(8)
      const desk = new Desk(limit)
      const turns: GovernedTurn[] = []
      for (let step = 0; step < 500; step += 1) {
        desk.nowMs += random(2_000)
        const turn = turns[random(Math.max(1, turns.length))]
        const before = desk.governor.running
        const most = Math.max(before, desk.governor.limit)
        if (turn === undefined || random(5) < 2) turns.push(desk.arrive(`s${random(6)}`))
        else if (turn.stage.kind === 'resting') desk.governor.arrive(turn)
        else if (turn.stage.kind === 'running' && random(8) === 0) desk.refuse(turn)
        else if (turn.stage.kind !== 'queued' || random(6) === 0) desk.end(turn)
        const { running } = desk.governor
        expect(running).toBeLessThanOrEqual(Math.max(most, desk.governor.limit))
        expect(desk.governor.limit).toBeLessThanOrEqual(limit)
        expect(running).toBe(turns.filter(({ stage }) => stage.kind === 'running').length)
      }
      // Everybody comes to an end once nobody comes any more.
      for (const turn of turns) if (turn.stage.kind === 'resting') desk.governor.arrive(turn)
      for (let left = turns.length; left > 0; left -= 1)
        desk.end(turns.find(({ stage }) => stage.kind === 'running'))
      expect(desk.counts.slice(0, 2)).toEqual([0, 0])
    },
  )

  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'each waits for a bounded number of others (%i)',
    (seed) => {
      const random = randomOf(1_000 + seed)
      const limit = 1 + random(6)
      const desk = new Desk(limit)
      const sessions = 12
      const running = new Set<GovernedTurn>()
      const beganAfter: number[] = []
      let begun = 0
      const arrive = (session: string) => {
        const arrivedAt = begun
        const ahead = waitingIn.get(session) ?? 0
        waitingIn.set(session, ahead + 1)
        const turn: GovernedTurn = new GovernedTurn(session, () => {
          begun += 1
          running.add(turn)
          waitingIn.set(session, (waitingIn.get(session) ?? 1) - 1)
          beganAfter.push((begun - arrivedAt) / ((ahead + 1) * (MOST_PASSED + sessions + 1)))
        })
        desk.governor.arrive(turn)
      }
      const waitingIn = new Map<string, number>()
      for (let step = 0; step < 2_500; step += 1) {
        // One session floods, the others come one by one.
        if (desk.governor.queued < 40) arrive(random(3) === 0 ? 'swarm' : `s${random(sessions - 1)}`)
        const [first] = running
        if (first !== undefined && random(2) === 0) {
          running.delete(first)
          desk.end(first)
        }
      }
      expect(Math.max(...beganAfter)).toBeLessThanOrEqual(1)
      expect(beganAfter.length).toBeGreaterThan(1_000)
    },
  )
})
