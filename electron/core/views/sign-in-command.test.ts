import { expect, test } from 'vitest'
import { appState, PHASE_STATES } from '../../testing/app-states'
import { FACE_STATES } from '../../testing/face-states'
import { noticeCommand } from './sign-in-command'

const TO_WINDOW = { kind: 'openWindow', face: 'status' }

test('a person who asks to sign in begins the sign-in', () => {
  expect(noticeCommand(PHASE_STATES.signIn)).toEqual({ kind: 'signIn' })
})

test('a sign-in under way is not begun anew', () => {
  expect(noticeCommand({ ...PHASE_STATES.signIn, signIn: { kind: 'asking', offline: false } })).toEqual(
    TO_WINDOW,
  )
  expect(noticeCommand({ ...PHASE_STATES.signIn, signIn: FACE_STATES.code.signIn })).toEqual(TO_WINDOW)
})

test('the button of an old notice begins nothing once there is a login', () => {
  expect(noticeCommand(appState())).toEqual(TO_WINDOW)
})
