/** What stays on the screen of a terminal while somebody signs in. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DeviceSignIn } from '../../contract/login'
import { textWidth } from '../../core/views/cli/columns'
import { sayIn } from '../../core/words/say'
import { SignInScreen, type Terminal } from './sign-in-screen'

const WAITING: DeviceSignIn = {
  kind: 'waiting',
  userCode: 'WDJB-MJHT',
  page: 'https://www.kimi.com/code/authorize_device?user_code=WDJB-MJHT',
  expiresAtMs: 900_000,
  offline: false,
  renewed: false,
}

/** Colours, and what clears a line. */
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*[mK]`, 'g')

type Size = Pick<Terminal, 'rows' | 'columns'>

function drawn(size: Size, look: Partial<Terminal> = {}, site: string | null = 'kimi.com'): string {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const terminal = { ...size, isCapable: true, hasColour: true, ...look, write }
  const screen = new SignInScreen(terminal, sayIn('en'), () => 0, site)
  onTestFinished(() => screen.show({ kind: 'idle' }))
  screen.show(WAITING)
  return output
}

/** The last lines, as many as the terminal has, the way it shows them. */
function visible(output: string, { rows, columns }: Size): readonly string[] {
  const plain = output.replaceAll(ESCAPES, '').replaceAll('\r', '')
  const lines = plain.split('\n').flatMap((line) => {
    const parts = Math.max(1, Math.ceil(textWidth(line) / columns))
    return Array.from({ length: parts }, (_, at) => line.slice(at * columns, (at + 1) * columns))
  })
  return lines.slice(-rows)
}

describe.each<Size>([
  { columns: 80, rows: 24 },
  { columns: 80, rows: 30 },
  { columns: 80, rows: 40 },
  { columns: 120, rows: 60 },
  { columns: 40, rows: 24 },
])('on a terminal of $columns x $rows', (size) => {
  test('code, page and site stay visible', () => {
    const seen = visible(drawn(size), size)
    const text = seen.join('')
    expect(text).toContain('    WDJB-MJHT')
    expect(text).toContain('https://www.kimi.com/code/authorize_device?user_code=WDJB-MJHT')
    expect(text).toContain('To sign in to Kimi (kimi.com)')
    expect(seen.at(-1)).toMatch(/^Waiting for your approval/)
  })

  test('a QR code is whole or not there', () => {
    const rows = (lines: readonly string[]) => lines.filter((line) => /[█▀▄]/.test(line)).length
    const output = drawn(size)
    expect(rows(visible(output, size))).toBe(rows(output.split('\n')))
  })
})

test('a QR code stands above the code where there is room for both', () => {
  const output = drawn({ columns: 80, rows: 50 })
  expect(output.indexOf('▀')).toBeGreaterThan(-1)
  expect(output.lastIndexOf('▀')).toBeLessThan(output.indexOf('To sign in to Kimi'))
  expect(drawn({ columns: 80, rows: 24 })).not.toMatch(/[█▀▄]/)
})

test('without colours nothing is bold, and no QR code is drawn, since not every phone reads it in any colours', () => {
  const output = drawn({ columns: 80, rows: 50 }, { hasColour: false })
  expect(output.match(ESCAPES)?.filter((code) => code.endsWith('m'))).toEqual([])
  expect(output).not.toMatch(/[█▀▄]/)
})

test('hosts that are no region’s have no site', () => {
  expect(drawn({ columns: 80, rows: 24 }, {}, null)).toContain('To sign in to Kimi, open this page')
})
