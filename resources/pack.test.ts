import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

test('packing without a network ends at once, with one sentence that says what to do', () => {
  const home = mkdtempSync(join(tmpdir(), 'kimi-proxy-pack-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['resources/pack.mjs', '--dir'], {
    // Nothing listens at port 1.
    env: { PATH: process.env['PATH'], HOME: home, ELECTRON_MIRROR: 'http://127.0.0.1:1/' },
    encoding: 'utf8',
  })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(
    /^Electron [\d.]+ cannot be fetched: 127\.0\.0\.1:1 cannot be reached \(\w+\)\. Check the network, or name another place in ELECTRON_MIRROR\.\n$/,
  )
})
