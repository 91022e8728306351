/**
 * Reads a login file without pause in a process of its own, until its input ends. A line of JSON for every change, one
 * for every reading that was not a whole login, and at the end how often it looked.
 *
 *     login-reader <file>
 */
import { readFileSync } from 'node:fs'

export type ReaderLine =
  | { readonly kind: 'ready' }
  /** `text`: the whole file as it was. */
  | { readonly kind: 'changed'; readonly text: string; readonly refreshToken: string }
  | { readonly kind: 'broken'; readonly text: string }
  | { readonly kind: 'end'; readonly reads: number }

const PAUSE_MS = 1

function say(line: ReaderLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function refreshTokenIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('refresh_token' in value)) return null
    return typeof value.refresh_token === 'string' ? value.refresh_token : null
  } catch {
    return null
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return String(error)
  }
}

function main(path: string): void {
  let reads = 0
  let before = ''
  const look = () => {
    const text = read(path)
    reads += 1
    if (text === before) return
    before = text
    const refreshToken = refreshTokenIn(text)
    say(refreshToken === null ? { kind: 'broken', text } : { kind: 'changed', text, refreshToken })
  }
  const timer = setInterval(look, PAUSE_MS)
  process.stdin.resume().once('end', () => {
    clearInterval(timer)
    look()
    say({ kind: 'end', reads })
  })
  say({ kind: 'ready' })
}

main(process.argv[2] ?? '')
