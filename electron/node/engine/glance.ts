/**
 * The state of the engine for whoever has no time: with few modules to load, one request, and a short limit. Proves nothing; for all
 * that matters see `process.ts`.
 */
import { readFileSync, statSync } from 'node:fs'
import { get } from 'node:http'
import type { EngineState } from '../../contract/engine'
import { MISS_CAUSE_FIELD, SESSION_FIELD, type SessionGlimpse } from '../../contract/recorder'
import { isRecord } from '../../core/basics/json'

export type Glance =
  /** No engine has written down where it is, or nobody listens there. */
  | { readonly kind: 'off' }
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'state'
      readonly state: EngineState
      readonly nowMs: number
      /** Null where none was named, or the engine knows nothing of it. */
      readonly session: SessionGlimpse | null
    }

/** What the asker knows: the session it is of, and Claude Code's word for that session's last miss of the cache. */
export interface ToldSession {
  readonly session: string | null
  readonly missCause: string | null
}

const LONGEST_RUN_FILE_BYTES = 65_536
/** As in `core/proxy/routes.ts`, which would bring the table of words along. */
const STATE_PATH = '/__kimi-proxy/state'
const SECRET_FIELD = 'x-kimi-proxy-secret'

/** Never rejects. `runFile`: its path. */
export async function glanceAt(runFile: string, limitMs: number, told: ToldSession): Promise<Glance> {
  const place = placeIn(runFile)
  return place === null ? { kind: 'off' } : askAt(place, limitMs, told)
}

interface Place {
  readonly port: number
  readonly secret: string
}

function placeIn(runFile: string): Place | null {
  try {
    const stats = statSync(runFile)
    if (!stats.isFile() || stats.size > LONGEST_RUN_FILE_BYTES) return null
    const record: unknown = JSON.parse(readFileSync(runFile, 'utf8'))
    if (!isRecord(record)) return null
    const { port, secret } = record
    return typeof port === 'number' && typeof secret === 'string' ? { port, secret } : null
  } catch {
    return null
  }
}

/** What fits into a field of a request; nothing of the rest. */
function fieldsOf({ session, missCause }: ToldSession): Readonly<Record<string, string>> {
  const pairs = [
    [SESSION_FIELD, session],
    [MISS_CAUSE_FIELD, missCause],
  ] as const
  const fit = pairs.flatMap(([name, value]) =>
    value !== null && /^[\w.:-]{1,128}$/.test(value) ? [[name, value]] : [],
  )
  return Object.fromEntries(fit)
}

function askAt({ port, secret }: Place, limitMs: number, told: ToldSession): Promise<Glance> {
  return new Promise((resolve) => {
    const end = (glance: Glance) => {
      clearTimeout(timer)
      request.destroy()
      resolve(glance)
    }
    const request = get({
      host: '127.0.0.1',
      port,
      path: STATE_PATH,
      agent: false,
      headers: { [SECRET_FIELD]: secret, connection: 'close', ...fieldsOf(told) },
    })
    const timer = setTimeout(() => end({ kind: 'silent' }), limitMs)
    request.once('error', () => end({ kind: 'off' }))
    request.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.once('error', () => end({ kind: 'silent' }))
      response.once('end', () => end(stateIn(text)))
    })
  })
}

interface Told {
  readonly state: EngineState
  readonly now: { readonly wallMs: number }
  readonly session?: SessionGlimpse | null
}

/** An engine of another version may say less; whoever else listens there is not ours. */
function stateIn(text: string): Glance {
  try {
    const told: unknown = JSON.parse(text)
    if (!isRecord(told) || !isRecord(told['state']) || !isRecord(told['now'])) return { kind: 'off' }
    const answer: Told = JSON.parse(text)
    return { kind: 'state', state: answer.state, nowMs: answer.now.wallMs, session: answer.session ?? null }
  } catch {
    return { kind: 'off' }
  }
}
