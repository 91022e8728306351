import { describe, expect, test } from 'vitest'
import { KimiProxyError } from '../../core/basics/errors'
import { AFTER_VAIN_MS, MOST_PARKED, MOST_PARKED_BYTES } from '../../core/proxy/parking'
import { FakeClock } from '../../testing/fake-clock'
import { said } from '../../testing/said'
import { ParkingLot } from './parking-lot'

const SIGNED_OUT = new KimiProxyError('LOGIN_REVOKED', {})
const REFUSED = new KimiProxyError('REQUEST_REFUSED', { reason: said('no') })
const LIMIT_MS = 600_000
const holding = (bytes: number, silent = false) => ({ keptBytes: () => bytes, silent })

function lot(limitMs = LIMIT_MS) {
  const clock = new FakeClock()
  const counts: number[] = []
  const parking = new ParkingLot({ clock, limitMs, onChange: (count) => counts.push(count) })
  return { clock, counts, parking }
}

describe('a request that cannot be served now', () => {
  test('waits until something has come, and keeps its place while it is tried again', async () => {
    const { counts, parking } = lot()
    const stay = parking.arrive()
    const first = stay.wait(SIGNED_OUT, holding(10))
    parking.wake()
    expect(await first).toBe(true)
    const second = stay.wait(SIGNED_OUT, holding(10))
    expect([counts, stay.isParked]).toEqual([[1], true])
    parking.wake()
    expect(await second).toBe(true)
    stay.leave()
    expect([counts, stay.isParked]).toEqual([[1, 0], false])
  })

  test('is tried again by itself after 1, 2, 4, 5, 5 … s', async () => {
    const { clock, parking } = lot()
    const stay = parking.arrive()
    const waits: number[] = []
    for (let n = 0; n < 6; n += 1) {
      const from = clock.elapsedMs()
      await clock.runUntil(stay.wait(SIGNED_OUT, holding(0)))
      waits.push(clock.elapsedMs() - from)
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000])
  })

  test('waits no longer than the limit in all', async () => {
    const { clock, parking } = lot(9_000)
    const stay = parking.arrive()
    const outcomes: boolean[] = []
    for (let n = 0; n < 5; n += 1) outcomes.push(await clock.runUntil(stay.wait(SIGNED_OUT, holding(0))))
    expect([outcomes, clock.elapsedMs()]).toEqual([[true, true, true, true, false], 9_000])
  })

  test('of which its client hears nothing is told before that client gives up after 10 minutes', async () => {
    const { clock, parking } = lot(3_600_000)
    const stay = parking.arrive()
    while (await clock.runUntil(stay.wait(SIGNED_OUT, holding(0, true))));
    expect(clock.elapsedMs()).toBe(590_000)
  })

  test('is told a failure that waiting would not mend', async () => {
    const { counts, parking } = lot()
    expect([await parking.arrive().wait(REFUSED, holding(0)), counts]).toEqual([false, []])
  })

  test('is told every failure where waiting is off', async () => {
    const { counts, parking } = lot(0)
    expect([await parking.arrive().wait(SIGNED_OUT, holding(0)), counts]).toEqual([false, []])
  })

  test('frees its place when its client leaves, and its wait is over', async () => {
    const { clock, counts, parking } = lot()
    const stay = parking.arrive()
    const waiting = stay.wait(SIGNED_OUT, holding(5))
    stay.leave()
    expect([await waiting, counts, clock.pendingTimers]).toEqual([false, [1, 0], 0])
    expect(await stay.wait(SIGNED_OUT, holding(5))).toBe(false)
  })
})

