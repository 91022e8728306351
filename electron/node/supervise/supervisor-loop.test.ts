/** The supervisor over a host that is moved by hand: when it starts, probes, waits and gives up. */
import { describe, expect, test } from 'vitest'
import type { Serving } from '../../contract/serving'
import type { Clock } from '../../core/basics/ports'
import { problem } from '../../core/words/problem'
import { PROBLEM } from '../../testing/engine-states'
import { FakeClock } from '../../testing/fake-clock'
import { type Host, type StartOutcome, SupervisorLoop } from './supervisor-loop'

const GONE = problem('RESTARTING.gone', {})
const HELD = problem('PORT_TAKEN', { port: 1 })

const started = (atMs: number): StartOutcome => ({ kind: 'started', atMs, port: 1 })
const OTHER = { pid: 7, port: 1, answers: true, activeRequests: 0, watched: false }

/** A host that does what the test says, and records its calls. */
class FakeHost implements Host {
  readonly calls: string[] = []
  outcome: (atMs: number) => StartOutcome = started
  answers = true
  isFree = false
  /** Runs before each probe is answered. */
  beforeAnswer = async (): Promise<void> => undefined
  beforeStart = async (): Promise<void> => undefined
  readonly probeEveryMs: number | null

  readonly #clock: Clock

  constructor(probeEveryMs: number | null, clock: Clock) {
    this.probeEveryMs = probeEveryMs
    this.#clock = clock
  }

