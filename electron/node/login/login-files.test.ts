import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSettings, type Settings } from '../../core/settings/schema'
import { type Paths, pathsFor } from '../files/paths'
import { credentialFiles } from './login-files'

let root = ''
let paths: Paths
const at = (...names: readonly string[]) => join(root, ...names)

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'kimi-proxy-logins-')))
  paths = pathsFor({ KIMI_PROXY_HOME: at('home') })
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function settingsWith(env: Readonly<Record<string, string>> = {}): Settings {
  const homes = { KIMI_CODE_HOME: at('kimi-code'), KIMI_SHARE_DIR: at('kimi') }
  return parseSettings({
    file: undefined,
    filePath: 'settings.json',
    homeDir: root,
    env: { ...homes, ...env },
  })
}

function sources(env: Readonly<Record<string, string>> = {}) {
  return credentialFiles(settingsWith(env), paths).map(({ source }) => source)
}

/** Where the lock of the only or last candidate lies. */
async function lockOf(env: Readonly<Record<string, string>>, owner: string): Promise<string[]> {
  const file = credentialFiles(settingsWith(env), paths).find(({ source }) => source.owner === owner)
  const lock = await file?.lock()
  const name = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 32)
  const known = [
    at('home', 'oauth', 'kimi-code.lock'),
    at('kimi-code', 'oauth', 'kimi-code.lock'),
    at('x', 'oauth', 'login.lock'),
    at('home', 'locks', `${name(at('kimi', 'credentials', 'kimi-code.json'))}.lock`),
    at('home', 'locks', `${name(at('y', 'login.json'))}.lock`),
  ]
  const made = known.filter((path) => existsSync(path))
  await lock?.release()
  return made
}

describe('the logins of this machine', () => {
  it('are our own, that of kimi-code, that of kimi-cli, in this order', () => {
    expect(sources()).toEqual([
      { owner: 'own', path: at('home', 'credentials', 'kimi-code.json') },
      { owner: 'kimi-code', path: at('kimi-code', 'credentials', 'kimi-code.json') },
      { owner: 'kimi-cli', path: at('kimi', 'credentials', 'kimi-code.json') },
    ])
  })

  it('are only the one that was named', () => {
    const named = (path: string) => sources({ KIMI_PROXY_CREDENTIALS: path })
    expect(named(at('x', 'login.json'))).toEqual([{ owner: 'file', path: at('x', 'login.json') }])
    expect(named(at('kimi', 'credentials', 'kimi-code.json'))).toEqual([
      { owner: 'kimi-cli', path: at('kimi', 'credentials', 'kimi-code.json') },
    ])
  })

  it('of kimi-code for other hosts lie in a slot of their own, which no other host is offered', () => {
    const slot = (env: Readonly<Record<string, string>>) =>
      sources(env)
        .filter(({ owner }) => owner === 'kimi-code')
        .map(({ path }) => path.slice(at('kimi-code', 'credentials').length + 1))
    expect(
      slot({
        KIMI_CODE_OAUTH_HOST: 'https://auth.kimi.ai',
        KIMI_PROXY_UPSTREAM: 'https://api.kimi.ai/coding',
      }),
    ).toEqual(['kimi-code-env-0e4f99c69cc27850.json'])
    expect(slot({ KIMI_PROXY_UPSTREAM: 'https://example.org/coding' })).toEqual([
      expect.stringMatching(/^kimi-code-env-[0-9a-f]{16}\.json$/),
    ])
    const local = {
      KIMI_CODE_OAUTH_HOST: 'http://127.0.0.1:1',
      KIMI_PROXY_UPSTREAM: 'http://localhost:1/coding',
    }
    expect(slot(local)).toEqual([expect.stringMatching(/^kimi-code-env-/), 'kimi-code.json'])
  })

  it('of our own follow the same slots (checklist 30)', () => {
    const own = (env: Readonly<Record<string, string>>) =>
      sources(env).flatMap(({ owner, path }) => (owner === 'own' ? [basename(path)] : []))
    expect(own({ KIMI_CODE_OAUTH_HOST: 'https://auth.kimi.ai' })).toEqual([
      'kimi-code-env-0e4f99c69cc27850.json',
    ])
    const [first] = own({ KIMI_PROXY_UPSTREAM: 'https://a.example/coding' })
    const [second] = own({ KIMI_PROXY_UPSTREAM: 'https://b.example/coding' })
    expect(first).not.toBe(second)
  })

  it('of kimi-cli is for the default hosts, unless its own variable names another', () => {
    const hasCli = (env: Readonly<Record<string, string>>) =>
      sources(env).some(({ owner }) => owner === 'kimi-cli')
    expect(hasCli({ KIMI_PROXY_UPSTREAM: 'https://api.kimi.ai/coding' })).toBe(false)
    expect(hasCli({ KIMI_CODE_OAUTH_HOST: 'https://auth.kimi.ai' })).toBe(true)
  })
})

