/** What the simulator understands of an Anthropic Messages request. */
export interface MessagesRequest {
  readonly model: string
  readonly isStream: boolean
  /** Text of the newest user message that is neither tool results nor mere system reminders. */
  readonly prompt: string
  /** Tool results that followed the prompt. */
  readonly toolResults: number
  readonly toolNames: readonly string[]
  /** An estimate; stable for equal requests. */
  readonly inputTokens: number
}

/** @returns null when `body` is not JSON or lacks a non-empty `messages` list */
export function parseMessagesRequest(body: string): MessagesRequest | null {
  const json = parseJson(body)
  if (!isRecord(json)) return null
  const { model, stream, messages, system, tools } = json
  if (!Array.isArray(messages) || messages.length === 0) return null
  const turns = messages.map(parseTurn)
  const promptIndex = turns.findLastIndex((turn) => turn.prompt !== '')
  const later = turns.slice(promptIndex + 1)
  return {
    model: typeof model === 'string' ? model : 'kimi-for-coding',
    isStream: stream === true,
    prompt: turns[promptIndex]?.prompt ?? '',
    toolResults: later.reduce((sum, turn) => sum + turn.toolResults, 0),
    toolNames: recordsOf(tools).map((tool) => textOf(tool['name'])),
    inputTokens: estimateTokens(JSON.stringify([messages, system ?? null, tools ?? null])),
  }
}

/** Four characters a token: the usual rule of thumb, and all a test needs. */
export function estimateTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}

interface Turn {
  /** Empty unless the user spoke. */
  readonly prompt: string
  readonly toolResults: number
}

function parseTurn(message: unknown): Turn {
  if (!isRecord(message) || message['role'] !== 'user') return { prompt: '', toolResults: 0 }
  const content = message['content']
  if (typeof content === 'string') return { prompt: spoken(content), toolResults: 0 }
  const blocks = recordsOf(content)
  const toolResults = blocks.filter((block) => block['type'] === 'tool_result').length
  const text = blocks.map((block) => (block['type'] === 'text' ? textOf(block['text']) : '')).join('\n')
  return { prompt: toolResults > 0 ? '' : spoken(text), toolResults }
}

/** Claude Code puts its own notes beside the user's words, also in turns where the user said nothing. */
function spoken(text: string): string {
  return text.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '').trim()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
