import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const HERE = fileURLToPath(new URL('.', import.meta.url))

const STATES = ['running', 'refreshing', 'trouble', 'signIn', 'stopped'] as const
const KINDS = ['Template', '-light', '-dark'] as const
const SCALES = [
  { scale: '', px: 16 },
  { scale: '@1.25x', px: 20 },
  { scale: '@1.5x', px: 24 },
  { scale: '@2x', px: 32 },
] as const
/** macOS has whole scales only. */
const scalesOf = (kind: (typeof KINDS)[number]) =>
  SCALES.filter(({ px }) => kind !== 'Template' || px % 16 === 0)

const TRAY_FILE_LIMIT_BYTES = 4096
/** How many pixels of 256 must clearly differ before two shapes are told apart at a glance. */
const DISTINCT_PIXELS = 40
/** A difference of alpha that the eye takes for another shape, not for another edge. */
const CLEAR_DIFFERENCE = 96

interface Picture {
  readonly width: number
  readonly height: number
  /** Four bytes a pixel: red, green, blue, alpha. */
  readonly rgba: Buffer
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function chunksOf(png: Buffer): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  let at = SIGNATURE.length
  while (at < png.length) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    chunks.set(type, Buffer.concat([chunks.get(type) ?? Buffer.alloc(0), data]))
    at += length + 12
  }
  return chunks
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner
  const toLeft = Math.abs(estimate - left)
  const toAbove = Math.abs(estimate - above)
  const toCorner = Math.abs(estimate - corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return above
    case 3:
      return (left + above) >> 1
    case 4:
      return paeth(left, above, corner)
    default:
      throw new Error(`PNG has no filter ${filter}`)
  }
}

/** Decodes what Chromium writes: 8 bits, RGBA, not interlaced (PNG specification, sections 9 and 11.2.1). */
function decode(path: string): Picture {
  const png = readFileSync(path)
  expect(png.subarray(0, SIGNATURE.length).equals(SIGNATURE), path).toBe(true)
  const chunks = chunksOf(png)
  const header = chunks.get('IHDR') ?? Buffer.alloc(13)
  expect([...header.subarray(8)], `${path}: 8 bits, RGBA, not interlaced`).toEqual([8, 6, 0, 0, 0])
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)

  const lines = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))
  const stride = width * 4
  const rgba = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = lines.readUInt8(y * (stride + 1))
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const left = x < 4 ? 0 : rgba.readUInt8(at - 4)
      const above = y === 0 ? 0 : rgba.readUInt8(at - stride)
      const corner = x < 4 || y === 0 ? 0 : rgba.readUInt8(at - stride - 4)
      const raw = lines.readUInt8(y * (stride + 1) + 1 + x)
      rgba.writeUInt8((raw + predicted(filter, left, above, corner)) & 0xff, at)
    }
  }
  return { width, height, rgba }
}

const tray = (name: string): string => `${HERE}tray/${name}.png`

function alphaOf({ rgba }: Picture): readonly number[] {
  return [...rgba].filter((_, index) => index % 4 === 3)
}

function clearDifferences(one: readonly number[], other: readonly number[]): number {
  return one.filter((alpha, index) => Math.abs(alpha - (other[index] ?? 0)) >= CLEAR_DIFFERENCE).length
}

const pairs = STATES.flatMap((one, index) => STATES.slice(index + 1).map((other) => ({ one, other })))

