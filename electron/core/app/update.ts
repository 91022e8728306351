/**
 * The root reducer of the tray app: an event turns the old state into the new one and names the notice to give.
 *
 * - Pure. The same state object comes back where nothing changed, so that nothing is drawn for it.
 * - `shell/app/intents.ts` carries out what a person asked for, and reports back with further events.
 */
import type {
  Announcement,
  AppState,
  ClaudeChange,
  ClaudeConnection,
  CommandLink,
  Face,
  Language,
  LoginItem,
  Note,
  Preferences,
  SavedName,
  SignInGuide,
  Trouble,
} from '../../contract/app'
import type { DoctorState } from '../../contract/doctor'
import type { EngineState } from '../../contract/engine'
import type { DeviceSignIn } from '../../contract/login'
import type { PlanNotice } from '../../contract/plan-notices'
import type { Serving } from '../../contract/serving'
import type { EditableSettings } from '../../contract/settings'
import { healthOf, needsSignIn } from '../engine/health'
import { planNotices } from './plan-notices'

export type AppEvent =
  | { readonly kind: 'engine'; readonly state: EngineState }
  | { readonly kind: 'serving'; readonly serving: Serving }
  | { readonly kind: 'window'; readonly open: boolean }
  | { readonly kind: 'face'; readonly face: Face }
  | { readonly kind: 'signInCommandCopied' }
  | { readonly kind: 'terminalOpened' }
  | { readonly kind: 'guideOver' }
  | { readonly kind: 'signIn'; readonly signIn: DeviceSignIn }
  | { readonly kind: 'signInBegun'; readonly byPhone: boolean }
  | { readonly kind: 'preferences'; readonly preferences: Preferences; readonly language: Language }
  | { readonly kind: 'loginItem'; readonly loginItem: LoginItem }
  | { readonly kind: 'commandLink'; readonly commandLink: CommandLink }
  | {
      readonly kind: 'claude'
      readonly claude: ClaudeConnection
      readonly change: Omit<ClaudeChange, 'made'>
    }
  | { readonly kind: 'claudeMade'; readonly made: ClaudeChange['made'] }
  | { readonly kind: 'setUpOver' }
  | { readonly kind: 'settings'; readonly settings: EditableSettings }
  | { readonly kind: 'saved'; readonly name: SavedName | null }
  | { readonly kind: 'copied'; readonly port: number }
  | { readonly kind: 'noted'; readonly note: Note }
  | { readonly kind: 'noteDismissed'; readonly note: Note['kind'] }
  | { readonly kind: 'doctor'; readonly doctor: DoctorState }
  | { readonly kind: 'quitting' }
  /** Time passed. */
  | { readonly kind: 'tick' }

export interface AppStep {
  readonly state: AppState
  /** The notice to give now; null for none. */
  readonly announce: Announcement | null
  /** The notices about the plan's limits to give now. */
  readonly planNotices: readonly PlanNotice[]
}

/** `nowMs`: wall clock. */
export function updateApp(before: AppState, event: AppEvent, nowMs: number): AppStep {
  const changed = withSetUp(change(before, event))
  const guide = guideAfter(changed, nowMs)
  const plan = planTold(guide === changed.guide ? changed : { ...changed, guide }, nowMs)
  return { ...announcing(plan.state, nowMs), planNotices: plan.notices }
}

function change(state: AppState, event: AppEvent): AppState {
  switch (event.kind) {
    case 'engine':
      return { ...state, engine: event.state }
    case 'serving':
      return event.serving === state.serving ? state : { ...state, serving: event.serving }
    case 'window':
      return event.open ? { ...state, windowOpen: true } : closingWindow({ ...state, windowOpen: false })
    case 'face':
      return event.face === state.face ? state : leavingFace({ ...state, face: event.face })
    case 'signIn':
      return { ...state, signIn: event.signIn }
    case 'signInBegun':
      return event.byPhone === state.signInByPhone ? state : { ...state, signInByPhone: event.byPhone }
    case 'signInCommandCopied':
      return withGuide(state, { copied: true })
    case 'terminalOpened':
      return withGuide(state, { terminalOpened: true })
    case 'guideOver':
      return { ...state, guide: { kind: 'idle' } }
    case 'preferences':
      return { ...state, preferences: event.preferences, language: event.language }
    case 'loginItem':
      if (JSON.stringify(state.loginItem) === JSON.stringify(event.loginItem)) return state
      return { ...state, loginItem: event.loginItem }
    case 'commandLink':
      if (JSON.stringify(state.commandLink) === JSON.stringify(event.commandLink)) return state
      return { ...state, commandLink: event.commandLink }
    case 'claude':
      return withClaude(state, event.claude, { ...event.change, made: state.claudeChange?.made ?? null })
    case 'claudeMade':
      return madeOf(state, event.made)
    case 'setUpOver':
      return leavingSetUp(state)
    case 'settings':
      return { ...state, settings: event.settings }
    case 'saved':
      return event.name === state.saved ? state : { ...state, saved: event.name }
    case 'copied':
      return event.port === state.copiedPort ? state : { ...state, copiedPort: event.port }
    case 'noted':
      if (state.notes.some((note) => JSON.stringify(note) === JSON.stringify(event.note))) return state
      return { ...state, notes: [...without(state.notes, event.note.kind), event.note] }
    case 'noteDismissed':
      return { ...state, notes: without(state.notes, event.note) }
    case 'doctor':
      return { ...state, doctor: event.doctor }
    case 'quitting':
      return { ...state, quitting: true }
    case 'tick':
      return state
  }
}