describe('the place', () => {
  test('is bounded in number, and one that is freed is given to the next', async () => {
    const { parking } = lot()
    const stays = Array.from({ length: MOST_PARKED }, () => parking.arrive())
    for (const stay of stays) void stay.wait(SIGNED_OUT, holding(1))
    expect(await parking.arrive().wait(SIGNED_OUT, holding(1))).toBe(false)
    stays[0]?.leave()
    const next = parking.arrive().wait(SIGNED_OUT, holding(1))
    parking.wake()
    expect(await next).toBe(true)
  })

  test('is bounded in bytes', async () => {
    const { parking } = lot()
    void parking.arrive().wait(SIGNED_OUT, holding(MOST_PARKED_BYTES - 10))
    expect(await parking.arrive().wait(SIGNED_OUT, holding(11))).toBe(false)
    const small = parking.arrive().wait(SIGNED_OUT, holding(10))
    parking.wake()
    expect(await small).toBe(true)
  })

  test('counts what comes in while a request waits', async () => {
    const { parking } = lot()
    let uploaded = 10
    void parking.arrive().wait(SIGNED_OUT, { keptBytes: () => uploaded, silent: false })
    uploaded = MOST_PARKED_BYTES
    expect(await parking.arrive().wait(SIGNED_OUT, holding(1))).toBe(false)
  })

  test('waits no longer than its time for a try that is under way, and is told what it waited out', async () => {
    const { clock, parking } = lot(3_600_000)
    const stay = parking.arrive()
    await clock.runUntil(stay.wait(SIGNED_OUT, holding(0, true)))
    const hanging = new Promise<never>(() => undefined)
    await expect(clock.runUntil(stay.within(hanging))).rejects.toBe(SIGNED_OUT)
    expect([clock.elapsedMs(), await stay.wait(SIGNED_OUT, holding(0, true))]).toEqual([590_000, false])
    expect(await stay.within(Promise.resolve('token'))).toBe('token')
    await clock.flush()
    expect(clock.pendingTimers).toBe(0)
  })

  test('keeps nobody whose upload has outgrown what may wait in all', async () => {
    const { parking } = lot()
    let uploaded = 10
    const stay = parking.arrive()
    const first = stay.wait(SIGNED_OUT, { keptBytes: () => uploaded, silent: false })
    void parking.arrive().wait(SIGNED_OUT, holding(MOST_PARKED_BYTES - 10))
    parking.wake()
    expect(await first).toBe(true)
    uploaded = 11
    expect(await stay.wait(SIGNED_OUT, { keptBytes: () => uploaded, silent: false })).toBe(false)
  })

  test('turns newcomers away for a while after somebody has waited in vain, until something has come', async () => {
    const { clock, parking } = lot(1_000)
    const early = parking.arrive()
    await clock.runUntil(early.wait(SIGNED_OUT, holding(0)))
    expect(await early.wait(SIGNED_OUT, holding(0))).toBe(false)
    expect(await parking.arrive().wait(SIGNED_OUT, holding(0))).toBe(false)
    await clock.advance(AFTER_VAIN_MS)
    expect(await clock.runUntil(parking.arrive().wait(SIGNED_OUT, holding(0)))).toBe(true)

    const late = parking.arrive()
    await clock.runUntil(late.wait(SIGNED_OUT, holding(0)))
    await late.wait(SIGNED_OUT, holding(0))
    parking.wake()
    expect(await clock.runUntil(parking.arrive().wait(SIGNED_OUT, holding(0)))).toBe(true)
  })

  test('closed for a moment only, tells everybody that instead', async () => {
    const { parking } = lot()
    const waiting = parking.arrive().wait(SIGNED_OUT, holding(0))
    parking.close(REFUSED)
    await expect(waiting).rejects.toBe(REFUSED)
  })

  test('closed, tells everybody who waits and takes nobody in', async () => {
    const { parking } = lot()
    const waiting = [
      parking.arrive().wait(SIGNED_OUT, holding(0)),
      parking.arrive().wait(SIGNED_OUT, holding(0)),
    ]
    parking.close()
    expect(await Promise.all(waiting)).toEqual([false, false])
    expect(await parking.arrive().wait(SIGNED_OUT, holding(0))).toBe(false)
  })
})

