import { expect, test } from 'vitest'
import { QR_MARGIN, qrCode, qrLines, qrPath } from './qr-code'

const PAGE = 'https://www.kimi.com/code/authorize_device?user_code=ABCD-EFGH'

test('a page becomes a square of squares with the three finder patterns', () => {
  const code = qrCode(PAGE) ?? []
  expect(code.length).toBeGreaterThan(24)
  expect(code.every((row) => row.length === code.length)).toBe(true)
  const last = code.length - 7
  for (const [x, y] of [
    [0, 0],
    [last, 0],
    [0, last],
  ] as const) {
    expect(code.slice(y, y + 7).map((row) => row.slice(x, x + 7).filter(Boolean).length)).toEqual([
      7, 2, 5, 5, 5, 2, 7,
    ])
  }
})

test('the SVG path has the quiet margin, and draws each dark square once', () => {
  const code = qrCode(PAGE) ?? []
  const path = qrPath(code)
  expect(path.match(/M/g)).toHaveLength(code.flat().filter(Boolean).length)
  expect(path.startsWith(`M${QR_MARGIN} ${QR_MARGIN}h1v1h-1z`)).toBe(true)
})

test('in a terminal two rows of squares share a line, with a margin around', () => {
  const code = qrCode(PAGE) ?? []
  const lines = qrLines(code)
  expect(lines).toHaveLength(Math.ceil((code.length + 4) / 2))
  expect(new Set(lines.map((line) => line.length))).toEqual(new Set([code.length + 4]))
  expect(lines[0]?.trim()).toBe('')
  expect(lines[1]?.startsWith('  █▀▀▀▀▀█')).toBe(true)
})

test('a text that is too long for a QR code gives none', () => {
  expect(qrCode('x'.repeat(5_000))).toBeNull()
})
