/**
 * What an answer says of the tokens it took. Pure.
 *
 * - Anthropic (docs, "Streaming messages"): `message_start` has `message.model` and `message.usage`, `message_delta` a `usage` that
 *   counts from the start; an answer in one piece has `model` and `usage`.
 * - OpenAI (API reference, "Chat completions"): `model` and `usage` with `prompt_tokens`, in which what was cached is counted. Moonshot's
 *   streams have it in `choices[0].usage`, and `cached_tokens` beside `prompt_tokens`.
 */
import type { TokenUsage } from '../../contract/recorder'
import { isRecord } from '../basics/json'
import { printable } from '../basics/printable'

/** Undefined where it is not told; a later part of the answer may tell it. */
export interface UsagePart {
  readonly input?: number | undefined
  readonly output?: number | undefined
  readonly cacheRead?: number | undefined
  readonly cacheCreation?: number | undefined
}

export interface UsageReading {
  readonly model: string | null
  readonly part: UsagePart | null
}

export const NO_USAGE: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 }
const LONGEST_MODEL = 64

/** Of one event, or of a whole answer. */
export function readUsage(json: unknown): UsageReading {
  if (!isRecord(json)) return { model: null, part: null }
  const message = isRecord(json['message']) ? json['message'] : json
  const choices = Array.isArray(json['choices']) ? json['choices'] : []
  const [choice] = choices
  const usage = message['usage'] ?? (isRecord(choice) ? choice['usage'] : undefined)
  return { model: modelIn(message['model']), part: isRecord(usage) ? partIn(usage) : null }
}

/**
 * `before` with what a later part tells. The prompt's counts belong together: those of a part that has any replace all that
 * came before; a part without (zeros, as some servers send) leaves them.
 */
export function withPart(before: TokenUsage | null, part: UsagePart): TokenUsage {
  const known = before ?? NO_USAGE
  const hasPrompt = (part.input ?? 0) + (part.cacheRead ?? 0) + (part.cacheCreation ?? 0) > 0
  return {
    input: hasPrompt ? (part.input ?? known.input) : known.input,
    output: part.output || known.output,
    cacheRead: hasPrompt ? (part.cacheRead ?? known.cacheRead) : known.cacheRead,
    cacheCreation: hasPrompt ? (part.cacheCreation ?? known.cacheCreation) : known.cacheCreation,
  }
}

export function promptTokens({ input, cacheRead, cacheCreation }: TokenUsage): number {
  return input + cacheRead + cacheCreation
}

/** The share of the prompt that came from the cache, from 0 to 1; null without a prompt. */
export function cacheShare(usage: TokenUsage): number | null {
  const prompt = promptTokens(usage)
  return prompt === 0 ? null : usage.cacheRead / prompt
}

function modelIn(model: unknown): string | null {
  return typeof model === 'string' && model !== '' ? printable(model, LONGEST_MODEL) : null
}

function partIn(usage: Record<string, unknown>): UsagePart | null {
  const prompt = countIn(usage['prompt_tokens'])
  const part = prompt === undefined ? anthropicPart(usage) : openAiPart(usage, prompt)
  const { input, output, cacheRead, cacheCreation } = part
  return (input ?? output ?? cacheRead ?? cacheCreation) === undefined ? null : part
}

function openAiPart(usage: Record<string, unknown>, prompt: number): UsagePart {
  const details = usage['prompt_tokens_details']
  const told = isRecord(details) ? countIn(details['cached_tokens']) : undefined
  const cacheRead = Math.min(prompt, told ?? countIn(usage['cached_tokens']) ?? 0)
  return {
    input: prompt - cacheRead,
    output: countIn(usage['completion_tokens']),
    cacheRead,
    cacheCreation: undefined,
  }
}

function anthropicPart(usage: Record<string, unknown>): UsagePart {
  return {
    input: countIn(usage['input_tokens']),
    output: countIn(usage['output_tokens']),
    cacheRead: countIn(usage['cache_read_input_tokens']),
    cacheCreation: countIn(usage['cache_creation_input_tokens']),
  }
}

/** Far above any count of tokens; sums stay exact. */
const MOST_TOKENS = 1e9

function countIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS
    ? value
    : undefined
}
