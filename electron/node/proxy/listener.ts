/**
 * The port: 127.0.0.1, and [::1] where there is one, only. Admits a request, answers the few local routes, hands everything else to an exchange,
 * and drains at the end.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Problem, Reason } from '../../contract/problem'
import { systemCode } from '../../core/basics/errors'
import type { HealthAnswer } from '../../core/engine/health'
import { admit } from '../../core/proxy/admission'
import { shownKeys } from '../../core/proxy/client-key'
import { type OwnError, overloadedError, ownError } from '../../core/proxy/error-body'
import { fieldValues, type HeaderFields } from '../../core/proxy/headers'
import { isReachProbe, type Protocol, protocolOf, type Route, routeOf } from '../../core/proxy/routes'
import { baseUrlOf } from '../../core/settings/launch-env'
import { problem } from '../../core/words/problem'
import { problemWords } from '../../core/words/problem-words'
import { reason } from '../../core/words/reason'
import type { Say } from '../../core/words/say'
import { bind } from './bind-port'
import { type Client, ClientConnections } from './client-connections'
import { corsFields } from './cors-fields'
import type { ExchangeReport, ExchangeRequest } from './exchange-terms'
import { joinOnIpv6 } from './second-loopback'
import { newRequestId, rawAnswer, sendOwn } from './send-json'

const CLIENT_KEEP_ALIVE_MS = 120_000
const CHECK_CONNECTIONS_EVERY_MS = 600_000
const LONGEST_HEAD_BYTES = 65_536

export interface ListenerHandlers {
  readonly allowedOrigins: readonly string[]
  readonly allowedHosts: readonly string[]
  /** Whether these keys, one at least, allow a request to be forwarded; null where no key is required. */
  readonly mayForward: ((shownKeys: readonly string[]) => boolean) | null
  /** In the language of the person. */
  say(): Say
  /** Never rejects. */
  health(): Promise<HealthAnswer>
  /** Figures for Prometheus; null where they are switched off. */
  readonly metrics: (() => Promise<{ readonly contentType: string; readonly body: string }>) | null
  /** A request below the control prefix; admitted, but its secret is the handler's to check. */
  control(action: string, request: IncomingMessage, response: ServerResponse): void
  /** Everything that goes to Kimi. Never rejects. */
  forward(
    client: IncomingMessage,
    response: ServerResponse,
    request: Omit<ExchangeRequest, 'trace'>,
  ): Promise<ExchangeReport>
  refused(requestId: string, why: Reason): void
  /** The port was lost after it had been taken; nobody is served any more. */
  lost(error: Error): void
}

export interface Listener {
  readonly port: number
  /** Somebody else has the same port on [::1]. */
  readonly isTakenOnIpv6: boolean
  /** Takes no new connection, lets requests end for that long, then cuts the rest. */
  close(drainMs: number): Promise<void>
}

/** Rejects with PORT_TAKEN or PORT_REFUSED. Port 0 takes any free one. `mostClients`: null for what the system's limit leaves. */
export async function listen(
  port: number,
  handlers: ListenerHandlers,
  mostClients: number | null = null,
): Promise<Listener> {
  const server = createServer({
    noDelay: true,
    keepAliveTimeout: CLIENT_KEEP_ALIVE_MS,
    requestTimeout: 0,
    // Node looks at open connections this often, whether or not there are any: a machine that idles is left alone.
    connectionsCheckingInterval: CHECK_CONNECTIONS_EVERY_MS,
    maxHeaderSize: LONGEST_HEAD_BYTES,
  })
  // The size is limit enough; fields beyond a number would be dropped unseen.
  server.maxHeadersCount = 0
  let ownPort = port
  let closing = false
  const clients = new ClientConnections(server, handlers.say, mostClients)
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    if (closing) response.setHeader('connection', 'close')
    // A kept connection would hold the close up for as long as its client likes.
    response.once('close', () => {
      if (closing) setImmediate(() => server.closeIdleConnections())
    })
    const client = clients.of(request.socket)
    clients.take(request, response, () => handle(request, response, { port: ownPort, client }, handlers))
  }
  server.on('request', onRequest)
  // Answered here and not by Kimi: the body is wanted in any case, for a replay.
  server.on('checkContinue', onRequest)
  // Whatever else is expected of us, the answer tells (RFC 9110, section 10.1.1, leaves that open).
  server.on('checkExpectation', onRequest)
  server.on('connect', (_request, socket) => {
    socket.on('error', () => undefined)
    socket.end(noTunnel(handlers.say(), ownPort))
  })
  server.on('clientError', (error, socket) => {
    const answer = clients.of(socket)?.current
    const isAnswering = answer?.headersSent === true && !answer.writableEnded
    // Behind the first bytes of an answer, ours would pass for a part of it.
    if (socket.writable && !isAnswering) socket.end(unreadable(handlers.say(), systemCode(error)))
    else socket.destroy()
  })
  ownPort = await bind(server, port)
  const second = await joinOnIpv6(server, ownPort)
  server.on('error', (error) => handlers.lost(error))
  server.once('close', () => {
    if (!closing) handlers.lost(new Error('the listening socket was closed'))
  })
  return {
    port: ownPort,
    isTakenOnIpv6: second.isTaken,
    async close(drainMs) {
      closing = true
      const closed = Promise.all([new Promise((done) => void server.close(done)), second.close()])
      server.closeIdleConnections()
      const timer = setTimeout(() => server.closeAllConnections(), drainMs)
      await closed
      clearTimeout(timer)
    },
  }
}

