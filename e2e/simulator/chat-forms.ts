/** Requests and answers in OpenAI's shape (platform.openai.com, chat completions). */
import { type MessagesRequest, parseMessagesRequest } from './messages-request'
import type { Reply, ReplyBlock } from './reply'

/** Understood as the message that it would be with Anthropic; whatever holds no messages says hello. */
export function parseChatRequest(body: string): MessagesRequest {
  const json = objectIn(body)
  const messages = listIn(json['messages']).map((message) =>
    message['role'] === 'tool' ? { role: 'user', content: [{ type: 'tool_result' }] } : message,
  )
  const tools = listIn(json['tools']).map((tool) => tool['function'])
  const spoken = messages.length > 0 ? messages : [{ role: 'user', content: 'hello' }]
  const request = parseMessagesRequest(JSON.stringify({ ...json, messages: spoken, tools }))
  if (request === null) throw new Error('messages that are not understood')
  return request
}

export function chatDocument(reply: Reply): object {
  const { block, inputTokens, outputTokens } = reply
  const message =
    block.type === 'text'
      ? { role: 'assistant', content: block.pieces.join('') }
      : { role: 'assistant', content: null, tool_calls: [callOf(block, JSON.stringify(block.input))] }
  return {
    ...envelope(reply, 'chat.completion'),
    choices: [{ index: 0, finish_reason: finishReason(block), message }],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    },
  }
}

/** The chunks of a stream as they travel, the closing `[DONE]` included. */
export function* chatBytes(reply: Reply): Generator<Buffer> {
  const frame = (delta: object, finish: string | null = null) => {
    const choices = [{ index: 0, delta, finish_reason: finish }]
    return Buffer.from(
      `data: ${JSON.stringify({ ...envelope(reply, 'chat.completion.chunk'), choices })}\n\n`,
    )
  }
  yield frame({ role: 'assistant', content: '' })
  for (const delta of deltasOf(reply.block)) yield frame(delta)
  yield frame({}, finishReason(reply.block))
  yield Buffer.from('data: [DONE]\n\n')
}

function deltasOf(block: ReplyBlock): object[] {
  if (block.type === 'text') return block.pieces.map((content) => ({ content }))
  const json = JSON.stringify(block.input)
  const middle = Math.floor(json.length / 2)
  const pieces = [json.slice(0, middle), json.slice(middle)]
  return [
    { tool_calls: [{ index: 0, ...callOf(block, '') }] },
    ...pieces.map((piece) => ({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
  ]
}

function callOf({ id, name }: Extract<ReplyBlock, { type: 'tool_use' }>, json: string): object {
  return { id, type: 'function', function: { name, arguments: json } }
}

function finishReason({ type }: ReplyBlock): 'stop' | 'tool_calls' {
  return type === 'tool_use' ? 'tool_calls' : 'stop'
}

function envelope({ id, model }: Reply, object: string): object {
  return { id: id.replace(/^msg/, 'chatcmpl'), object, created: 0, model }
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text)
    return isRecord(json) ? json : {}
  } catch {
    return {}
  }
}

function listIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
