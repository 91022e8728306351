/** Kimi's models: those that are known (ARCHITECTURE, fact 6), and those that Kimi's `GET /v1/models` lists. Pure. */
import { isRecord } from '../basics/json'

export interface KimiModel {
  readonly id: string
  /** For people. */
  readonly name: string
  readonly contextTokens: number
}

const CONTEXT_TOKENS = 262_144
const K3_CONTEXT_TOKENS = 1_048_576
const LONGEST_TEXT = 80
const MOST_MODELS = 20

export const DEFAULT_MODEL: KimiModel = {
  id: 'kimi-for-coding',
  name: 'Kimi for Coding',
  contextTokens: CONTEXT_TOKENS,
}

/** The fast one; not on every plan. */
export const FAST_MODEL = 'kimi-for-coding-highspeed'

/** What can be chosen where Kimi could not be asked. */
export const KNOWN_MODELS: readonly KimiModel[] = [
  DEFAULT_MODEL,
  { id: 'k3', name: 'Kimi K3', contextTokens: K3_CONTEXT_TOKENS },
]

export function isKimiModel(id: string): boolean {
  return /^(kimi-|k\d)/i.test(id)
}

/** Without Claude Code's suffix `[1m]`, at which it asks for a beta of Anthropic's. */
export function plainModel(id: string): string {
  return id.replace(/\[1m\]$/i, '')
}

/** The model of that id, also one that nobody has listed. */
export function modelOf(id: string, models: readonly KimiModel[]): KimiModel {
  const listed = [...models, ...KNOWN_MODELS].find((model) => model.id === id)
  return listed ?? { id, name: id, contextTokens: CONTEXT_TOKENS }
}

/** In the order of the answer, each once; null where the answer lists no model of Kimi's. */
export function modelsIn(answer: unknown): readonly KimiModel[] | null {
  const data = isRecord(answer) ? answer['data'] : undefined
  if (!Array.isArray(data)) return null
  const found = new Map<string, KimiModel>()
  for (const entry of data.slice(0, MOST_MODELS)) {
    const model = modelIn(entry)
    if (model !== null && !found.has(model.id)) found.set(model.id, model)
  }
  return found.size === 0 ? null : [...found.values()]
}

function modelIn(entry: unknown): KimiModel | null {
  if (!isRecord(entry)) return null
  const { id, display_name: name, context_length: contextTokens } = entry
  if (typeof id !== 'string' || !/^[\w.:-]{1,80}$/.test(id) || !isKimiModel(id)) return null
  const { name: knownName, contextTokens: knownTokens } = modelOf(id, [])
  return { id, name: shownName(name) ?? knownName, contextTokens: tokensIn(contextTokens) ?? knownTokens }
}

/** It stands in environments and settings: one short line of plain characters. */
function shownName(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const line = value.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line === '' ? null : line.slice(0, LONGEST_TEXT)
}

function tokensIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null
}