function without(notes: readonly Note[], kind: Note['kind']): readonly Note[] {
  return notes.filter((note) => note.kind !== kind)
}

/**
 * Leaving the face clears how a sign-in ended, what was just made, and the change of a setting that could be undone. A sign-in
 * that still runs goes on.
 */
function leavingFace(before: AppState): AppState {
  const made = madeOf(before, null)
  const state = made.saved === null ? made : { ...made, saved: null }
  const { kind } = state.signIn
  const isOver = kind === 'denied' || kind === 'failed' || kind === 'signedIn'
  return isOver ? { ...state, signIn: { kind: 'idle' } } : state
}

function closingWindow(state: AppState): AppState {
  return leavingFace(state.setUp === 'open' && isSetUp(state) ? { ...state, setUp: 'over' } : state)
}

/** The page has shown how the sign-in went, so nothing shows it again and then closes the window. */
function leavingSetUp(state: AppState): AppState {
  const guide: SignInGuide = state.guide.kind === 'done' ? { kind: 'idle' } : state.guide
  return leavingFace({ ...state, guide, setUp: 'over' })
}

function withClaude(state: AppState, claude: ClaudeConnection, claudeChange: ClaudeChange): AppState {
  const next = { claude, claudeChange }
  const { claude: former, claudeChange: formerChange } = state
  if (JSON.stringify({ claude: former, claudeChange: formerChange }) === JSON.stringify(next)) return state
  return { ...state, ...next }
}

function madeOf(state: AppState, made: ClaudeChange['made']): AppState {
  const { claudeChange } = state
  if (claudeChange === null || claudeChange.made === made) return state
  return { ...state, claudeChange: { ...claudeChange, made } }
}

/** Whoever is signed in and connected when the app first looks has nothing to set up. */
function withSetUp(state: AppState): AppState {
  const { setUp, serving, engine, claudeChange } = state
  if (setUp !== 'undecided' || claudeChange === null) return state
  if (serving.kind !== 'serving' || engine.login.kind === 'looking') return state
  return { ...state, setUp: isSetUp(state) ? 'over' : 'open' }
}

function isSetUp({ engine, claude }: AppState): boolean {
  return !needsSignIn(engine) && claude.kind === 'connected'
}

function withGuide(state: AppState, done: Partial<Extract<SignInGuide, { kind: 'guiding' }>>): AppState {
  return state.guide.kind === 'guiding' ? { ...state, guide: { ...state.guide, ...done } } : state
}

/** The guide follows the login: it begins when Kimi wants a sign-in and is done when a login has appeared. */
function guideAfter(state: AppState, nowMs: number): SignInGuide {
  const { guide, engine, serving, windowOpen, face, signIn } = state
  if (serving.kind !== 'serving') return guide.kind === 'idle' ? guide : { kind: 'idle' }
  if (needsSignIn(engine)) {
    return guide.kind === 'guiding' ? guide : { kind: 'guiding', copied: false, terminalOpened: false }
  }
  // An expired login must first show that it can be renewed.
  if (guide.kind !== 'guiding' || !isServing(state, nowMs)) return guide
  // A sign-in with a code shows its own success, so the guide shows none.
  const isOurs = signIn.kind === 'saving' || signIn.kind === 'signedIn'
  return windowOpen && face === 'status' && !isOurs ? { kind: 'done' } : { kind: 'idle' }
}

/** The limits that this app's own engine meets; of another engine's nothing is known. */
function planTold(state: AppState, nowMs: number) {
  if (state.serving.kind !== 'serving') return { state, notices: [] }
  const { told, notices } = planNotices(state.planTold, state.engine, nowMs)
  return { state: told === state.planTold ? state : { ...state, planTold: told }, notices }
}

/** Each trouble is announced once, and so is its end. A person who stopped the proxy gets no notice. */
function announcing(state: AppState, nowMs: number): Omit<AppStep, 'planNotices'> {
  const trouble = troubleOf(state)
  if (trouble !== null) {
    if (trouble === state.announced) return { state, announce: null }
    return { state: { ...state, announced: trouble }, announce: trouble }
  }
  if (state.announced === null) return { state, announce: null }
  const quiet = { ...state, announced: null }
  if (isServing(state, nowMs)) return { state: quiet, announce: 'recovered' }
  return { state: state.serving.kind === 'off' ? quiet : state, announce: null }
}

function troubleOf({ engine, serving, setUp }: AppState): Trouble | null {
  switch (serving.kind) {
    case 'cannotStart':
    case 'portTaken':
      return 'cannotStart'
    case 'gaveUp':
      return 'gaveUp'
    case 'serving':
      // The page of the first run asks for the first sign-in.
      if (setUp !== 'over' && isNew(engine)) return null
      return needsSignIn(engine) ? 'signIn' : null
    case 'off':
    case 'starting':
    case 'draining':
    case 'backingOff':
    case 'elsewhere':
      return null
  }
}

/** Nobody has signed in on this computer yet. */
function isNew({ login }: EngineState): boolean {
  return login.kind === 'signedOut' && login.problem.code === 'LOGIN_MISSING'
}

function isServing({ engine, serving }: AppState, nowMs: number): boolean {
  if (serving.kind === 'elsewhere') return serving.other.answers
  return serving.kind === 'serving' && healthOf(engine, { wallMs: nowMs }).healthy
}
