import { expect, it, test } from 'vitest'
import type { ServiceState } from '../../service/state'
import { reason } from '../../words/reason'
import { sayIn } from '../../words/say'
import { type ServiceView, serviceExitCode, serviceJson, serviceLines } from './service-status'

const RUNNING: ServiceState = { kind: 'running', atStart: true, pid: 7 }
const INSTALLED = {
  kind: 'installed',
  file: '/u/kimi-proxy.service',
  state: RUNNING,
  command: ['/usr/bin/node', '/opt/cli.js', '--foreground'],
  missing: [],
  isCurrent: true,
  sessionNote: null,
} as const

const text = (view: ServiceView) => serviceLines(sayIn('en'), view).join('\n')

it.each<[string, ServiceView, 0 | 1 | 2, string]>([
  ['not installed', { kind: 'none' }, 1, 'not installed'],
  ['somebody else’s', { kind: 'foreign', file: '/u/x' }, 1, '/u/x was not written by kimi-proxy.'],
  ['running', INSTALLED, 0, 'running (PID 7)'],
  ['stopped', { ...INSTALLED, state: { kind: 'stopped', atStart: true } }, 2, 'installed, not running'],
  ['dying', { ...INSTALLED, state: { kind: 'restarting', atStart: true } }, 2, 'being started again'],
  ['not known to the manager', { ...INSTALLED, state: { kind: 'absent' } }, 2, 'does not know of it'],
  [
    'out of reach',
    { ...INSTALLED, state: { kind: 'unreachable', reason: reason('said', { words: 'No medium found' }) } },
    2,
    'does not answer: No medium found.',
  ],
  [
    'running for the last time',
    { ...INSTALLED, missing: ['/usr/bin/node'] },
    2,
    'Error: /usr/bin/node is gone.\n  Starts automatically: yes\n  Recovery: Run kimi-proxy service install.',
  ],
  ['another version’s', { ...INSTALLED, isCurrent: false }, 0, 'It starts another kimi-proxy.'],
  ['of a session', { ...INSTALLED, sessionNote: 'service.noteLinger' }, 0, 'Note: It ends when'],
  [
    'not started with the session',
    { ...INSTALLED, state: { kind: 'running', atStart: false, pid: null } },
    0,
    'Starts automatically: no',
  ],
])('%s', (_name, view, exitCode, told) => {
  expect(text(view)).toContain(told)
  expect(serviceExitCode(view)).toBe(exitCode)
})

test('the JSON says the same as the lines', () => {
  expect(serviceJson(INSTALLED)).toEqual({
    installed: true,
    file: '/u/kimi-proxy.service',
    state: 'running',
    reason: null,
    starts_by_itself: true,
    pid: 7,
    command: ['/usr/bin/node', '/opt/cli.js', '--foreground'],
    missing: [],
    current: true,
    note: null,
  })
  expect(serviceJson({ kind: 'none' })).toEqual({ installed: false, foreign: false })
  expect(serviceJson({ kind: 'foreign', file: '/x' })).toEqual({ installed: false, foreign: true })
})
