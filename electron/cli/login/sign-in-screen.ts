/**
 * A sign-in on standard output. In a terminal the last line is written anew each second and a QR code is drawn; through a
 * pipe each change is one line.
 */
import type { DeviceSignIn } from '../../contract/login'
import type { Environment } from '../../core/settings/launch-env'
import { codeLines, progressLine } from '../../core/views/cli/sign-in'
import { qrCode, qrLines } from '../../core/views/qr-code'
import type { Say } from '../../core/words/say'
import { lookOf } from '../basics/look'

const TICK_MS = 1_000
const BOLD = '\u001b[1m'
/** Black on white, whatever the terminal's colours are: not every phone reads it the other way round. */
const QR_COLOURS = '\u001b[30;107m'
const PLAIN = '\u001b[0m'
const CLEAR_LINE = '\r\u001b[K'

export interface Terminal {
  write(text: string): unknown
  /** Of characters. */
  readonly columns: number
  /** Of lines. */
  readonly rows: number
  /** Moves its cursor; false for a pipe or a file. */
  readonly isCapable: boolean
  readonly hasColour: boolean
}

export function terminalOf(stream: NodeJS.WriteStream, env: Environment): Terminal {
  return {
    write: (text) => stream.write(text),
    // None, or 0, where nobody has said how large it is.
    columns: stream.columns || 80,
    rows: stream.rows || 24,
    isCapable: stream.isTTY === true && env['TERM'] !== 'dumb',
    hasColour: lookOf(env, stream).hasColour,
  }
}

export class SignInScreen {
  readonly #terminal: Terminal
  readonly #say: Say
  readonly #nowMs: () => number
  readonly #site: string | null
  #state: DeviceSignIn = { kind: 'idle' }
  #shownCode = ''
  #timer: NodeJS.Timeout | null = null

  /** `site`: where the code is approved; null for hosts that are no region's. */
  constructor(terminal: Terminal, say: Say, nowMs: () => number, site: string | null = null) {
    this.#terminal = terminal
    this.#say = say
    this.#nowMs = nowMs
    this.#site = site
  }

  show(state: DeviceSignIn): void {
    this.#state = state
    this.#clearProgress()
    if (state.kind === 'waiting' && state.userCode !== this.#shownCode) {
      this.#shownCode = state.userCode
      this.#showCode(state)
    }
    this.#showProgress()
    if (!this.#terminal.isCapable || state.kind !== 'waiting') return this.#endTicks()
    this.#timer ??= setInterval(() => {
      this.#clearProgress()
      this.#showProgress()
    }, TICK_MS)
  }

  #endTicks(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  /** The code stands below the QR code, and there is none where it would push page or code off the screen. */
  #showCode(state: Extract<DeviceSignIn, { kind: 'waiting' }>): void {
    const { hasColour, columns, rows: height } = this.#terminal
    const emphasis = (text: string) => (hasColour ? `${BOLD}${text}${PLAIN}` : text)
    const lines = codeLines(this.#say, state, this.#site, emphasis)
    const code = hasColour ? qrCode(state.page) : null
    const rows = code === null ? [] : qrLines(code)
    const isWide = rows.every((row) => row.length + 4 < columns)
    // With what is said above the QR code, and the line of progress below all.
    const isHigh = rows.length + lines.length + 4 <= height
    if (rows.length > 0 && isWide && isHigh) {
      this.#print(['', this.#say('cli.scan'), ''])
      this.#print(rows.map((row) => `    ${QR_COLOURS}${row}${PLAIN}`))
    }
    this.#print(lines)
  }

  #print(lines: readonly string[]): void {
    this.#terminal.write(lines.map((line) => `${line}\n`).join(''))
  }

  #clearProgress(): void {
    if (this.#terminal.isCapable) this.#terminal.write(CLEAR_LINE)
  }

  /** A line that wraps could not be written over. */
  #showProgress(): void {
    const line = progressLine(this.#say, this.#state, this.#nowMs())
    if (line === null) return
    const { isCapable, columns } = this.#terminal
    this.#terminal.write(isCapable ? line.slice(0, columns - 1) : `${line}\n`)
  }
}
