import type { IncomingMessage, ServerResponse } from 'node:http'
import { refuse, refuseToken, refuseTokenLikeOpenAi } from './api-errors'
import { ApiExchange } from './api-exchange'
import type { Backend } from './backend'
import { readBody } from './http-parts'
import { isOwnQuestion } from './log'
import { answerManaged, isManagedPath } from './managed-routes'
import { answerCountTokens, answerMessages } from './messages-routes'
import { answerChatCompletions, CHAT_COMPLETIONS_PATH } from './plan/chat-completions'
import { answerBytes, answerEcho, isBytesPath, isEchoPath, readEcho } from './probe-routes'

/** Every request under `/coding`. */
export async function answerApi(backend: Backend, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const exchange = new ApiExchange(backend, req, res)
  if (isEchoPath(exchange.path)) {
    const echo = await readEcho(exchange)
    if (!(await isTaken(backend, exchange))) answerEcho(exchange, echo)
    return
  }
  const body = await readBody(req)
  if (await isTaken(backend, exchange)) return
  await route(backend, exchange, body)
}

async function route(backend: Backend, exchange: ApiExchange, body: Buffer): Promise<void> {
  const { path, req, record } = exchange
  if (isBytesPath(path)) return answerBytes(exchange)
  if (req.method === 'GET' && isManagedPath(path)) {
    if (record.tokenValid) answerManaged(exchange, backend.plan)
    else refuseTokenLikeOpenAi(exchange)
    return
  }
  if (req.method === 'POST' && path === CHAT_COMPLETIONS_PATH) {
    if (record.tokenValid) return answerChatCompletions(exchange, body, backend)
    return refuseTokenLikeOpenAi(exchange)
  }
  const isMessages = path === '/coding/v1/messages'
  const isCount = path === '/coding/v1/messages/count_tokens'
  if (req.method !== 'POST' || !(isMessages || isCount)) {
    return refuse(exchange, 404, 'not_found_error', `The requested resource ${path} was not found`)
  }
  if (!record.tokenValid) return refuseToken(exchange)
  if (isCount) return answerCountTokens(exchange, body)
  const refusal = backend.plan.admit(exchange.res)
  if (refusal) return refuse(exchange, refusal.status, refusal.type, refusal.message)
  return answerMessages(exchange, body, backend.faults.stream)
}

/** @returns true when a fault or the refusal of everything settled the request */
async function isTaken(backend: Backend, exchange: ApiExchange): Promise<boolean> {
  const isLook = isOwnQuestion(exchange.record) && exchange.path.endsWith('/usages')
  const fault = isLook ? null : backend.faults.api.take()
  if (fault && 'delayMs' in fault) await exchange.pause(fault.delayMs)
  else if (fault && 'heldUntil' in fault) await fault.heldUntil
  else if (fault) {
    if ('answer' in fault) exchange.answer(fault.answer.status, fault.answer.body, fault.answer.headers)
    else if ('dropBeforeHeaders' in fault) exchange.drop()
    return true
  }
  if (exchange.isClosed) return true
  if (!backend.refusesEverything) return false
  if (isManagedPath(exchange.path)) refuseTokenLikeOpenAi(exchange)
  else refuseToken(exchange)
  return true
}
