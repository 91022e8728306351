/**
 * The root reducer: what happened turns the old state into the new one and names what must be done next. Pure; the
 * engine carries the effects out and reports back with further events.
 */
import { type AutoModeCheck, NO_AUTO_MODE } from '../../contract/auto-mode'
import type {
  EngineState,
  ListenerState,
  LoginState,
  Region,
  Renewal,
  TokenTimes,
} from '../../contract/engine'
import { type PlanState, UNKNOWN_PLAN } from '../../contract/plan'
import type { Problem, Reason } from '../../contract/problem'
import type { TokenEvent } from '../login/token-events'
import { withCheck, withServerAsked } from '../plan/auto-mode'
import { limitNow } from '../plan/left'

export type Event =
  | TokenEvent
  | { readonly kind: 'listener'; readonly listener: ListenerState }
  | { readonly kind: 'requestStarted'; readonly atMs: number }
  | { readonly kind: 'requestEnded' }
  | { readonly kind: 'streamStarted' }
  | { readonly kind: 'streamEnded' }
  /** So many requests wait now. */
  | { readonly kind: 'parked'; readonly count: number }
  /** Requests and renewals go to other hosts from now on. */
  | { readonly kind: 'rehosted'; readonly region: Region | null }
  /** Somebody else has the same port on [::1]. */
  | { readonly kind: 'otherOnIpv6'; readonly holder: Reason }
  /** Something about the plan's limits is known anew. */
  | { readonly kind: 'planChanged'; readonly plan: Partial<PlanState> }
  /** Claude Code's auto mode had an action judged, by a request of its own or by Kimi. */
  | { readonly kind: 'autoModeChecked'; readonly check: AutoModeCheck }
  | { readonly kind: 'autoModeAskedServer'; readonly atMs: number }
  /** Time passed; also sent after sleep, a moved clock, a returned network. */
  | { readonly kind: 'tick'; readonly nowMs: number }

export type Effect =
  /** Look after files, clock and unsaved logins (`TokenKeeper.tend`). */
  | { readonly kind: 'tend' }
  /** Renew the token if it is due. */
  | { readonly kind: 'renewIfDue' }

export interface Step {
  readonly state: EngineState
  readonly effects: readonly Effect[]
}

/** A CLI's login is not renewed on our own account after this long without a request: its owner may be using it. */
const SHARED_IDLE_MS = 30 * 60_000

type Identity = Pick<
  EngineState,
  | 'version'
  | 'pid'
  | 'host'
  | 'nonce'
  | 'startedAtMs'
  | 'startedAtElapsedMs'
  | 'settings'
  | 'skipped'
  | 'parkMs'
  | 'region'
  | 'pick'
>

export function initialState(identity: Identity): EngineState {
  return {
    ...identity,
    listener: { kind: 'stopped' },
    login: { kind: 'looking' },
    logins: [],
    lastRefreshAtMs: null,
    renewals: 0,
    unsaved: null,
    refusal: null,
    otherOnIpv6: null,
    plan: UNKNOWN_PLAN,
    autoMode: NO_AUTO_MODE,
    traffic: {
      activeRequests: 0,
      activeStreams: 0,
      waitingRequests: 0,
      requestsServed: 0,
      lastRequestAtMs: null,
    },
  }
}

export function update(state: EngineState, event: Event): Step {
  switch (event.kind) {
    case 'tick':
      return {
        state: withoutPastLimit(state, event.nowMs),
        effects: rests(state, event.nowMs) ? [{ kind: 'tend' }] : [{ kind: 'tend' }, { kind: 'renewIfDue' }],
      }
    case 'listener':
      return quiet({ ...state, listener: event.listener })
    case 'requestStarted':
    case 'requestEnded':
    case 'streamStarted':
    case 'streamEnded':
      return quiet({ ...state, traffic: countTraffic(state.traffic, event) })
    case 'loginsFound':
      return quiet({ ...state, logins: event.logins })
    case 'picked':
      return quiet({ ...state, pick: event.pick })
    case 'rehosted':
      return quiet({ ...state, region: event.region })
    case 'otherOnIpv6':
      return quiet({ ...state, otherOnIpv6: event.holder })
    case 'parked':
      return quiet(
        state.traffic.waitingRequests === event.count
          ? state
          : { ...state, traffic: { ...state.traffic, waitingRequests: event.count } },
      )
    case 'planChanged':
      return quiet({ ...state, plan: { ...state.plan, ...event.plan } })
    case 'autoModeChecked':
      return quiet({ ...state, autoMode: withCheck(state.autoMode, event.check) })
    case 'autoModeAskedServer': {
      const autoMode = withServerAsked(state.autoMode, event.atMs)
      return quiet(autoMode === state.autoMode ? state : { ...state, autoMode })
    }
    case 'unsaved':
      return quiet({ ...state, unsaved: event.problem })
    case 'refusalChanged':
      return quiet({ ...state, refusal: event.refusal })
    case 'renewed':
      return quiet({
        ...state,
        login: loginAfter(state.login, event),
        lastRefreshAtMs: event.atMs,
        renewals: state.renewals + 1,
      })
    case 'loginFound':
      // A login that is found may have been lying there for long.
      return { ...withLogin(state, loginAfter(state.login, event)), effects: [{ kind: 'renewIfDue' }] }
    case 'loginLost':
    case 'tokenMoved':
    case 'renewalStarted':
    case 'adopted':
    case 'renewalFailed':
    case 'renewalDead':
      return withLogin(state, loginAfter(state.login, event))
  }
}

