import type { ApiExchange } from '../api-exchange'
import { REFUSALS } from './refusals'

export const CHAT_COMPLETIONS_PATH = '/coding/v1/chat/completions'

/** Those whom the gate was seen to admit; it looks at nothing else. */
const ADMITTED = ['Kilo-Code/', 'claude-cli/', 'claude-code/', 'KimiCLI/', 'kimi-code-cli/', 'RooCode/']

/** One short answer in OpenAI's shape, for the tools whose User-Agent the gate admits. */
export function answerChatCompletions(exchange: ApiExchange): void {
  const userAgent = exchange.req.headers['user-agent'] ?? ''
  if (!ADMITTED.some((prefix) => userAgent.startsWith(prefix))) {
    const { status, type, message } = REFUSALS.userAgentGate
    exchange.answer(status, { error: { message, type } })
    return
  }
  exchange.answer(200, {
    id: 'chatcmpl-sim',
    object: 'chat.completion',
    model: 'kimi-for-coding',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: { role: 'assistant', content: 'Hello from the simulated Kimi.' },
      },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 6, total_tokens: 7 },
  })
}
