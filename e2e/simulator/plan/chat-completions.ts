import type { ApiExchange } from '../api-exchange'
import type { Backend } from '../backend'
import { chatBytes, chatDocument, parseChatRequest } from '../chat-forms'
import { replyTo } from '../reply'
import { streamReply } from '../reply-stream'
import { REFUSALS, type Refusal } from './refusals'

export const CHAT_COMPLETIONS_PATH = '/coding/v1/chat/completions'

/** Those whom the gate was seen to admit; it looks at nothing else. */
const ADMITTED = ['Kilo-Code/', 'claude-cli/', 'claude-code/', 'KimiCLI/', 'kimi-code-cli/', 'RooCode/']

/** `POST /coding/v1/chat/completions`, stream or document as the request asks, for the tools whose User-Agent the gate admits. */
export async function answerChatCompletions(
  exchange: ApiExchange,
  body: Buffer,
  backend: Backend,
): Promise<void> {
  const userAgent = exchange.req.headers['user-agent'] ?? ''
  if (!ADMITTED.some((prefix) => userAgent.startsWith(prefix)))
    return refuse(exchange, REFUSALS.userAgentGate)
  const refusal = backend.plan.admit(exchange.res)
  if (refusal) return refuse(exchange, refusal)
  const request = parseChatRequest(body.toString('utf8'))
  const reply = replyTo(request)
  if (!request.isStream) return exchange.answer(200, chatDocument(reply))
  return streamReply(exchange, chatBytes(reply), reply.waitMs, backend.faults.stream.take())
}

/** In OpenAI's shape. */
function refuse(exchange: ApiExchange, { status, type, message }: Refusal): void {
  exchange.answer(status, { error: { message, type } })
}