  async start(): Promise<StartOutcome> {
    this.calls.push('start')
    await this.beforeStart()
    return this.outcome(this.#clock.elapsedMs())
  }

  async stop(drainMs: number, isRestart: boolean): Promise<void> {
    this.calls.push(`stop ${drainMs}${isRestart ? ' for a restart' : ''}`)
  }

  async kill(): Promise<void> {
    this.calls.push('kill')
  }

  async probe(): Promise<boolean> {
    this.calls.push('probe')
    await this.beforeAnswer()
    return this.answers
  }

  async isPortFree(): Promise<boolean> {
    return this.isFree
  }
}

function bench(probeEveryMs: number | null = 5_000) {
  const clock = new FakeClock()
  const host = new FakeHost(probeEveryMs, clock)
  const seen: Serving['kind'][] = []
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const loop = new SupervisorLoop({ host, clock, log, onChange: ({ kind }) => seen.push(kind) })
  return { clock, host, loop, seen }
}

describe('starts and stops', () => {
  test('happen in order, and the last one decides', async () => {
    const { loop, host, seen } = bench()
    await Promise.all([loop.start(), loop.stop(5), loop.start(), loop.restart(6)])
    expect(loop.serving).toMatchObject({ kind: 'serving', port: 1 })
    expect(host.calls).toEqual(['start', 'stop 5', 'start', 'stop 6 for a restart', 'start'])
    expect(seen.slice(0, 4)).toEqual(['starting', 'serving', 'draining', 'off'])
    expect(seen.slice(4)).toEqual(['starting', 'serving', 'draining', 'starting', 'serving'])
  })

  test('a start is dropped where a stop was asked for meanwhile', async () => {
    const { loop, host } = bench()
    await Promise.all([loop.start(), loop.stop(5)])
    expect(host.calls).toEqual(['stop 5'])
    expect([loop.serving, loop.wanted]).toEqual([{ kind: 'off' }, false])
  })

  test('a retry starts at once, and a start does not while a wait is planned', async () => {
    const { loop, host } = bench()
    host.outcome = (atMs) => ({ kind: 'exited', atMs, problem: GONE })
    await loop.start()
    await loop.start()
    expect(host.calls).toEqual(['start'])
    await loop.retry()
    expect(host.calls).toEqual(['start', 'start'])
    expect(loop.serving).toMatchObject({ kind: 'backingOff', restarts: 1 })
  })

  test('a start that is overtaken by the end leaves nothing running', async () => {
    const { loop, host, clock } = bench()
    let goOn = (): void => undefined
    host.beforeStart = () =>
      new Promise((resolve) => {
        goOn = resolve
      })
    const starting = loop.start()
    await clock.advance(0)
    await loop.end(0)
    goOn()
    await starting
    expect(host.calls).toEqual(['start', 'stop 0', 'stop 0'])
    await loop.start()
    expect([loop.serving.kind, host.calls.length]).toEqual(['off', 3])
  })
})

describe('a start that fails', () => {
  test('is tried again with growing waits, and in the end given up', async () => {
    const { loop, host, clock, seen } = bench()
    host.outcome = (atMs) => ({ kind: 'exited', atMs, problem: GONE })
    await loop.start()
    await clock.advance(1_000)
    await clock.advance(1_999)
    expect(host.calls).toHaveLength(2)
    await clock.advance(300_000)
    expect(host.calls).toHaveLength(9)
    expect(loop.serving).toEqual({ kind: 'gaveUp', restarts: 8, problem: GONE })
    expect(seen.at(-1)).toBe('gaveUp')
    await loop.start()
    expect(loop.serving).toMatchObject({ kind: 'backingOff', restarts: 1 })
  })

  test('for a taken port is tried again once the port is free', async () => {
    const { loop, host, clock } = bench()
    host.outcome = () => ({ kind: 'portTaken', problem: HELD })
    await loop.start()
    await clock.advance(20_000)
    expect(loop.serving).toEqual({ kind: 'portTaken', restarts: 0, problem: HELD })
    host.isFree = true
    host.outcome = started
    await clock.advance(5_000)
    expect(loop.serving.kind).toBe('serving')
  })

  test('for a setting is not tried again, and for a refused port after a minute', async () => {
    const { loop, host, clock } = bench()
    host.outcome = () => ({ kind: 'cannotStart', problem: PROBLEM, retryAtMs: null })
    await loop.start()
    await clock.advance(1_000_000)
    expect(host.calls).toEqual(['start'])
    host.outcome = (atMs) => ({ kind: 'cannotStart', problem: PROBLEM, retryAtMs: atMs + 60_000 })
    await loop.retry()
    host.outcome = started
    await clock.advance(60_000)
    expect(loop.serving.kind).toBe('serving')
  })

  test('beside another engine waits, and serves once that engine has ended, if it is still wanted', async () => {
    const { loop, host } = bench()
    host.outcome = () => ({ kind: 'looked', other: OTHER })
    await loop.start()
    expect(loop.serving).toEqual({ kind: 'elsewhere', other: OTHER })
    host.outcome = started
    await loop.inOrder(() => loop.looked(null))
    expect(loop.serving.kind).toBe('serving')
    await loop.stop(0)
    await loop.inOrder(() => loop.looked(OTHER))
    await loop.inOrder(() => loop.looked(null))
    expect(loop.serving).toEqual({ kind: 'off' })
  })
})

describe('a probe', () => {
  test('is made every 5 s, and two that miss end the engine, which starts again', async () => {
    const { loop, host, clock } = bench()
    await loop.start()
    await clock.advance(5_000)
    host.answers = false
    await clock.advance(10_000)
    expect(host.calls).toEqual(['start', 'probe', 'probe', 'probe', 'kill'])
    expect(loop.serving).toMatchObject({ kind: 'backingOff', problem: { variant: 'silent' } })
    await clock.advance(1_000)
    expect(loop.serving).toMatchObject({ kind: 'serving', restarts: 1 })
  })

  test('has no timer where the host calls it, except after a miss', async () => {
    const { loop, host, clock } = bench(null)
    await loop.start()
    await clock.advance(3_600_000)
    expect(host.calls).toEqual(['start'])
    host.answers = false
    await loop.probe()
    await clock.advance(5_000)
    expect(host.calls).toEqual(['start', 'probe', 'probe', 'kill'])
  })

  test('that misses just after a sleep, or that a sleep interrupts, has no effect', async () => {
    const { loop, host, clock } = bench(null)
    await loop.start()
    host.answers = false
    await loop.probe(true)
    expect(loop.serving).toMatchObject({ kind: 'serving', misses: 0 })
    host.beforeAnswer = () => clock.suspend(60_000)
    await loop.probe()
    expect(loop.serving).toMatchObject({ kind: 'serving', misses: 0 })
  })

  test('that is asked for twice at once is made once', async () => {
    const { loop, host } = bench(null)
    await loop.start()
    host.answers = false
    await Promise.all([loop.probe(), loop.probe()])
    expect(loop.serving).toMatchObject({ kind: 'serving', misses: 1 })
  })

  test('of an engine that has been stopped meanwhile has no effect', async () => {
    const { loop, host, clock } = bench(null)
    await loop.start()
    host.answers = false
    host.beforeAnswer = async () => {
      host.beforeAnswer = async () => undefined
      await clock.advance(1)
      await loop.restart(0)
    }
    await loop.probe()
    expect(loop.serving).toMatchObject({ kind: 'serving', misses: 0 })
  })
})

test('an engine that ends unasked is started again after a moment', async () => {
  const { loop, host, clock } = bench()
  await loop.start()
  loop.ended(problem('RESTARTING.ended', { how: 'code 1' }))
  expect(loop.serving).toMatchObject({
    kind: 'backingOff',
    restarts: 1,
    problem: { variant: 'ended', values: { how: 'code 1' } },
  })
  await clock.advance(1_000)
  expect(host.calls).toEqual(['start', 'start'])
})
