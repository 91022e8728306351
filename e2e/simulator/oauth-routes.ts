import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Backend } from './backend'
import type { TokenAnswer } from './credential-file'
import type { DeviceFault, TokenFault } from './faults'
import { pause, readBody, sendBody, senderOf } from './http-parts'
import type { RefreshRequest } from './log'

/** The same for both regions; kimi-code packages/oauth/src/constants.ts. */
const CLIENT_ID = '17e5f671-d194-4dfb-9706-5516cb48c098'
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

const DESCRIPTIONS = {
  invalid_grant: 'The provided authorization grant is invalid',
  // Kimi's status and words for the next three were never measured; they follow RFC 6749.
  invalid_client: 'Client authentication failed',
  invalid_request: 'The request is missing a required parameter',
  unsupported_grant_type: 'The authorization grant type is not supported',
  authorization_pending: 'The authorization request is still pending',
  slow_down: 'The client is polling too quickly',
  expired_token: 'The device code has expired',
  access_denied: 'The user denied the authorization request',
} as const

/** `POST /api/oauth/device_authorization`. */
export async function answerDeviceAuthorization(
  backend: Backend,
  req: IncomingMessage,
  res: ServerResponse,
  origin: string,
): Promise<void> {
  const form = await readForm(req)
  backend.log.deviceArrived({ kind: 'authorize', headers: req.headers, form, atMs: backend.nowMs() })
  if (await isTaken(backend, res, backend.faults.device.take())) return
  if (form.get('client_id') !== CLIENT_ID) return refuse(res, 'invalid_client')
  sendBody(res, 200, backend.devices.start(`${origin}/code/authorize_device`))
}

/** `POST /api/oauth/token`, for both of its grants. */
export async function answerToken(
  backend: Backend,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const form = await readForm(req)
  const refreshToken = form.get('refresh_token')
  const isRefresh = form.get('grant_type') === 'refresh_token'
  const record =
    isRefresh && refreshToken !== null
      ? backend.log.refreshArrived(refreshToken, senderOf(req), backend.nowMs())
      : null
  if (form.get('grant_type') === DEVICE_GRANT) {
    backend.log.deviceArrived({ kind: 'poll', headers: req.headers, form, atMs: backend.nowMs() })
  }
  const fault = backend.faults.token.take() ?? backend.standingFault
  if (record && fault && !('delayMs' in fault)) record.outcome = 'faulted'
  if (await isTaken(backend, res, fault)) return
  if (record) record.outcome = 'refused'
  if (form.get('client_id') !== CLIENT_ID) return refuse(res, 'invalid_client')
  if (record) return answerRefresh(backend, res, record)
  if (isRefresh) return refuse(res, 'invalid_request')
  if (form.get('grant_type') !== DEVICE_GRANT) return refuse(res, 'unsupported_grant_type')
  answerDevicePoll(backend, res, form.get('device_code') ?? '')
}

async function answerRefresh(backend: Backend, res: ServerResponse, record: RefreshRequest): Promise<void> {
  const rotation = backend.logins.rotate(record.refreshToken)
  record.outcome = rotation.kind
  res.once('finish', () => backend.log.verdictDelivered(record))
  if (rotation.kind === 'refused') return refuse(res, 'invalid_grant')
  record.successor = rotation.answer.refresh_token
  if (rotation.kind === 'granted') {
    backend.log.grantedCount += 1
    if ((await backend.onRotated?.(record)) === 'drop') {
      res.destroy()
      return
    }
  }
  res.once('finish', () => backend.log.rotationDelivered(record))
  sendTokens(backend, res, rotation.answer)
}

function answerDevicePoll(backend: Backend, res: ServerResponse, deviceCode: string): void {
  const result = backend.devices.poll(deviceCode)
  if (result === 'approved') sendTokens(backend, res, backend.logins.open())
  else refuse(res, result)
}

/** @returns true when the request needs no further answer */
async function isTaken(
  backend: Backend,
  res: ServerResponse,
  fault: TokenFault | DeviceFault | null,
): Promise<boolean> {
  if (!fault) return false
  if ('delayMs' in fault) {
    // Not cut short when the client leaves: the real server would rotate all the same.
    await pause(fault.delayMs, backend.stopping.signal)
    return false
  }
  if ('answer' in fault) sendBody(res, fault.answer.status, fault.answer.body, fault.answer.headers)
  else if ('drop' in fault) res.destroy()
  return true
}

function sendTokens(backend: Backend, res: ServerResponse, answer: TokenAnswer): void {
  const dressed = backend.dressGrant?.(answer) ?? null
  if (dressed === null) return sendBody(res, 200, answer, { 'cache-control': 'no-store' })
  const { status, headers, body, isCut } = dressed
  res.writeHead(status, { ...headers, 'content-length': body.length + (isCut ? 1 : 0) })
  if (isCut) res.write(body, () => res.destroy())
  else res.end(body)
}

function refuse(res: ServerResponse, error: keyof typeof DESCRIPTIONS): void {
  sendBody(res, 400, { error, error_description: DESCRIPTIONS[error] })
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(req)).toString('utf8'))
}
