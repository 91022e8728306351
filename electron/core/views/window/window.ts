/** Everything the window shows, in words, from the one state and the time. Pure: no memory, no DOM. */

import type { AppState, Face, Language } from '../../../contract/app'
import type { WindowCommand } from '../../../contract/bridge'
import type { Problem } from '../../../contract/problem'
import { showsSetUp, showsSignIn, standingOf } from '../../app/phase'
import { type ProblemWords, problemWords } from '../../words/problem-words'
import { type Say, sayIn } from '../../words/say'
import { type ClaudeView, claudeView } from './claude'
import type { DeviceView } from './device-sign-in'
import { type DoctorView, doctorView } from './doctor'
import { type NoteView, noteView } from './notes'
import { type RequestsView, requestsView } from './requests'
import { type SetUpView, setUpView } from './set-up'
import { type SettingsView, settingsView } from './settings'
import { type SignInView, signInView } from './sign-in'
import { type StatusView, statusView } from './status'

/**
 * The face that fills the window. The sign-in face and the page of the first run take the place of `status` without a click.
 *
 *   setUp -> status <-> signIn
 *              ^          ^
 *              '----------'-> requests, claude, doctor, settings (opened and left by the person)
 */
export type FaceView =
  | StatusView
  | SignInView
  | SetUpView
  | RequestsView
  | ClaudeView
  | DoctorView
  | SettingsView

export interface NavItemView {
  readonly label: string
  readonly current: boolean
  /** Whether the face shown was opened from this one, and leads back to it. */
  readonly holdsCurrent: boolean
  readonly command: WindowCommand
}

export interface WindowView {
  readonly language: Language
  readonly documentTitle: string
  readonly navLabel: string
  readonly nav: readonly NavItemView[]
  readonly notes: readonly NoteView[]
  readonly face: FaceView
  /** The text that a screen reader reads out whenever it changes. The text never holds what changes each second. */
  readonly announcement: string
  /** Whether anything in the window counts down. */
  readonly ticks: boolean
}

/** `nowMs`: wall clock. */
export function windowView(state: AppState, nowMs: number): WindowView {
  const say = sayIn(state.language, state.platform)
  const face = faceView(state, say, nowMs)
  const notes = state.notes.map((note) => noteView(note, state.platform, say))
  return {
    language: state.language,
    documentTitle: titleOf(face, say),
    navLabel: say('window.sections'),
    nav: [navItem('status', state, say), navItem('doctor', state, say), navItem('settings', state, say)],
    notes,
    face,
    announcement: [...notes.flatMap(({ spoken }) => spoken ?? []), announcementOf(face)].join(' '),
    ticks: ticksOf(face),
  }
}

/** A command that failed, in words. `dismiss` is the label of the button that dismisses them. */
export function failureView(
  { language }: AppState,
  problem: Problem,
): ProblemWords & { readonly title: string; readonly dismiss: string } {
  const say = sayIn(language)
  return { title: say('window.failed'), dismiss: say('window.dismiss'), ...problemWords(say, problem) }
}

function faceView(state: AppState, say: Say, nowMs: number): FaceView {
  switch (state.face) {
    case 'requests':
      return requestsView(state, say)
    case 'doctor':
      return doctorView(state, say, nowMs)
    case 'settings':
      return settingsView(state, say)
    case 'claude':
      return claudeView(state, say)
    case 'status': {
      if (showsSetUp(state)) return setUpView(state, say, nowMs)
      const standing = standingOf(state, nowMs)
      return showsSignIn(state, standing)
        ? signInView(state, standing, say, nowMs)
        : statusView(state, standing, say, nowMs)
    }
  }
}

function navItem(face: Exclude<Face, 'requests' | 'claude'>, state: AppState, say: Say): NavItemView {
  return {
    label: say(`window.${face}`),
    current: state.face === face,
    holdsCurrent: face === 'status' && state.face === 'requests',
    command: { kind: 'openWindow', face },
  }
}

function titleOf(face: FaceView, say: Say): string {
  switch (face.kind) {
    case 'status':
      return say('window.title')
    case 'doctor':
      return say('window.faceTitle', { face: face.title })
    case 'signIn':
    case 'requests':
    case 'setUp':
    case 'claude':
    case 'settings':
      return say('window.faceTitle', { face: face.heading })
  }
}

function announcementOf(face: FaceView): string {
  switch (face.kind) {
    case 'status':
      return sentence(face.heading, face.problem)
    case 'signIn':
      return signInAnnouncement(face)
    case 'doctor':
      return sentence(face.heading, face.problem)
    case 'requests':
      return face.heading
    case 'claude':
      return `${face.heading}. ${face.caption}`
    case 'setUp':
      return setUpAnnouncement(face)
    case 'settings':
      return face.saved.undo === null ? face.heading : face.saved.text
  }
}

/** What has been done so far, or what a sign-in under way asks for. */
function setUpAnnouncement({ heading, steps, doneLabel }: SetUpView): string {
  const device = steps.find((step) => step.device !== null)?.device ?? null
  if (device !== null && device.kind !== 'offer') return deviceAnnouncement(device.heading, device)
  const done = steps.filter(({ isDone }) => isDone).map((step) => `${step.heading}: ${doneLabel}.`)
  return [`${heading}.`, ...done].join(' ')
}

/** The announcement of a sign-in, without the time left: a person would hear that each second. */
function signInAnnouncement(face: SignInView): string {
  const { device, heading } = face
  return device.kind === 'offer' ? sentence(heading, face.problem) : deviceAnnouncement(heading, device)
}

function deviceAnnouncement(heading: string, device: Exclude<DeviceView, { kind: 'offer' }>): string {
  switch (device.kind) {
    case 'busy':
      return device.problem === null ? device.progress : sentence(heading, device.problem)
    case 'code':
      return [device.renewed, `${heading}: ${device.userCode}.`, device.hint, device.progress]
        .filter((part) => part !== null)
        .join(' ')
    case 'ended':
      return sentence(heading, device.problem)
    case 'done':
      return heading
  }
}

function sentence(heading: string, problem: ProblemWords | null): string {
  return problem === null ? heading : `${heading}: ${problem.message} ${problem.recovery}`.trimEnd()
}

function ticksOf(face: FaceView): boolean {
  switch (face.kind) {
    case 'status':
      return face.token?.counts === true
    case 'signIn':
      return face.stillServes !== null || face.device.kind === 'code'
    case 'setUp':
      return face.steps.some(({ device }) => device?.kind === 'code')
    case 'requests':
    case 'claude':
    case 'doctor':
    case 'settings':
      return false
  }
}
