import { describe, expect, test } from 'vitest'
import { appState, PHASE_STATES } from '../../testing/app-states'
import { engineState, PROBLEM, START_MS, signedIn } from '../../testing/engine-states'
import { portOf, standingOf, tokenLeftMs } from './phase'

describe('the phase', () => {
  test.each(Object.entries(PHASE_STATES))('of a state that is %s', (phase, state) => {
    expect(standingOf(state, START_MS).phase).toBe(phase)
  })

  test('is trouble, and no longer expiring, once a token that cannot be renewed has expired', () => {
    const renewal = { kind: 'failing', problem: PROBLEM, retryAtMs: START_MS } as const
    const engine = engineState({ login: signedIn({ expiresAtMs: START_MS + 1_000 }, renewal) })
    expect(standingOf(appState({ engine }), START_MS).phase).toBe('expiring')
    expect(standingOf(appState({ engine }), START_MS + 1_000).phase).toBe('trouble')
  })
})

test('nothing has to be explained while the proxy runs, starts, drains, was stopped, or is served by the command line', () => {
  for (const phase of ['running', 'starting', 'draining', 'off', 'elsewhere', 'looking'] as const) {
    expect(standingOf(PHASE_STATES[phase], START_MS).problem).toBeNull()
  }
})

test('what cannot start is explained by its problem, and a login that could not be saved also while the proxy is off', () => {
  expect(standingOf(PHASE_STATES.cannotStart, START_MS).problem).toMatchObject({
    code: 'SETTING_INVALID',
    variant: 'proxy',
  })
  const unsaved = appState({ ...PHASE_STATES.off, engine: engineState({ unsaved: PROBLEM }) })
  expect(standingOf(unsaved, START_MS)).toEqual({ phase: 'off', problem: PROBLEM })
})

test('a taken port is explained by the program that holds it', () => {
  expect(standingOf(PHASE_STATES.portTaken, START_MS).problem).toMatchObject({
    code: 'PORT_TAKEN',
    values: { program: 'python3', pid: 812 },
  })
})

test('the time left is never negative, and null for a token without a known end', () => {
  expect(tokenLeftMs(engineState(), START_MS)).toBe(900_000)
  expect(tokenLeftMs(engineState(), START_MS + 10_000_000)).toBe(0)
  expect(tokenLeftMs(engineState({ login: signedIn({ expiresAtMs: null }) }), START_MS)).toBeNull()
})

test('the port is that of the engine that serves', () => {
  expect(portOf(appState())).toBe(18462)
  const serving = { kind: 'serving', port: 5, restarts: 0, sinceMs: 0, misses: 0 } as const
  expect(portOf(appState({ serving }))).toBe(5)
  const other = { pid: 1, port: 6, answers: true, activeRequests: 0, watched: false }
  expect(portOf(appState({ serving: { kind: 'elsewhere', other } }))).toBe(6)
})
