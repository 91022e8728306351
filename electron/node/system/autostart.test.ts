import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAutostart } from './autostart'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-autostart-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const file = () => join(root, 'autostart', 'kimi-proxy.desktop')
const autostart = (execPath = '/opt/Kimi Proxy/kimi-proxy', env = {}) =>
  createAutostart({ XDG_CONFIG_HOME: root, ...env }, execPath, ['--hidden'])

test('is off, on, and off again without a trace', () => {
  const entry = autostart()
  expect(entry.isOn()).toBe(false)
  entry.set(true)
  expect(entry.isOn()).toBe(true)
  entry.set(false)
  expect(entry.isOn()).toBe(false)
  entry.set(false)
})

test('starts the app without a window, whatever characters its path holds', () => {
  const odd = `/opt/a "b" $c/100%/kimi`
  autostart(odd).set(true)
  const exec = /^Exec=(.*)$/m.exec(readFileSync(file(), 'utf8'))?.[1] ?? ''
  // The value is read as the specification says: \\ first, then the quotes as a shell would, and %% for %.
  const value = exec.replaceAll('\\\\', '\\').replaceAll('%%', '%')
  expect(execFileSync('sh', ['-c', `printf '%s\\n' ${value}`], { encoding: 'utf8' })).toBe(
    `/usr/bin/env\n${odd}\n--hidden\n`,
  )
})

test('names a program with % in its path as an argument, the only place where every desktop reads %% as %', () => {
  autostart('/opt/100%/kimi').set(true)
  const entry = readFileSync(file(), 'utf8')
  expect(entry).toContain('Exec=/usr/bin/env "/opt/100%%/kimi" --hidden\n')
  expect(entry).toContain('TryExec=/opt/100%/kimi\n')
})

test('an entry that names an older place is renewed, one that is off is left alone', () => {
  autostart('/old/kimi').set(true)
  autostart('/new/kimi').renew()
  expect(readFileSync(file(), 'utf8')).toContain('Exec=/new/kimi --hidden')
  autostart('/new/kimi').set(false)
  autostart('/newer/kimi').renew()
  expect(autostart('/newer/kimi').isOn()).toBe(false)
})

test('names the AppImage and not the place where it is mounted', () => {
  const env = { APPIMAGE: '/home/a/KimiProxy.AppImage', APPDIR: '/tmp/.mount_abc' }
  autostart('/tmp/.mount_abc/kimi-proxy', env).set(true)
  expect(readFileSync(file(), 'utf8')).toContain('Exec=/home/a/KimiProxy.AppImage --hidden\n')
})

test('is off where the desktop has turned the entry off', () => {
  mkdirSync(join(root, 'autostart'))
  for (const line of ['Hidden=true', 'X-GNOME-Autostart-enabled=false']) {
    writeFileSync(file(), `[Desktop Entry]\nExec=x\n${line}\n`)
    expect(autostart().isOn()).toBe(false)
  }
})
