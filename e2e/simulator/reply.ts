import { randomBytes } from 'node:crypto'
import { estimateTokens, type MessagesRequest } from './messages-request'

const MAX_COUNT = 100_000
const KNOWN_TOOLS = ['Bash', 'get_weather']

export type ReplyBlock =
  /** `pieces` are the deltas of a stream. */
  | { readonly type: 'text'; readonly pieces: readonly string[] }
  | {
      readonly type: 'tool_use'
      readonly id: string
      readonly name: string
      readonly input: Readonly<Record<string, string>>
    }

/** The model's answer to one request, before it takes the form of a stream or a document. */
export interface Reply {
  readonly id: string
  readonly model: string
  readonly block: ReplyBlock
  readonly inputTokens: number
  readonly outputTokens: number
  /** Between two events of a stream. */
  readonly waitMs: number
}

/**
 * The prompt selects the answer: "count to N" (at most 100,000), "use the tool K times" (with a tool named Bash or
 * get_weather), and beside either of them "slow N ms".
 */
export function replyTo(request: MessagesRequest): Reply {
  const block = blockFor(request)
  return {
    id: `msg_sim_${randomBytes(12).toString('hex')}`,
    model: request.model,
    block,
    inputTokens: request.inputTokens,
    outputTokens: block.type === 'text' ? block.pieces.length : estimateTokens(JSON.stringify(block.input)),
    waitMs: numberIn(request.prompt, /slow (\d+) ms/i) ?? 0,
  }
}

function blockFor(request: MessagesRequest): ReplyBlock {
  const toolName = request.toolNames.find((name) => KNOWN_TOOLS.includes(name))
  const steps = numberIn(request.prompt, /use the tool (\d+) times?/i)
  if (toolName !== undefined && steps !== null) {
    return request.toolResults < steps
      ? toolCall(toolName, request.toolResults + 1)
      : textBlock(`done after ${steps} steps`)
  }
  const count = numberIn(request.prompt, /count to (\d+)/i)
  if (count === null) return textBlock('Hello from the simulated Kimi.')
  const length = Math.min(count, MAX_COUNT)
  return { type: 'text', pieces: Array.from({ length }, (_, index) => `${index + 1} `) }
}

function toolCall(name: string, step: number): ReplyBlock {
  const input =
    name === 'Bash' ? { command: `echo step ${step}`, description: `Print step ${step}` } : { city: 'Paris' }
  return { type: 'tool_use', id: `toolu_sim_${randomBytes(12).toString('hex')}`, name, input }
}

function textBlock(text: string): ReplyBlock {
  return { type: 'text', pieces: text.split(/(?<= )/) }
}

function numberIn(text: string, pattern: RegExp): number | null {
  const digits = pattern.exec(text)?.[1]
  return digits === undefined ? null : Number(digits)
}
