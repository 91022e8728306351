import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Finding } from '../../contract/doctor'
import { parseSettings } from '../../core/settings/schema'
import type { FindingCode } from '../../core/words/finding-phrases'
import { problem } from '../../core/words/problem'
import { reason } from '../../core/words/reason'
import { freePort } from '../../testing/network/free-port'
import { pathsFor } from '../files/paths'
import type { ExamineOptions } from './checks'
import { examine } from './examine'
import type { Reach } from './reach'

let root = ''
const at = (...names: readonly string[]) => join(root, ...names)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-examine-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function find(
  changes: Partial<ExamineOptions> = {},
): Promise<(code: FindingCode) => Finding | undefined> {
  const env = { KIMI_CODE_HOME: at('code'), KIMI_SHARE_DIR: at('kimi') }
  const input = { file: undefined, filePath: 'settings.json', homeDir: root, port: await freePort() }
  const report = await examine({
    paths: pathsFor({ KIMI_PROXY_HOME: at('home') }),
    settings: parseSettings({ ...input, env }),
    settingsProblem: null,
    env: {},
    homeDir: root,
    platform: 'linux',
    projectFolder: null,
    reach: async () => ({ way: { kind: 'direct' }, outcome: { kind: 'answered', aheadMs: 0 } }),
    nowMs: Date.now,
    ...changes,
  })
  return (code) => report.findings.find((finding) => finding.code === code)
}

test('a look that fails becomes a finding, and harms no other', async () => {
  const found = await find({ reach: () => Promise.reject(new Error('boom')) })
  expect(found('INCOMPLETE')?.values).toEqual({ topic: 'hosts' })
  expect(found('NO_LOGIN')).toBeDefined()
  expect(found('ENGINE_STOPPED')).toBeDefined()
})

test('a preference of the app that is not valid is named, though the command line passes over it', async () => {
  mkdirSync(at('home'))
  writeFileSync(at('home', 'settings.json'), '{"notifications": "yes"}')
  const found = await find()
  expect(found('SETTINGS_INVALID')?.values).toMatchObject({ problem: { variant: 'preference' } })
})

test('the way to a host is reported, whichever part knows it', async () => {
  const reach: Reach = async () => ({
    way: { kind: 'system', via: '127.0.0.1:7890' },
    outcome: { kind: 'answered', aheadMs: null },
  })
  const found = await find({ reach })
  expect(found('HOST_ANSWERS')?.values).toMatchObject({
    host: 'auth.kimi.com',
    way: 'system',
    proxy: '127.0.0.1:7890',
  })
  expect(found('CLOCK_UNKNOWN')).toBeDefined()
})

test('a folder that does not exist counts as writable where it could be created, and is not created', async () => {
  const found = await find()
  expect(found('HOME_WRITABLE')?.values).toEqual({ path: '~/home' })
  expect(existsSync(at('home'))).toBe(false)
  writeFileSync(at('file'), '')
  const blocked = await find({ paths: pathsFor({ KIMI_PROXY_HOME: at('file', 'home') }) })
  expect(blocked('HOME_UNWRITABLE')?.values).toEqual({
    path: '~/file/home',
    reason: reason('code', { code: 'ENOTDIR' }),
  })
})

test('a message of another program is shown without its secret', async () => {
  const message = 'http://me:pass-word@proxy and eyJabcdefghij.abc.def and sk-0123456789'
  const found = await find({
    settingsProblem: problem('SETTING_INVALID.web', {
      place: reason('named', { name: 'X' }),
      value: message,
    }),
  })
  expect(found('SETTINGS_INVALID')?.values).toEqual({
    problem: expect.objectContaining({
      values: expect.objectContaining({ value: 'http://[redacted]@proxy and [redacted] and [redacted]' }),
    }),
  })
})
