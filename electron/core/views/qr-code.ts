/** An address as a QR code, for a phone to read: squares for the window, blocks for a terminal. Pure. */
import { encode } from 'uqr'

/** Rows of squares, true for a dark one, without the quiet margin. */
export type QrCode = readonly (readonly boolean[])[]

/** The width of the quiet margin in squares: what readers want (ISO/IEC 18004), and what terminals have room for. */
export const QR_MARGIN = 4
const TERMINAL_MARGIN = 2

/** Null for a text that is too long for a QR code. */
export function qrCode(text: string): QrCode | null {
  try {
    return encode(text, { ecc: 'M', border: 0 }).data
  } catch {
    return null
  }
}

/** The dark squares as an SVG path, a square being 1 by 1, margin included. */
export function qrPath(code: QrCode): string {
  const squares = code.flatMap((row, y) =>
    row.map((dark, x) => (dark ? `M${x + QR_MARGIN} ${y + QR_MARGIN}h1v1h-1z` : '')),
  )
  return squares.join('')
}

/** Lines of text, each with two rows of squares, margin included. Meant to be printed dark on a light ground. */
export function qrLines(code: QrCode): readonly string[] {
  const size = code.length
  const isDark = (x: number, y: number) => code[y]?.[x] === true
  const lines: string[] = []
  for (let y = -TERMINAL_MARGIN; y < size + TERMINAL_MARGIN; y += 2) {
    let line = ''
    for (let x = -TERMINAL_MARGIN; x < size + TERMINAL_MARGIN; x += 1) {
      const [upper, lower] = [isDark(x, y), isDark(x, y + 1)]
      line += upper ? (lower ? '█' : '▀') : lower ? '▄' : ' '
    }
    lines.push(line)
  }
  return lines
}
