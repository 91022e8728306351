// The files of macOS and Windows that hold one icon in several sizes. Both are a table in front of PNG files.

/** Apple's name for each size in pixels, once as it is and once as the double of half that size (Icon Services). */
const ICNS_TYPES = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]

/** `pictures`: PNG files by their size in pixels. */
export function icnsOf(pictures) {
  const entries = ICNS_TYPES.map(([type, size]) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(head.length + pictures.get(size).length, 4)
    return Buffer.concat([head, pictures.get(size)])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 'latin1')
  head.writeUInt32BE(
    entries.reduce((sum, { length }) => sum + length, head.length),
    4,
  )
  return Buffer.concat([head, ...entries])
}

/** PNG inside of ICO is read since Windows Vista; 0 stands for 256 (MS documentation, "The ICO file format"). */
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256]
const ICO_HEAD_BYTES = 6
const ICO_ENTRY_BYTES = 16

export function icoOf(pictures) {
  const head = Buffer.alloc(ICO_HEAD_BYTES)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(ICO_SIZES.length, 4)
  let at = ICO_HEAD_BYTES + ICO_ENTRY_BYTES * ICO_SIZES.length
  const entries = ICO_SIZES.map((size) => {
    const { length } = pictures.get(size)
    const entry = Buffer.alloc(ICO_ENTRY_BYTES)
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(length, 8)
    entry.writeUInt32LE(at, 12)
    at += length
    return entry
  })
  return Buffer.concat([head, ...entries, ...ICO_SIZES.map((size) => pictures.get(size))])
}
