import { describe, expect, test } from 'vitest'
import { appState, PROBLEM, START_MS, signedIn } from '../../testing/app-states'
import { desktopState, PHASE_STATES } from '../../testing/desktop-states'
import { phaseOf, portOf, problemOf, tokenLeftMs } from './phase'

describe('the phase', () => {
  test.each(Object.entries(PHASE_STATES))('of a state that is %s', (phase, state) => {
    expect(phaseOf(state, START_MS)).toBe(phase)
  })

  test('is trouble, no longer running out, once a token that cannot be renewed has expired', () => {
    const renewal = { kind: 'failing', problem: PROBLEM, retryAtMs: START_MS } as const
    const engine = appState({ login: signedIn({ expiresAtMs: START_MS + 1_000 }, renewal) })
    expect(phaseOf(desktopState({ engine }), START_MS)).toBe('expiring')
    expect(phaseOf(desktopState({ engine }), START_MS + 1_000)).toBe('trouble')
  })

  test('is trouble with a setting that cannot be used', () => {
    const state = desktopState({ supervisor: { kind: 'stopped' }, obstacle: PROBLEM })
    expect(phaseOf(state, START_MS)).toBe('trouble')
    expect(problemOf(state, START_MS)).toBe(PROBLEM)
  })
})

test('nothing needs explaining while it runs, starts, was stopped, or is served by the command line', () => {
  for (const phase of ['running', 'starting', 'stopped', 'elsewhere', 'looking'] as const) {
    expect(problemOf(PHASE_STATES[phase], START_MS)).toBeNull()
  }
})

test('a taken port is explained by whom', () => {
  expect(problemOf(PHASE_STATES.portTaken, START_MS)).toMatchObject({
    code: 'PORT_TAKEN',
    detail: 'python3, PID 812',
  })
})

test('the time left is never negative, and not known without an end', () => {
  expect(tokenLeftMs(appState(), START_MS)).toBe(900_000)
  expect(tokenLeftMs(appState(), START_MS + 10_000_000)).toBe(0)
  expect(tokenLeftMs(appState({ login: signedIn({ expiresAtMs: null }) }), START_MS)).toBeNull()
})

test('the port is that of whoever serves', () => {
  expect(portOf(desktopState())).toBe(18462)
  expect(portOf(desktopState({ engine: appState({ listener: { kind: 'listening', port: 5 } }) }))).toBe(5)
  const other = { pid: 1, port: 6, answers: true, activeRequests: 0, watched: false }
  expect(portOf(desktopState({ other }))).toBe(6)
})
