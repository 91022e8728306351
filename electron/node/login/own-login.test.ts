import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Secret } from '../../core/basics/secret'
import { HOSTS_OF } from '../../core/settings/region'
import { forgetOwnLogin } from '../engine/use-login'
import { takeLock } from '../files/file-lock'
import { type Paths, pathsFor } from '../files/paths'
import { ownLogin, slotFile } from './login-files'
import { readLoginPick, writeLoginPick } from './login-pick'
import { hasOwnLogin, newOwnLogin, removeOwnLogin } from './own-login'

const KIMI = HOSTS_OF['mainland-cn']
const LOCAL = { oauthHost: 'http://127.0.0.1:1', upstream: 'http://127.0.0.1:1/coding' }
const LOGIN = {
  accessToken: new Secret('new-access'),
  refreshToken: new Secret('new-refresh'),
  expiresAtMs: 1_800_000_900_000,
  lifetimeMs: 900_000,
  scope: 'kimi-code',
  tokenType: 'Bearer',
}

function home(): Paths {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-own-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return pathsFor({ KIMI_PROXY_HOME: join(folder, 'home') })
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const fileOf = (paths: Paths, hosts = KIMI) => ownLogin(hosts, paths).source.path

describe('a new login of our own', () => {
  test('is written as kimi-code writes it, for its user only', async () => {
    const paths = home()
    const place = newOwnLogin(KIMI, paths)
    await place.prepare()
    await place.save(LOGIN)
    const path = join(paths.home, 'credentials', 'kimi-code.json')
    expect(readFileSync(path, 'utf8')).toBe(
      [
        '{',
        '  "access_token": "new-access",',
        '  "refresh_token": "new-refresh",',
        '  "expires_at": 1800000900,',
        '  "scope": "kimi-code",',
        '  "token_type": "Bearer",',
        '  "expires_in": 900',
        '}\n',
      ].join('\n'),
    )
    if (process.platform === 'win32') return
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })

  test('leaves nothing behind when only the room was looked for', async () => {
    const paths = home()
    await newOwnLogin(KIMI, paths).prepare()
    expect(readdirSync(paths.ownCredentialsDir)).toEqual([])
  })

  test('is told to be impossible before anybody approves, where its folder cannot be made', async () => {
    const paths = home()
    put(paths.ownCredentialsDir, 'a file in the place of the folder')
    const failure = { code: 'HOME_UNWRITABLE', values: { path: paths.home } }
    await expect(newOwnLogin(KIMI, paths).prepare()).rejects.toMatchObject(failure)
    await expect(newOwnLogin(KIMI, paths).save(LOGIN)).rejects.toMatchObject({ code: 'SAVE_FAILED' })
  })

  test('waits for a renewal that holds the lock, so that neither overwrites the other', async () => {
    const paths = home()
    const place = newOwnLogin(KIMI, paths)
    await place.prepare()
    const lock = await takeLock(join(paths.home, 'oauth', 'kimi-code'))
    let saved = false
    const saving = place.save(LOGIN).then(() => {
      saved = true
    })
    put(fileOf(paths), '{"access_token":"old","refresh_token":"old","mark":1}')
    expect(saved).toBe(false)
    await lock.release()
    await saving
    expect(JSON.parse(readFileSync(fileOf(paths), 'utf8'))).toMatchObject({
      access_token: 'new-access',
      mark: 1,
    })
  })

  test('of other hosts lies in a slot of its own', () => {
    const paths = home()
    const names = [KIMI, HOSTS_OF.global, LOCAL].map((hosts) => fileOf(paths, hosts))
    expect(new Set(names).size).toBe(3)
  })
})

describe('signing out', () => {
  test('takes away our own login and nothing else, with what a killed write left of it', async () => {
    const paths = home()
    const path = fileOf(paths)
    const kept = [`${paths.ownCredentialsDir}/other.json`, fileOf(paths, HOSTS_OF.global), paths.settingsFile]
    for (const file of [path, ...kept]) put(file, '{"access_token":"a","refresh_token":"r"}')
    put(`${path}.tmp.999999.0123abcd`, 'a token')
    expect(await hasOwnLogin(KIMI, paths)).toBe(true)
    await removeOwnLogin(KIMI, paths)
    expect(await hasOwnLogin(KIMI, paths)).toBe(false)
    expect(readdirSync(paths.ownCredentialsDir).sort()).toEqual(
      kept
        .slice(0, 2)
        .map((file) => file.slice(paths.ownCredentialsDir.length + 1))
        .sort(),
    )
  })

  test('twice is fine, and leaves no lock where there was nothing', async () => {
    const paths = home()
    await removeOwnLogin(KIMI, paths)
    await removeOwnLogin(KIMI, paths)
    expect(() => readdirSync(paths.home)).toThrow('ENOENT')
  })

  test('on loopback takes the default slot too, since it is used there', async () => {
    const paths = home()
    for (const hosts of [KIMI, LOCAL]) put(fileOf(paths, hosts), '{"access_token":"a","refresh_token":"r"}')
    await removeOwnLogin(LOCAL, paths)
    expect(readdirSync(paths.ownCredentialsDir)).toEqual([])
  })

  test('gives up a choice of that login, and no other', async () => {
    const paths = home()
    for (const [chosen, after] of [
      ['own', 'auto'],
      ['kimi-cli', 'kimi-cli'],
    ] as const) {
      await writeLoginPick(paths, chosen)
      expect(await forgetOwnLogin(paths)).toBeNull()
      expect(readLoginPick(paths)).toBe(after)
    }
  })
})

test.each(['', '.', '..', '.hidden', 'a/b', '../x', 'a\\b', 'a.b', 'a\u0000b', 'ü'])(
  'the slot name %j is refused, whatever it is for',
  (name) => {
    expect(() => slotFile('/folder', name)).toThrow('is no slot')
  },
)