describe('the tray icons', () => {
  test('every state has all its files, and no file is left over', () => {
    const wanted = STATES.flatMap((state) =>
      KINDS.flatMap((kind) => scalesOf(kind).map(({ scale }) => `${state}${kind}${scale}.png`)),
    )
    expect(readdirSync(`${HERE}tray`).sort()).toEqual(wanted.sort())
  })

  test.each(SCALES)('pictures named "$scale" measure $px pixels and are small', ({ scale, px }) => {
    for (const state of STATES) {
      for (const kind of KINDS) {
        if (!scalesOf(kind).some((other) => other.scale === scale)) continue
        const name = `${state}${kind}${scale}`
        const { width, height } = decode(tray(name))
        expect({ name, width, height }).toEqual({ name, width: px, height: px })
        expect(readFileSync(tray(name)).length, name).toBeLessThan(TRAY_FILE_LIMIT_BYTES)
      }
    }
  })

  test.each(STATES)('the template of "%s" holds black and alpha only', (state) => {
    for (const { scale } of scalesOf('Template')) {
      const { rgba } = decode(tray(`${state}Template${scale}`))
      expect(rgba.every((byte, index) => index % 4 === 3 || byte === 0)).toBe(true)
    }
  })

  test.each(pairs)('"$one" and "$other" differ in shape, without colour', ({ one, other }) => {
    for (const kind of KINDS) {
      for (const { scale, px } of scalesOf(kind)) {
        const atLeast = DISTINCT_PIXELS * (px / 16) ** 2
        const shapes = [one, other].map((state) => alphaOf(decode(tray(`${state}${kind}${scale}`))))
        const [first = [], second = []] = shapes
        expect(clearDifferences(first, second), `${kind}${scale}`).toBeGreaterThanOrEqual(atLeast)
      }
    }
  })

  test.each(STATES)('"%s" has the same shape on every system and panel', (state) => {
    for (const { scale } of SCALES) {
      const shapes = KINDS.filter((kind) => scalesOf(kind).some((other) => other.scale === scale)).map(
        (kind) => alphaOf(decode(tray(`${state}${kind}${scale}`))),
      )
      const [first = [], ...others] = shapes
      for (const other of others) expect(clearDifferences(first, other), scale).toBe(0)
    }
  })
})

describe('the app icon', () => {
  test('measures 512 pixels and has transparent corners', () => {
    const { width, height, rgba } = decode(`${HERE}icon.png`)
    expect({ width, height }).toEqual({ width: 512, height: 512 })
    expect(rgba.readUInt8(3)).toBe(0)
    expect(rgba.readUInt8(rgba.length - 1)).toBe(0)
  })
})

describe('the icons of the packages', () => {
  const sizeOf = (png: Buffer) => {
    expect(png.subarray(0, SIGNATURE.length).equals(SIGNATURE)).toBe(true)
    return png.readUInt32BE(16)
  }

  test('macOS finds each size under its name', () => {
    const file = readFileSync(`${HERE}icon.icns`)
    expect(file.toString('latin1', 0, 4)).toBe('icns')
    expect(file.readUInt32BE(4)).toBe(file.length)
    const sizes: Record<string, number> = {}
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      sizes[file.toString('latin1', at, at + 4)] = sizeOf(file.subarray(at + 8))
    }
    // Icon Services: ic11 is 16 points at 2x, ic12 32 at 2x, ic13 128 at 2x, ic14 256 at 2x, ic10 512 at 2x.
    expect(sizes).toEqual({
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic13: 256,
      ic08: 256,
      ic14: 512,
      ic09: 512,
      ic10: 1024,
    })
  })

  test('Windows finds each size where its table says', () => {
    const file = readFileSync(`${HERE}icon.ico`)
    expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
    const sizes = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
      const entry = file.subarray(6 + 16 * index)
      const picture = file.subarray(entry.readUInt32LE(12), entry.readUInt32LE(12) + entry.readUInt32LE(8))
      expect(sizeOf(picture)).toBe(entry.readUInt8(0) || 256)
      return sizeOf(picture)
    })
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
  })

  test('Linux has a file for each size of its theme', () => {
    for (const name of readdirSync(`${HERE}icons`)) {
      expect(`${sizeOf(readFileSync(`${HERE}icons/${name}`))}`).toBe(/^(\d+)x\1\.png$/.exec(name)?.[1])
    }
    expect(readdirSync(`${HERE}icons`)).toContain('512x512.png')
  })
})
