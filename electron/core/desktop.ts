/**
 * The root reducer of the tray app: what happened turns the old state into the new one and names the notice to give.
 * Pure; `shell/desktop.ts` carries out what a person asked for and reports back with further events.
 */
import type {
  CommandLink,
  DesktopState,
  Face,
  Language,
  LoginItem,
  Note,
  OtherEngine,
  Preferences,
  SignInGuide,
  Trouble,
} from '../contract/desktop'
import type { DoctorState } from '../contract/doctor'
import type { EditableSettings } from '../contract/settings'
import type { DeviceSignIn } from '../contract/sign-in'
import type { AppState, Problem } from '../contract/state'
import type { SupervisorState } from '../contract/supervision'
import { healthOf } from './health'
import { needsSignIn } from './views/phase'

export type DesktopEvent =
  | { readonly kind: 'engine'; readonly state: AppState }
  | { readonly kind: 'supervisor'; readonly state: SupervisorState }
  | { readonly kind: 'other'; readonly other: OtherEngine | null }
  | { readonly kind: 'obstacle'; readonly problem: Problem | null }
  | { readonly kind: 'wanted'; readonly wanted: DesktopState['wanted'] }
  | { readonly kind: 'window'; readonly open: boolean }
  | { readonly kind: 'face'; readonly face: Face }
  | { readonly kind: 'signInCommandCopied' }
  | { readonly kind: 'terminalOpened' }
  | { readonly kind: 'guideOver' }
  | { readonly kind: 'signIn'; readonly signIn: DeviceSignIn }
  | { readonly kind: 'preferences'; readonly preferences: Preferences; readonly language: Language }
  | { readonly kind: 'loginItem'; readonly loginItem: LoginItem }
  | { readonly kind: 'commandLink'; readonly commandLink: CommandLink }
  | { readonly kind: 'settings'; readonly settings: EditableSettings }
  | { readonly kind: 'copied'; readonly port: number }
  | { readonly kind: 'noted'; readonly note: Note }
  | { readonly kind: 'noteDismissed'; readonly note: Note['kind'] }
  | { readonly kind: 'doctor'; readonly doctor: DoctorState }
  | { readonly kind: 'quitting' }

export type Announcement = Trouble | 'recovered'

export interface DesktopStep {
  readonly state: DesktopState
  /** To be told by a notice, now. */
  readonly announce: Announcement | null
}

/** `nowMs`: wall clock. */
export function updateDesktop(before: DesktopState, event: DesktopEvent, nowMs: number): DesktopStep {
  const changed = change(before, event)
  const guide = guideAfter(changed, nowMs)
  return announcing(guide === changed.guide ? changed : { ...changed, guide }, nowMs)
}

function change(state: DesktopState, event: DesktopEvent): DesktopState {
  switch (event.kind) {
    case 'engine':
      return { ...state, engine: event.state }
    case 'supervisor':
      return { ...state, supervisor: event.state }
    case 'other':
      return sameOther(state.other, event.other) ? state : { ...state, other: event.other }
    case 'obstacle':
      return event.problem === state.obstacle ? state : { ...state, obstacle: event.problem }
    case 'wanted':
      return { ...state, wanted: event.wanted }
    case 'window':
      return event.open ? { ...state, windowOpen: true } : leavingFace({ ...state, windowOpen: false })
    case 'face':
      return event.face === state.face ? state : leavingFace({ ...state, face: event.face })
    case 'signIn':
      return { ...state, signIn: event.signIn }
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
    case 'settings':
      return { ...state, settings: event.settings }
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
  }
}

function without(notes: readonly Note[], kind: Note['kind']): readonly Note[] {
  return notes.filter((note) => note.kind !== kind)
}

function sameOther(one: OtherEngine | null, other: OtherEngine | null): boolean {
  if (one === null || other === null) return one === other
  return (
    one.pid === other.pid &&
    one.port === other.port &&
    one.answers === other.answers &&
    one.activeRequests === other.activeRequests &&
    one.watched === other.watched
  )
}

/** How a sign-in ended is shown until the face is left; one that goes on goes on. */
function leavingFace(state: DesktopState): DesktopState {
  const { kind } = state.signIn
  const isOver = kind === 'denied' || kind === 'failed' || kind === 'signedIn'
  return isOver ? { ...state, signIn: { kind: 'idle' } } : state
}

function withGuide(
  state: DesktopState,
  done: Partial<Extract<SignInGuide, { kind: 'guiding' }>>,
): DesktopState {
  return state.guide.kind === 'guiding' ? { ...state, guide: { ...state.guide, ...done } } : state
}

/** The guide follows the login: it begins when Kimi wants a sign-in and is done when a login has appeared. */
function guideAfter(state: DesktopState, nowMs: number): SignInGuide {
  const { guide, engine, supervisor, windowOpen, face, signIn } = state
  if (supervisor.kind !== 'running') return guide.kind === 'idle' ? guide : { kind: 'idle' }
  if (needsSignIn(engine)) {
    return guide.kind === 'guiding' ? guide : { kind: 'guiding', copied: false, terminalOpened: false }
  }
  // One that has expired must first show that it can be renewed.
  if (guide.kind !== 'guiding' || !isServing(state, nowMs)) return guide
  // A sign-in with a code shows its own success.
  const isOurs = signIn.kind === 'saving' || signIn.kind === 'signedIn'
  return windowOpen && face === 'status' && !isOurs ? { kind: 'done' } : { kind: 'idle' }
}

/** Each trouble is told once, and so is that it is over; a person who stopped the proxy hears nothing. */
function announcing(state: DesktopState, nowMs: number): DesktopStep {
  const trouble = troubleOf(state)
  if (trouble !== null) {
    if (trouble === state.announced) return { state, announce: null }
    return { state: { ...state, announced: trouble }, announce: trouble }
  }
  if (state.announced === null) return { state, announce: null }
  const quiet = { ...state, announced: null }
  if (isServing(state, nowMs)) return { state: quiet, announce: 'recovered' }
  return state.wanted === 'stopped' ? { state: quiet, announce: null } : { state, announce: null }
}

function troubleOf({ engine, supervisor, other, obstacle, wanted }: DesktopState): Trouble | null {
  if (other !== null || wanted === 'stopped') return null
  if (obstacle !== null || supervisor.kind === 'blocked') return 'cannotStart'
  if (supervisor.kind === 'gaveUp') return 'gaveUp'
  return supervisor.kind === 'running' && needsSignIn(engine) ? 'signIn' : null
}

function isServing({ engine, supervisor, other }: DesktopState, nowMs: number): boolean {
  if (other !== null) return other.answers
  if (supervisor.kind !== 'running') return false
  return healthOf(engine, { wallMs: nowMs }).healthy
}
