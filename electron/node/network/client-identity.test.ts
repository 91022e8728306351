import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Paths, pathsFor } from '../files/paths'
import { createIdentity } from './client-identity'

const DEVICE = { name: 'lins-mac', model: 'macOS 15.1 arm64', osVersion: '15.1' }
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

function home(): Paths {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-identity-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return pathsFor({ KIMI_PROXY_HOME: join(folder, 'home') })
}

test('it states our own name, and never that of another program', () => {
  const headers = createIdentity(home(), '1.2.3', DEVICE).headers()
  expect(headers).toEqual({
    'user-agent': 'kimi-proxy/1.2.3',
    'x-msh-platform': 'kimi-proxy',
    'x-msh-version': '1.2.3',
    'x-msh-device-name': 'lins-mac',
    'x-msh-device-model': 'macOS 15.1 arm64',
    'x-msh-os-version': '15.1',
    'x-msh-device-id': expect.stringMatching(UUID),
  })
})

test('values are ASCII, trimmed and never empty, whatever the machine is called', () => {
  const device = { name: ' 林的 Mac\r\nx-evil: 1 ', model: '电脑', osVersion: '' }
  const headers = createIdentity(home(), '1.2.3', device).headers()
  expect(headers['x-msh-device-name']).toBe('Macx-evil: 1')
  expect(headers['x-msh-device-model']).toBe('unknown')
  expect(headers['x-msh-os-version']).toBe('unknown')
  for (const value of Object.values(createIdentity(home(), '1.2.3').headers())) {
    expect(value).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/)
  }
})

test('the device id is made once for each home, with the first request, for its user only', () => {
  const paths = home()
  const id = (identity = createIdentity(paths, '1', DEVICE)) => identity.headers()['x-msh-device-id']
  const made = id()
  expect(id()).toBe(made)
  expect(readFileSync(paths.deviceIdFile, 'utf8').trim()).toBe(made)
  if (process.platform !== 'win32') expect(statSync(paths.deviceIdFile).mode & 0o777).toBe(0o600)
  expect(id(createIdentity(home(), '1', DEVICE))).not.toBe(made)
})

test('a device id that makes no sense is replaced, and one that cannot be kept does no harm', () => {
  const paths = home()
  const identity = () => createIdentity(paths, '1', DEVICE)
  identity().headers()
  writeFileSync(paths.deviceIdFile, 'x\r\nx-evil: 1')
  const made = identity().headers()['x-msh-device-id']
  expect(made).toMatch(UUID)
  expect(identity().headers()['x-msh-device-id']).toBe(made)
  const nowhere = pathsFor({ KIMI_PROXY_HOME: join(paths.deviceIdFile, 'no-folder') })
  const kept = createIdentity(nowhere, '1', DEVICE)
  expect(kept.headers()['x-msh-device-id']).toMatch(UUID)
  expect(kept.headers()).toEqual(kept.headers())
})
