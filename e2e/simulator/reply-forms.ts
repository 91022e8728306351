import type { Reply, ReplyBlock } from './reply'

/** One server-sent event; `type` is its name too, as in Anthropic's API. */
export type ReplyEvent = { readonly type: string } & Readonly<Record<string, unknown>>

/** The answer as one JSON document. */
export function replyDocument(reply: Reply): object {
  return {
    ...envelope(reply, reply.outputTokens),
    content: [wholeBlock(reply.block)],
    stop_reason: stopReason(reply),
  }
}

/** The events as they travel. */
export function* replyBytes(reply: Reply): Generator<Buffer> {
  for (const event of replyEvents(reply)) yield encodeEvent(event)
}

/** The answer as the events of a stream, in Anthropic's order. */
export function* replyEvents(reply: Reply): Generator<ReplyEvent> {
  yield { type: 'message_start', message: envelope(reply, 1) }
  yield { type: 'content_block_start', index: 0, content_block: emptyBlock(reply.block) }
  yield { type: 'ping' }
  for (const delta of deltasOf(reply.block)) yield { type: 'content_block_delta', index: 0, delta }
  yield { type: 'content_block_stop', index: 0 }
  yield {
    type: 'message_delta',
    delta: { stop_reason: stopReason(reply), stop_sequence: null },
    usage: { output_tokens: reply.outputTokens },
  }
  yield { type: 'message_stop' }
}

/** An event as it travels, blank line included. */
function encodeEvent(event: ReplyEvent): Buffer {
  return Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
}

function envelope(reply: Reply, outputTokens: number): object {
  return {
    id: reply.id,
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: reply.inputTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: outputTokens,
    },
  }
}

function stopReason(reply: Reply): 'end_turn' | 'tool_use' {
  return reply.block.type === 'tool_use' ? 'tool_use' : 'end_turn'
}

function wholeBlock(block: ReplyBlock): object {
  return block.type === 'text' ? { type: 'text', text: block.pieces.join('') } : block
}

function emptyBlock(block: ReplyBlock): object {
  return block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} }
}

function deltasOf(block: ReplyBlock): object[] {
  if (block.type === 'text') return block.pieces.map((text) => ({ type: 'text_delta', text }))
  const json = JSON.stringify(block.input)
  const middle = Math.floor(json.length / 2)
  // Anthropic opens with an empty piece, and cuts JSON anywhere: clients must not parse a piece by itself.
  const pieces = ['', json.slice(0, middle), json.slice(middle)]
  return pieces.map((partial) => ({ type: 'input_json_delta', partial_json: partial }))
}
