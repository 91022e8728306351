import { afterEach } from 'vitest'
import { KimiSimulator, type SimulatorOptions } from './index'

/** What a test asked for and got; `json` is null when the body is not a JSON object. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Record<string, unknown> | null
}

export interface StreamEvent {
  readonly name: string
  readonly data: Record<string, unknown>
}

const running: KimiSimulator[] = []

/** A simulator that stops when the test ends. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<KimiSimulator> {
  const simulator = await KimiSimulator.start(options)
  running.push(simulator)
  return simulator
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()))
})

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: objectIn(text) }
}

const CLIENT_ID = '17e5f671-d194-4dfb-9706-5516cb48c098'

export function refresh(simulator: KimiSimulator, refreshToken: string): Promise<Answer> {
  const body = formOf({ client_id: CLIENT_ID, grant_type: 'refresh_token', refresh_token: refreshToken })
  return send(`${simulator.origin}/api/oauth/token`, { method: 'POST', body })
}

export function startDevice(simulator: KimiSimulator): Promise<Answer> {
  const body = formOf({ client_id: CLIENT_ID })
  return send(`${simulator.origin}/api/oauth/device_authorization`, { method: 'POST', body })
}

export function pollDevice(simulator: KimiSimulator, deviceCode: string): Promise<Answer> {
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  const body = formOf({ client_id: CLIENT_ID, grant_type: grantType, device_code: deviceCode })
  return send(`${simulator.origin}/api/oauth/token`, { method: 'POST', body })
}

export function postMessages(
  simulator: KimiSimulator,
  token: string,
  request: object,
  init: RequestInit = {},
): Promise<Answer> {
  return send(`${simulator.upstream}/v1/messages?beta=true`, {
    method: 'POST',
    headers: { 'x-api-key': token, 'content-type': 'application/json' },
    body: JSON.stringify(request),
    ...init,
  })
}

export function ask(prompt: string, more: object = {}): object {
  return { model: 'k3', max_tokens: 1000, messages: [{ role: 'user', content: prompt }], ...more }
}

/** Complete events only, as a client sees them: what follows the last blank line is not an event. */
export function eventsIn(stream: string): StreamEvent[] {
  return stream
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? []
      return { name, data: objectIn(data) ?? {} }
    })
}

/** The value at a path such as `error.type` or `content.0.text`. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined
    return new Map(Object.entries(inner)).get(key)
  }, value)
}

export function recordAt(value: unknown, path: string): Record<string, unknown> {
  const found = at(value, path)
  if (typeof found !== 'object' || found === null) throw new Error(`No object at ${path}`)
  return { ...found }
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path)
  if (typeof found !== 'string') throw new Error(`No text at ${path}`)
  return found
}

function formOf(fields: Record<string, string>): URLSearchParams {
  return new URLSearchParams(fields)
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}
