/**
 * A sign-in on standard output. In a terminal the last line is written anew each second and a QR code is drawn; through a
 * pipe each change is one line.
 */
import type { DeviceSignIn } from '../../contract/login'
import { codeLines, progressLine } from '../../core/views/cli/sign-in'
import { qrCode, qrLines } from '../../core/views/qr-code'
import type { Say } from '../../core/words/say'

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
  /** Draws colours and moves its cursor; false for a pipe or a file. */
  readonly isCapable: boolean
}

export function terminalOf(stream: NodeJS.WriteStream, term: string | undefined): Terminal {
  return {
    write: (text) => stream.write(text),
    // None, or 0, where nobody has said how wide it is.
    columns: stream.columns || 80,
    isCapable: stream.isTTY === true && term !== 'dumb',
  }
}

export class SignInScreen {
  readonly #terminal: Terminal
  readonly #say: Say
  readonly #nowMs: () => number
  #state: DeviceSignIn = { kind: 'idle' }
  #shownCode = ''
  #timer: NodeJS.Timeout | null = null

  constructor(terminal: Terminal, say: Say, nowMs: () => number) {
    this.#terminal = terminal
    this.#say = say
    this.#nowMs = nowMs
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

  #showCode(state: Extract<DeviceSignIn, { kind: 'waiting' }>): void {
    const { isCapable, columns } = this.#terminal
    const emphasis = (text: string) => (isCapable ? `${BOLD}${text}${PLAIN}` : text)
    this.#print(codeLines(this.#say, state, emphasis))
    const code = isCapable ? qrCode(state.page) : null
    const rows = code === null ? [] : qrLines(code)
    if (rows.length === 0 || (rows[0]?.length ?? 0) + 4 >= columns) return
    this.#print([this.#say('cli.scan'), ''])
    this.#print([...rows.map((row) => `    ${QR_COLOURS}${row}${PLAIN}`), ''])
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
