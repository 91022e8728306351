/** Sessions of Claude Code as its client library makes them, and how long each of their turns waited. */
import { setMaxListeners } from 'node:events'
import Anthropic from '@anthropic-ai/sdk'

export const CLAUDE_CODE = 'claude-cli/2.1.330 (external, cli)'

export interface Turn {
  /** From the request to the first event of its answer. */
  readonly waitMs: number
  /** On the clock of `performance`. */
  readonly endedAtMs: number
}

/** One session: a client with a session id of its own, that retries nothing. */
export class Session {
  readonly id: string
  readonly turns: Turn[] = []
  readonly failures: unknown[] = []
  readonly #client: Anthropic
  readonly #leaving = new AbortController()

  constructor(port: number, id: string) {
    // Each turn listens to it.
    setMaxListeners(0, this.#leaving.signal)
    this.id = id
    this.#client = clientOf(port, { 'user-agent': CLAUDE_CODE, 'x-claude-code-session-id': id })
  }

  /** One streamed turn. A failure is kept and not thrown. */
  async turn(prompt: string): Promise<void> {
    const startedAtMs = performance.now()
    let firstAtMs: number | null = null
    try {
      const stream = this.#client.messages
        .stream(question(prompt), { signal: this.#leaving.signal })
        .on('streamEvent', () => {
          firstAtMs ??= performance.now()
        })
      const { stop_reason } = await stream.finalMessage()
      if (stop_reason !== 'end_turn') throw new Error(`ended as ${stop_reason}`)
      const endedAtMs = performance.now()
      this.turns.push({ waitMs: (firstAtMs ?? endedAtMs) - startedAtMs, endedAtMs })
    } catch (failure) {
      this.failures.push(failure)
    }
  }

  /** Closes the connections of all turns under way. */
  leave(): void {
    this.#leaving.abort()
  }
}

export function clientOf(port: number, headers: Record<string, string>, maxRetries = 0): Anthropic {
  const baseURL = `http://127.0.0.1:${port}`
  return new Anthropic({ baseURL, apiKey: 'dummy', maxRetries, defaultHeaders: headers })
}

export function question(text: string): Anthropic.MessageCreateParamsNonStreaming {
  return { model: 'kimi-for-coding', max_tokens: 1_000, messages: [{ role: 'user', content: text }] }
}

/** All sessions begin at once, and each takes its turns one after the other. Earlier turns are forgotten. */
export async function rush(sessions: readonly Session[], turns: number, prompt: string): Promise<void> {
  await Promise.all(
    sessions.map(async (session) => {
      session.turns.length = 0
      for (let count = 0; count < turns; count += 1) await session.turn(prompt)
    }),
  )
}

/**
 * By how many turns the session that got most was ahead of the one that got least, at worst, while every session still
 * had turns to take.
 */
export function widestLead(sessions: readonly Session[]): number {
  const ends = sessions.flatMap((session) => session.turns.map(({ endedAtMs }) => ({ session, endedAtMs })))
  const done = new Map(sessions.map((session) => [session, 0]))
  let widest = 0
  for (const { session } of ends.sort((one, other) => one.endedAtMs - other.endedAtMs)) {
    const count = (done.get(session) ?? 0) + 1
    done.set(session, count)
    const counts = [...done.values()]
    widest = Math.max(widest, Math.max(...counts) - Math.min(...counts))
    if (count === session.turns.length) break
  }
  return widest
}

/** `share` from 0 to 1; by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** The waits as lines: first those of all sessions together, then each session's, several in a line. */
export function waitsOf(title: string, sessions: readonly Session[]): string {
  const all = sessions.flatMap(({ turns }) => turns.map(({ waitMs }) => waitMs))
  const ms = (value: number) => `${Math.round(value)}`.padStart(5)
  const each = sessions.map(({ id, turns }) => {
    const waits = turns.map(({ waitMs }) => waitMs)
    return `${id.padStart(4)} ${ms(percentile(waits, 0.5))} ${ms(percentile(waits, 0.99))}`
  })
  const rows = Array.from({ length: Math.ceil(each.length / 5) }, (_, row) =>
    each.slice(row * 5, row * 5 + 5).join(' | '),
  )
  const head = `${title}: ${all.length} turns, waits p50 ${ms(percentile(all, 0.5))} ms, p99 ${ms(percentile(all, 0.99))} ms`
  return `${head}; session, p50, p99 in ms:\n${rows.join('\n')}\n`
}