/** The answer to what is no HTTP request; by hand, since there is no response to write it to. */
function unreadable(say: Say, code: string | null): string {
  const tooLong = code === 'HPE_HEADER_OVERFLOW'
  const why = tooLong ? reason('headerTooLong') : reason('noHttpRequest')
  const { body } = refusal(say, problem('REQUEST_MALFORMED', { reason: why }), newRequestId())
  return rawAnswer(tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request', body)
}

/** The answer to CONNECT (RFC 9110, section 15.5.6). */
function noTunnel(say: Say, port: number): string {
  const { body } = refusal(say, problem('REQUEST_MALFORMED.tunnel', { url: baseUrlOf(port) }), newRequestId())
  return rawAnswer('405 Method Not Allowed', body, 'Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n')
}

function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { port, client }: { readonly port: number; readonly client: Client | undefined },
  handlers: ListenerHandlers,
): void {
  const requestId = newRequestId()
  const protocol = protocolOf(request.url ?? '')
  const { allowedOrigins, allowedHosts } = handlers
  const caller = {
    hosts: fieldValues(request.rawHeaders, 'host'),
    origin: request.headers.origin,
    secFetchSites: fieldValues(request.rawHeaders, 'sec-fetch-site'),
  }
  const admission = admit(caller, { port, allowedOrigins, allowedHosts })
  if (admission.kind === 'refused') {
    handlers.refused(requestId, admission.reason)
    // Until the client has sent everything, it does not read the answer: the upload is read and thrown away.
    request.resume()
    return refuse(
      response,
      refusal(handlers.say(), problem('REQUEST_REFUSED', { reason: admission.reason }), requestId, protocol),
    )
  }
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
  const cors = corsFields(admission, request)
  if (request.method === 'OPTIONS' && admission.corsOrigin !== null) {
    response.writeHead(204, { ...cors, 'content-length': '0' })
    response.end()
    return
  }
  const route = routeOf(request.method ?? '', request.url ?? '', handlers.metrics !== null)
  // How it stands and how to stop it can be asked all the same.
  if (client?.isOneTooMany === true && route.kind === 'forward') {
    return turnAway(
      request,
      response,
      overloadedError(handlers.say()('answer.tooMany'), requestId, protocolOf(request.url ?? '')),
    )
  }
  if (route.kind === 'forward' && handlers.mayForward?.(keysOf(request)) === false) {
    if (isReachProbe(request.method ?? '', route.path)) return sendOwn(response, 200, '{}', cors)
    handlers.refused(requestId, reason('noLocalKey'))
    const error = refusal(
      handlers.say(),
      problem('KEY_REFUSED', {}),
      requestId,
      protocolOf(request.url ?? ''),
    )
    return turnAway(request, response, error, NO_RETRY)
  }
  dispatch(route, request, response, requestId, cors, handlers)
}

function dispatch(
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  cors: HeaderFields,
  handlers: ListenerHandlers,
): void {
  switch (route.kind) {
    case 'malformed':
      return refuse(
        response,
        refusal(handlers.say(), problem('REQUEST_MALFORMED', { reason: route.reason }), requestId),
      )
    case 'health':
      // Alive is whoever answers; well and ready is who holds a valid token.
      if (route.question === 'live') return sendOwn(response, 200, '{"status":"live"}', cors)
      void handlers
        .health()
        .then(({ httpStatus, body }) => sendOwn(response, httpStatus, JSON.stringify(body), cors))
      return
    case 'metrics':
      void handlers
        .metrics?.()
        .then(({ contentType, body }) =>
          sendOwn(response, 200, body, { ...cors, 'content-type': contentType }),
        )
      return
    case 'control':
      return handlers.control(route.action, request, response)
    case 'forward':
      void handlers.forward(request, response, { requestId, path: route.path, extraFields: cors })
  }
}

function refusal(say: Say, refused: Problem, requestId: string, protocol?: Protocol): OwnError {
  return ownError(refused.code, problemWords(say, refused).message, requestId, protocol)
}

/** The connection ends with the answer: before the client has sent everything, it would not read it. */
function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  error: OwnError,
  fields: HeaderFields = {},
): void {
  const answer = () => refuse(response, error, fields)
  request.once('end', answer).resume()
}

function refuse(response: ServerResponse, { httpStatus, body }: OwnError, fields: HeaderFields = {}): void {
  sendOwn(response, httpStatus, body, { ...fields, connection: 'close' })
}

/** Claude Code and Anthropic's SDKs try a 401 again for minutes, unless an answer says this. */
const NO_RETRY: HeaderFields = { 'x-should-retry': 'false' }

function keysOf({ rawHeaders }: IncomingMessage): readonly string[] {
  return shownKeys({
    apiKey: fieldValues(rawHeaders, 'x-api-key'),
    authorization: fieldValues(rawHeaders, 'authorization'),
  })
}
