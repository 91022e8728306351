/**
 * What the listener calls: health, control, and forwarding of one request.
 *
 * - `handlersFor` joins the parts of one engine. It keeps nothing of its own.
 * - A forwarded request is counted in the state from its start to its end, and is one line of the log, without its query.
 * - Called by `Engine` for each start.
 */
import type { CommandResult, EngineCommand } from '../../contract/commands'
import { healthAnswer } from '../../core/engine/health'
import { quotaJson } from '../../core/plan/quota-json'
import { meantPath, takesTurn } from '../../core/proxy/routes'
import { reasonWords } from '../../core/words/reason'
import { type Say, sayIn } from '../../core/words/say'
import { localKeyCheck } from '../login/local-key'
import { DEFAULT_LIMITS } from '../network/proxy-limits'
import { exchange } from '../proxy/exchange'
import type { ExchangeContext } from '../proxy/exchange-terms'
import type { ListenerHandlers } from '../proxy/listener'
import { Trace } from '../recorder/trace'
import { watchAutoMode } from './auto-mode'
import { answerControl, type ControlTarget } from './control'
import { logged } from './event-log'
import { flightOf, logFields } from './flight'
import { RENEWAL_WAIT_MS, STOP_WAIT_MS } from './options'
import type { EngineParts } from './parts'

export interface HandlerOptions {
  /** Of the run file. */
  readonly secret: string
  readonly command: (command: EngineCommand) => Promise<CommandResult>
  readonly lost: (error: Error) => void
  /** Writes the run file anew where it is gone: whoever asks for health may be looking for it. */
  readonly keepRunFile: () => Promise<void>
}

export function handlersFor(parts: EngineParts, own: HandlerOptions): ListenerHandlers {
  const { log, settings } = parts.options
  const control = controlTarget(parts, own)
  return {
    allowedOrigins: settings.allowedOrigins,
    allowedHosts: settings.allowedHosts,
    mayForward: settings.requireKey ? localKeyCheck(parts.options.paths) : null,
    say: sayOf(parts),
    health: async () => {
      // A login that appeared a moment ago should show. This reads files and never asks Kimi.
      if (parts.store.state.login.kind !== 'signedIn') await parts.keeper.look().catch(() => undefined)
      await own.keepRunFile()
      parts.anchor()
      return healthAnswer(parts.store.state, parts.now(), sayOf(parts)())
    },
    metrics: settings.metrics
      ? async () => {
          parts.anchor()
          return (await import('../plan/metrics')).metricsAnswer(parts.store.state, parts.now())
        }
      : null,
    control: (action, request, response) => answerControl(control, action, request, response),
    forward: forwarding(parts),
    refused: (requestId, why) => log.warn('refused', { requestId, reason: reasonWords('en', why) }),
    lost: own.lost,
  }
}

function forwarding(parts: EngineParts): ListenerHandlers['forward'] {
  const { store, options, clock, recorder } = parts
  const context = exchangeContext(parts)
  const elapsedMs = () => clock.elapsedMs()
  return async (client, response, asked) => {
    const { requestId, extraFields } = asked
    const path = meantPath(asked.path, context.destination().target.basePath)
    const trace = new Trace(elapsedMs, takesTurn(client.method ?? '', path))
    const startedAtMs = clock.wallMs()
    store.count({ kind: 'requestStarted', atMs: startedAtMs })
    const begun = { requestId, startedAtMs, path, client, trace }
    recorder.underWay.begin(begun)
    const noteAutoMode = watchAutoMode(parts, client, path)
    const report = await exchange(context, response, { requestId, path, extraFields, trace })
    noteAutoMode(report)
    recorder.underWay.end(begun)
    store.count({ kind: 'requestEnded' })
    const record = recorder.add(flightOf(begun, client, report, trace))
    options.log.info('request', logFields(record, path))
    return report
  }
}

function exchangeContext(parts: EngineParts): ExchangeContext {
  const { options, store, keeper, hosts, parking, turnstile, limitWatch, clock } = parts
  return {
    keeper,
    destination: () => hosts.destination,
    parking,
    turnstile,
    limitWatch,
    explainLimits: options.settings.explainLimits,
    clock,
    say: sayOf(parts),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    onStream: (change) => store.count({ kind: change === 'started' ? 'streamStarted' : 'streamEnded' }),
    onError: (error, requestId) =>
      options.log.warn('request-failed', {
        requestId,
        ...logged(error.toProblem()),
        cause: error.cause instanceof Error ? error.cause.message : null,
      }),
  }
}

const ENGLISH = sayIn('en')

function sayOf({ options }: EngineParts): () => Say {
  return options.say ?? (() => ENGLISH)
}

function controlTarget(
  { store, keeper, quotaWatch, recorder, models, now, anchor }: EngineParts,
  { secret, command }: HandlerOptions,
): ControlTarget {
  return {
    secret,
    view: () => {
      anchor()
      return { state: store.state, now: now() }
    },
    session: (name, missCause) => recorder.glimpse(name, missCause),
    quota: () => quotaJson(store.state.plan, now().wallMs),
    lookAtQuota: () => quotaWatch.lookNow(),
    requests: (after) => recorder.since(after),
    models: () => models.read(),
    command,
    prepareStop: () => {
      void keeper.close()
      return keeper.isRenewing || store.state.unsaved !== null ? RENEWAL_WAIT_MS : STOP_WAIT_MS
    },
  }
}