describe('a request that waits for the end of a limit of the plan', () => {
  const USED_UP = new KimiProxyError('LIMIT_REACHED', { reason: said('limit') })
  const MINUTE_MS = 60_000

  function limited(endsInMs: number | null, parked: () => void = () => undefined) {
    return { ...holding(0), limit: { endsInMs, parked } }
  }

  test('goes on right after it, one after the other', async () => {
    const { clock, parking } = lot()
    const wentOnAtMs: number[] = []
    const stays = Array.from({ length: 4 }, () => parking.arrive())
    for (const stay of stays) {
      void stay.wait(USED_UP, limited(3 * MINUTE_MS)).then(() => wentOnAtMs.push(clock.elapsedMs()))
    }
    await clock.advance(LIMIT_MS)
    expect(wentOnAtMs).toEqual([181_000, 181_150, 181_300, 181_450])
  })

  test('is told at once where that comes too late or is not known, and takes no place', async () => {
    const { counts, parking } = lot()
    const parked: string[] = []
    for (const endsInMs of [LIMIT_MS, 5 * 3_600_000, null]) {
      const waiting = limited(endsInMs, () => parked.push('parked'))
      expect(await parking.arrive().wait(USED_UP, waiting)).toBe(false)
    }
    expect([counts, parked]).toEqual([[], []])
  })

  test('says when it begins to wait, and not before', async () => {
    const { clock, parking } = lot()
    const parked: string[] = []
    const waits = parking.arrive().wait(
      USED_UP,
      limited(MINUTE_MS, () => parked.push('parked')),
    )
    expect(parked).toEqual(['parked'])
    expect(await clock.runUntil(waits)).toBe(true)
  })

  test('is not woken by a renewed token', async () => {
    const { clock, parking } = lot()
    const waits = parking.arrive().wait(USED_UP, limited(MINUTE_MS))
    await clock.advance(10_000)
    parking.wake()
    await clock.runUntil(waits)
    expect(clock.elapsedMs()).toBe(61_000)
  })

  test('goes on soon after a sleep that was longer', async () => {
    const { clock, parking } = lot()
    const waits = parking.arrive().wait(USED_UP, limited(MINUTE_MS))
    await clock.suspend(5 * MINUTE_MS)
    parking.wake()
    expect(await waits).toBe(true)
    expect(clock.elapsedMs()).toBe(5 * MINUTE_MS)
  })

  test('goes on earlier where Kimi serves again', async () => {
    const { clock, parking } = lot()
    const first = parking.arrive().wait(USED_UP, limited(5 * MINUTE_MS))
    const second = parking.arrive().wait(USED_UP, limited(5 * MINUTE_MS))
    const signIn = parking.arrive().wait(SIGNED_OUT, holding(0))
    await clock.advance(500)
    parking.limitOver()
    await clock.runUntil(first)
    expect(clock.elapsedMs()).toBe(1_500)
    await clock.runUntil(second)
    expect(clock.elapsedMs()).toBe(1_650)
    expect(await signIn).toBe(true)
  })

  test('is tried again after growing waits where it is refused after the end all the same, and told at last', async () => {
    const { clock, parking } = lot()
    const stay = parking.arrive()
    const triedAtMs: number[] = []
    let endsInMs: number | null = MINUTE_MS
    while (await clock.runUntil(stay.wait(USED_UP, limited(endsInMs)))) {
      triedAtMs.push(clock.elapsedMs() / 1_000)
      endsInMs = null
    }
    expect(triedAtMs).toEqual([61, 66, 76, 96, 136, 196, 256, 316, 376, 436, 496, 556, 600])
    // Who asks in its place at once does not wait all over again.
    expect(await parking.arrive().wait(USED_UP, limited(MINUTE_MS))).toBe(false)
  })

  test('leaves at once with its client, and is sent away when the proxy stops', async () => {
    const { counts, parking } = lot()
    const left = parking.arrive()
    const leaving = left.wait(USED_UP, limited(MINUTE_MS))
    left.leave()
    expect(await leaving).toBe(false)
    const stopped = parking.arrive().wait(USED_UP, limited(MINUTE_MS))
    parking.close()
    expect([await stopped, counts]).toEqual([false, [1, 0, 1]])
  })
})
