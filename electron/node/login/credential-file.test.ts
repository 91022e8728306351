import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../core/basics/secret'
import type { Login } from '../../core/login/stored-login'
import { reason } from '../../core/words/reason'
import { CredentialFile, type CredentialFileOptions } from './credential-file'

let root = ''
let path = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-credential-'))
  path = join(root, 'credentials', 'kimi-code.json')
  mkdirSync(dirname(path))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function fileWith(options: Partial<CredentialFileOptions> = {}): CredentialFile {
  return new CredentialFile({
    source: { owner: 'kimi-code', path },
    lockTargets: () => [{ path: join(root, 'oauth', 'kimi-code') }],
    spareFolder: join(root, 'unsaved'),
    settleMs: 0,
    tombstones: true,
    privateFolder: true,
    ...options,
  })
}

const LOGIN: Login = {
  accessToken: new Secret('new-access'),
  refreshToken: new Secret('new-refresh'),
  expiresAtMs: 1_700_000_900_750,
  lifetimeMs: 900_000,
  scope: 'kimi-code',
  tokenType: 'Bearer',
}

async function save(file: CredentialFile, login: Login = LOGIN): Promise<string> {
  const room = await file.reserve()
  await room.commit(login)
  await room.discard()
  return readFileSync(path, 'utf8')
}

describe('reading', () => {
  it.each([
    ['{"access_token":"a","refresh_token":"b"}', 'login'],
    ['\uFEFF{"access_token":"a","refresh_token":"b"}', 'login'],
    ['{"access_token":"a"}', 'login'],
    ['{"access_token":"","refresh_token":"","expires_at":0}', 'revoked'],
    ['', 'invalid'],
    ['{"access_token":"a","refresh_token":"b"}x', 'invalid'],
    ['[]', 'invalid'],
    ['{}', 'invalid'],
  ])('%s is %s', async (text, kind) => {
    writeFileSync(path, text)
    expect((await fileWith().read()).kind).toBe(kind)
  })

  it('a pipe in its place cannot be read, and keeps nobody waiting', async () => {
    execFileSync('mkfifo', [path])
    expect(await fileWith().read()).toEqual({ kind: 'unreadable', reason: reason('notAFile') })
  })

  it('a missing file, folder or parent is a missing login; a folder in its place cannot be read', async () => {
    expect(await fileWith().read()).toEqual({ kind: 'missing' })
    writeFileSync(join(root, 'file'), '')
    const below = { owner: 'file', path: join(root, 'file', 'x.json') } as const
    expect(await fileWith({ source: below }).read()).toEqual({ kind: 'missing' })
    mkdirSync(path)
    expect(await fileWith().read()).toEqual({ kind: 'unreadable', reason: reason('notAFile') })
  })
})

describe('saving', () => {
  it('writes what both CLIs write, whole seconds rounded down', async () => {
    const text = await save(fileWith())
    expect(text).toBe(
      `${JSON.stringify(
        {
          access_token: 'new-access',
          refresh_token: 'new-refresh',
          expires_at: 1_700_000_900,
          scope: 'kimi-code',
          token_type: 'Bearer',
          expires_in: 900,
        },
        null,
        2,
      )}\n`,
    )
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })

  it('keeps order, unknown fields and a compact layout', async () => {
    writeFileSync(
      path,
      '{"z":{"a":[1]},"refresh_token":"old","access_token":"old","expires_at":1.5,"__proto__":1}',
    )
    expect(await save(fileWith())).toMatch(
      /^\{"z":\{"a":\[1\]\},"refresh_token":"new-refresh","access_token":"new-access","expires_at":1700000900,.*\}$/,
    )
  })

  it('does not erase what the new login does not say', async () => {
    writeFileSync(path, '{"access_token":"a","refresh_token":"b","scope":"kimi-code","token_type":"Bearer"}')
    const text = await save(fileWith(), { ...LOGIN, scope: '', tokenType: '' })
    expect(JSON.parse(text)).toMatchObject({ scope: 'kimi-code', token_type: 'Bearer' })
  })

  it('leaves a folder that is not ours as open as it was', async () => {
    await save(fileWith({ privateFolder: false }))
    expect(statSync(dirname(path)).mode & 0o077).not.toBe(0)
  })

  it('says what is wrong, without the token', async () => {
    rmSync(dirname(path), { recursive: true })
    writeFileSync(dirname(path), 'a file')
    const file = fileWith({ privateFolder: false })
    await expect(file.reserve()).rejects.toMatchObject({
      code: 'SAVE_FAILED',
      values: { path, reason: reason('code', { code: 'ENOTDIR' }) },
    })
  })
})

describe('a refused login', () => {
  const OLD = '{"access_token":"a","refresh_token":"b","expires_at":1,"expires_in":900,"scope":"s","mine":1}'

  it('gets the tombstone of kimi-code where its owner knows it', async () => {
    writeFileSync(path, OLD)
    await fileWith().markRevoked(new Secret('b'))
    expect(readFileSync(path, 'utf8')).toBe(
      '{"access_token":"","refresh_token":"","expires_at":0,"expires_in":0,"scope":"s","mine":1}',
    )
    expect(await fileWith().read()).toEqual({ kind: 'revoked' })
  })

  it('is not what the file holds any more: the newer one is left alone, and nothing beside it', async () => {
    const newer = OLD.replace('"b"', '"saved by a peer a moment ago"')
    writeFileSync(path, newer)
    await fileWith().markRevoked(new Secret('b'))
    expect(readFileSync(path, 'utf8')).toBe(newer)
    expect(readdirSync(dirname(path))).toEqual(['kimi-code.json'])
  })

  it('is left alone elsewhere, and where nothing can be written', async () => {
    writeFileSync(path, OLD)
    await fileWith({ tombstones: false }).markRevoked(new Secret('b'))
    expect(readFileSync(path, 'utf8')).toBe(OLD)
    rmSync(dirname(path), { recursive: true })
    await fileWith().markRevoked(new Secret('b'))
    expect(existsSync(path)).toBe(false)
  })
})