function withoutPastLimit(state: EngineState, nowMs: number): EngineState {
  const limitReached = limitNow(state.plan, nowMs)
  return limitReached === state.plan.limitReached
    ? state
    : { ...state, plan: { ...state.plan, limitReached } }
}

/** Where nothing changed the state stays the same object, so that nobody is told. */
function withLogin(state: EngineState, login: LoginState): Step {
  return quiet(login === state.login ? state : { ...state, login })
}

function quiet(state: EngineState): Step {
  return { state, effects: [] }
}

type LoginEvent = Exclude<TokenEvent, { kind: 'unsaved' | 'refusalChanged' | 'loginsFound' | 'picked' }>

function loginAfter(login: LoginState, event: LoginEvent): LoginState {
  switch (event.kind) {
    case 'loginFound':
      return { kind: 'signedIn', source: event.source, token: event.token, renewal: { kind: 'idle' } }
    case 'loginLost':
      return isSameLoss(login, event.problem) ? login : { kind: 'signedOut', problem: event.problem }
    case 'tokenMoved':
      return login.kind === 'signedIn' && hasMoved(login.token, event.token)
        ? { ...login, token: event.token }
        : login
    case 'renewed':
    case 'adopted':
      return login.kind === 'signedIn' ? { ...login, token: event.token, renewal: { kind: 'idle' } } : login
    case 'renewalStarted':
      return withRenewal(login, { kind: 'running', sinceMs: event.atMs })
    case 'renewalFailed':
      return withRenewal(login, { kind: 'failing', problem: event.problem, retryAtMs: event.retryAtMs })
    case 'renewalDead':
      return withRenewal(login, { kind: 'dead', problem: event.problem })
  }
}

function isSameLoss(login: LoginState, problem: Problem): boolean {
  return login.kind === 'signedOut' && JSON.stringify(login.problem) === JSON.stringify(problem)
}

/** Less is rounding; only a clock that was set moves the end of a token by more. */
function hasMoved(before: TokenTimes, now: TokenTimes): boolean {
  return Math.abs((before.expiresAtMs ?? 0) - (now.expiresAtMs ?? 0)) > 2_000
}

function withRenewal(login: LoginState, renewal: Renewal): LoginState {
  return login.kind === 'signedIn' ? { ...login, renewal } : login
}

/** Something about a request: often, and nothing follows from it. */
export type TrafficEvent = Extract<
  Event,
  { kind: 'requestStarted' | 'requestEnded' | 'streamStarted' | 'streamEnded' }
>

function countTraffic(traffic: EngineState['traffic'], event: TrafficEvent): EngineState['traffic'] {
  switch (event.kind) {
    case 'requestStarted':
      return { ...traffic, activeRequests: traffic.activeRequests + 1, lastRequestAtMs: event.atMs }
    case 'requestEnded':
      return {
        ...traffic,
        activeRequests: traffic.activeRequests - 1,
        requestsServed: traffic.requestsServed + 1,
      }
    case 'streamStarted':
      return { ...traffic, activeStreams: traffic.activeStreams + 1 }
    case 'streamEnded':
      return { ...traffic, activeStreams: traffic.activeStreams - 1 }
  }
}

/** Sharing a CLI's login and nobody has asked for long: renew on demand only. */
function rests(state: EngineState, nowMs: number): boolean {
  if (state.login.kind !== 'signedIn' || state.login.source.owner === 'own') return false
  const { lastRequestAtMs, activeRequests } = state.traffic
  if (activeRequests > 0) return false
  const sinceMs = lastRequestAtMs ?? state.startedAtMs
  return nowMs - sinceMs > SHARED_IDLE_MS
}
