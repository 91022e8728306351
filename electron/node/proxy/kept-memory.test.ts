import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { FakeClock } from '../../testing/fake-clock'
import { KeptBody } from './kept-body'
import { KeptMemory } from './kept-memory'

const MB = 1024 * 1024

function bench(limitBytes = 64 * MB) {
  const clock = new FakeClock()
  const collected: string[] = []
  const memory = new KeptMemory(limitBytes, {
    collect: (kind) => collected.push(kind),
    after: (delayMs, callback) => void clock.after(delayMs, callback),
  })
  return { clock, collected, memory }
}

/** Pushed in chunks as they come from a network: of all lengths. */
function keep(memory: KeptMemory, bytes: Buffer): KeptBody {
  const body = new KeptBody(memory)
  for (let at = 0, length = 1; at < bytes.length; at += length, length = (length * 7) % 65_537)
    body.push(bytes.subarray(at, at + length))
  return body
}

test('copies of requests are what came, from any byte on, also where others are kept and given back beside them', () => {
  const { memory } = bench()
  const texts = [100, 65_536, 65_537, 400_000, 3 * MB].map((length) => randomBytes(length))
  keep(memory, randomBytes(5 * MB))
  const gone = keep(memory, randomBytes(MB))
  const first = texts.map((text) => keep(memory, text))
  gone.clear()
  const second = texts.map((text) => keep(memory, text))
  for (const [index, text] of texts.entries()) {
    for (const start of [0, 1, 65_536, 70_000, text.length]) {
      const rest = text.subarray(start)
      expect(Buffer.concat(first[index]?.from(start) ?? []).equals(rest)).toBe(true)
      expect(Buffer.concat(second[index]?.from(start) ?? []).equals(rest)).toBe(true)
    }
  }
})

test('what was handed out to be sent stays as it was when its place is another request’s', () => {
  const { memory } = bench()
  const text = randomBytes(MB)
  keep(memory, randomBytes(5 * MB))
  const body = keep(memory, text)
  const sent = body.from(0)
  body.clear()
  keep(memory, randomBytes(MB))
  expect(Buffer.concat(sent).equals(text)).toBe(true)
})

test('what has to be kept beyond all room is kept all the same', () => {
  const { memory } = bench(MB)
  const text = randomBytes(2 * MB)
  expect(Buffer.concat(keep(memory, text).from(0)).equals(text)).toBe(true)
})

test('after a burst and five quiet seconds the memory goes back to the system, and V8 collects once', async () => {
  const { clock, collected, memory } = bench()
  const bodies = Array.from({ length: 10 }, () => keep(memory, Buffer.alloc(MB)))
  expect(memory.blocks.bytes).toBeGreaterThan(5 * MB)
  for (const body of bodies) body.clear()
  await clock.advance(4_900)
  expect(memory.blocks.bytes).toBeGreaterThan(5 * MB)
  await clock.advance(200)
  expect([memory.blocks.bytes, collected]).toEqual([0, ['major']])
  await clock.advance(60_000)
  expect(collected).toEqual(['major'])
})

test('uploads of everyday size make V8 collect nothing', async () => {
  const { clock, collected, memory } = bench()
  for (let round = 0; round < 50; round += 1) {
    const body = keep(memory, Buffer.alloc(MB))
    memory.arrived(MB)
    body.clear()
    await clock.advance(6_000)
  }
  expect([memory.blocks.bytes, collected]).toEqual([0, []])
})
