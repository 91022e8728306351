import { describe, expect, it, test } from 'vitest'
import {
  commandIn,
  isOwnUnit,
  launchdPlist,
  launchdSession,
  type ServiceUnit,
  systemdUnit,
  variableIn,
} from './unit'

const UNIT: ServiceUnit = {
  program: '/usr/bin/node',
  args: ['/opt/cli.js', '--foreground'],
  environment: {},
  stopSeconds: 45,
  mountsItself: false,
}

const HOSTILE = [
  'a b',
  '100%',
  '%h',
  '$HOME',
  '$' + '{X}',
  '$$',
  'it"s',
  "it's",
  '\\',
  '\\n',
  'ä 月',
  '#',
  ';',
  '',
]

describe('the systemd unit', () => {
  test('starts the program, leaves time for a renewal at the end, and restarts without end', () => {
    const environment = { KIMI_PROXY_HOME: '/srv/kimi' }
    expect(
      systemdUnit({ ...UNIT, environment }),
    ).toBe(`# Written by kimi-proxy service install; \`kimi-proxy service remove\` takes it away.
[Unit]
Description=Kimi Proxy
StartLimitIntervalSec=0

[Service]
ExecStart="/usr/bin/node" "/opt/cli.js" "--foreground"
Environment="KIMI_PROXY_HOME=/srv/kimi"
Restart=on-failure
RestartSec=2
RestartPreventExitStatus=64
KillMode=mixed
TimeoutStopSec=45
NoNewPrivileges=yes

[Install]
WantedBy=default.target
`)
  })

  test('lets an AppImage’s helper become root, which is needed to mount it', () => {
    expect(systemdUnit({ ...UNIT, mountsItself: true })).not.toContain('NoNewPrivileges')
  })

  test('doubles % everywhere, $ in arguments only, and puts \\ before quotes', () => {
    const text = systemdUnit({
      ...UNIT,
      program: '/opt/$5 100%/node',
      args: ['$a%b"c\\'],
      environment: { A: '$a%b"c\\' },
    })
    expect(text).toContain('ExecStart="/opt/$5 100%%/node" "$$a%%b\\"c\\\\"\n')
    expect(text).toContain('Environment="A=$a%%b\\"c\\\\"\n')
  })

  it.each(['/opt/my"node', "/opt/my'node", '/opt/my\\node'])(
    'is not written for a program that systemd refuses to start: %s',
    (program) => {
      expect(() => systemdUnit({ ...UNIT, program })).toThrow('SERVICE_FAILED.value')
    },
  )
})

describe('the launchd agent', () => {
  test('says in which session it belongs, and can be read back', () => {
    for (const session of ['Aqua', 'Background'] as const) {
      expect(launchdSession(launchdPlist(UNIT, session))).toBe(session)
    }
    expect(launchdSession('')).toBe('Aqua')
  })

  test('names no variables where there are none', () => {
    expect(launchdPlist(UNIT, 'Aqua')).not.toContain('EnvironmentVariables')
  })
})

describe('either form', () => {
  const forms = [systemdUnit, (unit: ServiceUnit) => launchdPlist(unit, 'Aqua')]

  it.each(['\n', '\r', '\u0000', '\u001b', '\u007f'])('refuses the control character %j anywhere', (odd) => {
    for (const form of forms) {
      expect(() => form({ ...UNIT, args: [`a${odd}b`] })).toThrow(
        expect.objectContaining({ code: 'SERVICE_FAILED', values: { value: 'a?b' } }),
      )
      expect(() => form({ ...UNIT, program: `/a${odd}b` })).toThrow()
      expect(() => form({ ...UNIT, environment: { A: `a${odd}b` } })).toThrow()
      expect(() => form({ ...UNIT, environment: { [`A${odd}`]: 'b' } })).toThrow()
    }
  })

  test('can be read back with its command, whatever the command holds', () => {
    const args = [...HOSTILE.filter((word) => word !== ''), '<a&b>', '&lt;', '%%']
    for (const form of forms) {
      expect(commandIn(form({ ...UNIT, program: '/opt/a b$%/node', args }))).toEqual([
        '/opt/a b$%/node',
        ...args,
      ])
    }
  })

  test('can be read back with its variables, whatever they hold', () => {
    for (const form of forms) {
      for (const value of [...HOSTILE, '<a&b>', '&lt;', '%%']) {
        const text = form({ ...UNIT, environment: { AB: 'other', A: value, B: 'other' } })
        expect(variableIn(text, 'A')).toBe(value)
        expect(variableIn(text, 'C')).toBeNull()
      }
    }
  })

  test('is known as ours, and no other file is', () => {
    for (const form of forms) expect(isOwnUnit(form(UNIT))).toBe(true)
    expect(isOwnUnit('[Service]\nExecStart=/usr/bin/kimi-proxy --foreground\n')).toBe(false)
    expect(isOwnUnit('')).toBe(false)
    expect(commandIn('[Service]\nExecStart=/usr/bin/kimi-proxy\n')).toBeNull()
    expect(commandIn('')).toBeNull()
  })
})