describe('each is locked the way its owner does', () => {
  it('ours and kimi-code beside the folder of the login', async () => {
    expect(await lockOf({}, 'own')).toEqual([at('home', 'oauth', 'kimi-code.lock')])
    expect(await lockOf({}, 'kimi-code')).toEqual([at('kimi-code', 'oauth', 'kimi-code.lock')])
  })

  it('a named file in a folder `credentials` like kimi-code, any other in our home', async () => {
    const inFolder = { KIMI_PROXY_CREDENTIALS: at('x', 'credentials', 'login.json') }
    expect(await lockOf(inFolder, 'file')).toEqual([at('x', 'oauth', 'login.lock')])
    mkdirSync(at('y'))
    const plain = { KIMI_PROXY_CREDENTIALS: at('y', 'login.json') }
    expect(await lockOf(plain, 'file')).toHaveLength(1)
    symlinkSync(at('y'), at('z'))
    // One file, two names, one lock.
    const linked = { KIMI_PROXY_CREDENTIALS: at('z', 'login.json') }
    expect(await lockOf(linked, 'file')).toEqual(await lockOf(plain, 'file'))
  })

  it.each<[string, () => string]>([
    ['a symbolic link', () => link(symlinkSync, at('y', 'link.json'))],
    [
      'a link in a folder `credentials` of its own',
      () => link(symlinkSync, at('y', 'credentials', 'mine.json')),
    ],
    ['a hard link', () => link(linkSync, at('y', 'hard.json'))],
    [
      'a link to a folder above it',
      () => {
        symlinkSync(at('kimi-code'), at('z'))
        return at('z', 'credentials', 'kimi-code.json')
      },
    ],
  ])('the file of kimi-code by the name of %s: with kimi-code’s lock alone', async (_name, name) => {
    mkdirSync(at('kimi-code', 'credentials'), { recursive: true })
    writeFileSync(at('kimi-code', 'credentials', 'kimi-code.json'), '{}')
    const env = { KIMI_PROXY_CREDENTIALS: name() }
    expect(await lockOf(env, 'file')).toEqual([at('kimi-code', 'oauth', 'kimi-code.lock')])
    expect([existsSync(at('y', 'oauth')), existsSync(at('home', 'locks'))]).toEqual([false, false])
  })

  it('a link that was there before the login it leads to', async () => {
    mkdirSync(at('kimi-code', 'credentials'), { recursive: true })
    const env = { KIMI_PROXY_CREDENTIALS: link(symlinkSync, at('y', 'link.json')) }
    expect(await lockOf(env, 'file')).toEqual([at('kimi-code', 'oauth', 'kimi-code.lock')])
  })

  function link(make: (target: string, path: string) => void, path: string): string {
    mkdirSync(dirname(path), { recursive: true })
    make(at('kimi-code', 'credentials', 'kimi-code.json'), path)
    return path
  }

  it('kimi-cli in our home, without litter in its own', async () => {
    const [lock = ''] = await lockOf({}, 'kimi-cli')
    expect(lock.startsWith(at('home', 'locks'))).toBe(true)
    expect(existsSync(at('kimi'))).toBe(false)
  })
})
