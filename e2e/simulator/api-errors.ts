import type { ApiExchange } from './api-exchange'

const EXPIRED_KEY = 'The API Key appears to be invalid or may have expired'

/** The shape of `/v1/messages` errors at Kimi. */
export function refuse(exchange: ApiExchange, status: number, type: string, message: string): void {
  exchange.answer(status, { type: 'error', error: { type, message } })
}

export function refuseToken(exchange: ApiExchange): void {
  refuse(exchange, 401, 'authentication_error', EXPIRED_KEY)
}

/** `/v1/models` and the managed endpoints beside it answer in OpenAI's shape. */
export function refuseTokenLikeOpenAi(exchange: ApiExchange): void {
  exchange.answer(401, { error: { message: EXPIRED_KEY, type: 'invalid_authentication_error' } })
}
