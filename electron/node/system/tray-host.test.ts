import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { hasTrayHost } from './tray-host'

/** A session bus with this answer; null for no session bus. */
function bus(says: string | null): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-bus-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  if (says !== null) {
    writeFileSync(join(folder, 'dbus-send'), `#!/bin/sh\n${says}\n`)
    chmodSync(join(folder, 'dbus-send'), 0o755)
  }
  return { PATH: `${folder}:/bin:/usr/bin`.replace(says === null ? /:.*/ : /^$/, '') }
}

test('only a bus that says so counts as a desktop without tray icons', async () => {
  expect(await hasTrayHost(bus('echo "method return"; echo "   boolean false"'))).toBe(false)
  expect(await hasTrayHost(bus('echo "   boolean true"'))).toBe(true)
  expect(await hasTrayHost(bus('exit 1'))).toBe(true)
  expect(await hasTrayHost(bus(null))).toBe(true)
})
