/** Who answers on a port of this computer. Asks `/health` only, which costs nothing and changes nothing. */
import { systemCode } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import { LOOPBACK } from '../../core/proxy/routes'
import { askOnce, NoAnswerInTime } from '../network/http-once'
import type { RunRecord } from './run-file'

export type HealthBody = Readonly<Record<string, unknown>>

export type Probe =
  /** Nobody listens. */
  | { readonly kind: 'free' }
  /** Somebody listens and says nothing in time. */
  | { readonly kind: 'silent' }
  /** Somebody who is no proxy for Kimi. */
  | { readonly kind: 'stranger' }
  /** The script this product replaces: its health, without our name. */
  | { readonly kind: 'origin'; readonly pid: number | null }
  | {
      readonly kind: 'kimiProxy'
      readonly healthy: boolean
      readonly nonce: string
      readonly body: HealthBody
    }

const LIMIT_MS = 3_000

export async function probePort(port: number, limitMs = LIMIT_MS): Promise<Probe> {
  const answer = await ask(port, 'GET', '/health', {}, limitMs)
  if (typeof answer === 'string') return { kind: answer }
  const body = parse(answer.text)
  if (!isRecord(body)) return { kind: 'stranger' }
  const { product, nonce, pid, status } = body
  if (product === 'kimi-proxy' && typeof nonce === 'string') {
    return { kind: 'kimiProxy', healthy: answer.status === 200, nonce, body }
  }
  const originShape = 'token_valid' in body && (status === 'healthy' || status === 'unhealthy')
  return originShape ? { kind: 'origin', pid: typeof pid === 'number' ? pid : null } : { kind: 'stranger' }
}

/** Whether the engine of this record is the one answering. */
export function isEngineOf(probe: Probe, record: RunRecord | null): boolean {
  return probe.kind === 'kimiProxy' && record !== null && probe.nonce === record.nonce
}

export interface RawAnswer {
  readonly status: number
  readonly text: string
}

/** `free`: refused. `silent`: no whole answer within the limit. `stranger`: it spoke, but not HTTP. Never rejects. */
export async function ask(
  port: number,
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<RawAnswer | 'free' | 'silent' | 'stranger'> {
  const target = { protocol: 'http:', host: LOOPBACK, port, basePath: '' } as const
  try {
    const { status, body } = await askOnce({ target, method, path, headers, agent: false, limitMs })
    return { status, text: body }
  } catch (error) {
    if (error instanceof NoAnswerInTime) return 'silent'
    return systemCode(error) === 'ECONNREFUSED' ? 'free' : 'stranger'
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
