import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { refuse } from './api-errors'
import type { ApiExchange } from './api-exchange'
import type { FaultScript } from './faults'
import { type MessagesRequest, parseMessagesRequest } from './messages-request'
import { replyTo } from './reply'
import { replyBytes, replyDocument, replyEvents } from './reply-forms'
import { streamReply } from './reply-stream'

/** Kimi's own limit and words; its error reference, "total message size". */
const MAX_MESSAGE_BYTES = 2_097_152

/** `POST /coding/v1/messages`, stream or document as the request asks. */
export async function answerMessages(
  exchange: ApiExchange,
  body: Buffer,
  streamFaults: FaultScript['stream'],
): Promise<void> {
  const request = await understand(exchange, body)
  if (!request) return
  const reply = replyTo(request)
  if (request.isStream) return streamReply(exchange, replyBytes(reply), reply.waitMs, streamFaults.take())
  if (reply.waitMs > 0) await exchange.pause(reply.waitMs * [...replyEvents(reply)].length)
  if (!exchange.isClosed) exchange.answer(200, replyDocument(reply))
}

/** `POST /coding/v1/messages/count_tokens`. */
export async function answerCountTokens(exchange: ApiExchange, body: Buffer): Promise<void> {
  const request = await understand(exchange, body)
  if (request) exchange.answer(200, { input_tokens: request.inputTokens })
}

/** @returns null after having answered 400 */
async function understand(exchange: ApiExchange, body: Buffer): Promise<MessagesRequest | null> {
  const plain = await decoded(exchange, body)
  if (plain && plain.length > MAX_MESSAGE_BYTES) {
    const message = `total message size ${plain.length} exceeds limit ${MAX_MESSAGE_BYTES}`
    refuse(exchange, 400, 'invalid_request_error', message)
    return null
  }
  const request = plain && parseMessagesRequest(plain.toString('utf8'))
  if (!request)
    refuse(exchange, 400, 'invalid_request_error', 'The request body is not a valid message request')
  return request
}

/** @returns null when the body is not what its `content-encoding` says */
async function decoded(exchange: ApiExchange, body: Buffer): Promise<Buffer | null> {
  if (exchange.req.headers['content-encoding'] !== 'gzip') return body
  return promisify(gunzip)(body).catch(() => null)
}
