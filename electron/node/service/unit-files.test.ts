/** Checks the files with the systems' own parsers. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { launchdPlist, type ServiceUnit, SYSTEMD_UNIT, systemdUnit } from '../../core/service/unit'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-unit-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const WORDS = ['a b', '100% %h', '$HOME $$', 'it"s', "it's", '\\ \\n', 'ä 月', '<a&b>', '#', ';', '-e']

function unitIn(folder: string): ServiceUnit {
  const program = join(folder, 'bin', 'node')
  mkdirSync(dirname(program), { recursive: true })
  writeFileSync(program, '#!/bin/sh\n')
  chmodSync(program, 0o755)
  const environment = Object.fromEntries(WORDS.map((word, index) => [`V${index}`, word]))
  return { program, args: [...WORDS, '--foreground'], environment, stopSeconds: 45, mountsItself: false }
}

function verify(text: string) {
  const file = join(root, 'config', 'systemd', 'user', SYSTEMD_UNIT)
  mkdirSync(dirname(file), { recursive: true })
  mkdirSync(join(root, 'run'), { recursive: true, mode: 0o700 })
  writeFileSync(file, text, { mode: 0o600 })
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    XDG_CONFIG_HOME: join(root, 'config'),
    XDG_RUNTIME_DIR: join(root, 'run'),
  }
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['--user', 'verify', file], {
    env,
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

test('systemd finds no fault in the unit', { tags: 'systemd-analyze' }, () => {
  for (const folder of [root, join(root, 'a $5 100% #月')]) {
    const text = systemdUnit(unitIn(folder))
    expect(verify(text)).toEqual({ status: 0, said: '' })
    // The parser does find a fault where there is one.
    expect(verify(text.replace('KillMode=mixed', 'KillMode=odd')).said).toContain('odd')
    expect(verify(text.replace('/bin/node"', '/bin/gone"')).said).toContain('is not executable')
  }
})

const READ_PLIST =
  'import sys,json,plistlib;print(json.dumps(plistlib.loads(sys.stdin.buffer.read(),fmt=plistlib.FMT_XML)))'

test('the agent parses, and holds what was meant', { tags: 'python3' }, () => {
  const unit = unitIn(join(root, 'a $5 100% <#&月>'))
  const { stdout, stderr } = spawnSync('python3', ['-c', READ_PLIST], {
    input: launchdPlist(unit, 'Aqua'),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({
    Label: 'com.kimi-proxy.service',
    ProgramArguments: [unit.program, ...unit.args],
    EnvironmentVariables: unit.environment,
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ExitTimeOut: 45,
    ProcessType: 'Interactive',
    LimitLoadToSessionType: 'Aqua',
  })
})
