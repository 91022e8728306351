import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Backend } from './backend'
import type { TokenAnswer } from './credential-file'
import type { DeviceFault, GrantForm, TokenFault } from './faults'
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
  const grantForm = fault !== null && 'form' in fault ? fault.form : (backend.dressGrant?.() ?? {})
  if (record && fault && !('delayMs' in fault || 'form' in fault)) record.outcome = 'faulted'
  if (await isTaken(backend, res, fault)) return
  if (record) record.outcome = 'refused'
  if (form.get('client_id') !== CLIENT_ID) return refuse(res, 'invalid_client')
  if (record) return answerRefresh(backend, res, record, grantForm)
  if (isRefresh) return refuse(res, 'invalid_request')
  if (form.get('grant_type') !== DEVICE_GRANT) return refuse(res, 'unsupported_grant_type')
  await answerDevicePoll(backend, res, form.get('device_code') ?? '', grantForm)
}

async function answerRefresh(
  backend: Backend,
  res: ServerResponse,
  record: RefreshRequest,
  form: GrantForm,
): Promise<void> {
  const keepsRefresh = 'refresh_token' in (form.fields ?? {})
  const rotation = keepsRefresh
    ? backend.logins.renew(record.refreshToken)
    : backend.logins.rotate(record.refreshToken)
  record.outcome = rotation.kind
  const onSent = () => backend.log.verdictDelivered(record)
  if (rotation.kind === 'refused') {
    res.once('finish', onSent)
    return refuse(res, 'invalid_grant')
  }
  record.successor = rotation.answer.refresh_token
  if (rotation.kind === 'granted') {
    backend.log.grantedCount += 1
    if ((await backend.onRotated?.(record)) === 'drop') {
      res.destroy()
      return
    }
  }
  await sendTokens(backend, res, rotation.answer, form, () => {
    onSent()
    backend.log.rotationDelivered(record)
  })
}

async function answerDevicePoll(
  backend: Backend,
  res: ServerResponse,
  deviceCode: string,
  form: GrantForm,
): Promise<void> {
  const result = backend.devices.poll(deviceCode)
  if (result === 'approved') await sendTokens(backend, res, backend.logins.open(), form)
  else refuse(res, result)
}

/** @returns true when the request needs no further answer */
async function isTaken(
  backend: Backend,
  res: ServerResponse,
  fault: TokenFault | DeviceFault | null,
): Promise<boolean> {
  if (!fault || 'form' in fault) return false
  if ('delayMs' in fault) {
    // Not cut short when the client leaves: the real server would rotate all the same.
    await pause(fault.delayMs, backend.stopping.signal)
    return false
  }
  if ('answer' in fault) sendBody(res, fault.answer.status, fault.answer.body, fault.answer.headers)
  else if ('drop' in fault) res.destroy()
  return true
}

async function sendTokens(
  backend: Backend,
  res: ServerResponse,
  answer: TokenAnswer,
  { status = 200, headers = {}, fields = {}, pack = (json) => json, end, afterMs = 0 }: GrantForm,
  onSent = () => {},
): Promise<void> {
  await pause(afterMs, backend.stopping.signal)
  const bytes = Buffer.from(pack(JSON.stringify({ ...answer, ...fields })))
  const promised = bytes.length + (end === undefined ? 0 : 1)
  const own = { 'cache-control': 'no-store', 'content-type': 'application/json', 'content-length': promised }
  res.writeHead(status, { ...own, ...headers })
  if (end === undefined) {
    res.once('finish', onSent).end(bytes)
    return
  }
  res.write(bytes, (error) => {
    if (!error) onSent()
    if (end === 'break') res.destroy()
  })
}

function refuse(res: ServerResponse, error: keyof typeof DESCRIPTIONS): void {
  sendBody(res, 400, { error, error_description: DESCRIPTIONS[error] })
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(req)).toString('utf8'))
}
