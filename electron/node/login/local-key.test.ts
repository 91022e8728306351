import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Paths, pathsFor } from '../files/paths'
import { isLocalKey, knownLocalKey, localKey } from './local-key'

let root = ''
let paths: Paths

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-key-'))
  paths = pathsFor({ KIMI_PROXY_HOME: join(root, 'home') })
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const modeOf = (path: string) => statSync(path).mode & 0o777

function keep(text: string): void {
  mkdirSync(paths.home)
  writeFileSync(paths.localKeyFile, text)
}

describe('the local key', () => {
  it('is made once for a home, and for its user alone', () => {
    const key = localKey(paths)
    expect(key.reveal()).toMatch(/^kimi-proxy-[\w-]{43}$/)
    expect(localKey(paths).reveal()).toBe(key.reveal())
    expect(readFileSync(paths.localKeyFile, 'utf8')).toBe(`${key.reveal()}\n`)
    expect(modeOf(paths.localKeyFile)).toBe(0o600)
    expect(modeOf(paths.home)).toBe(0o700)
    expect(readdirSync(paths.home)).toEqual(['local_key'])
  })

  it('is another one in another home', () => {
    const other = pathsFor({ KIMI_PROXY_HOME: join(root, 'other') })
    expect(localKey(other).reveal()).not.toBe(localKey(paths).reveal())
  })

  it('is not made by a look', () => {
    expect(knownLocalKey(paths)).toBeNull()
    expect(readdirSync(root)).toEqual([])
  })

  it('may be one that the person has put there', () => {
    keep('a-key-of-my-own-choice\n')
    expect(localKey(paths).reveal()).toBe('a-key-of-my-own-choice')
  })

  it('is closed to other users where it was open to them', () => {
    keep('a-key-of-my-own-choice\n')
    chmodSync(paths.localKeyFile, 0o644)
    localKey(paths)
    expect(modeOf(paths.localKeyFile)).toBe(0o600)
  })

  it.each([
    '',
    'short',
    'with blanks in the middle of it',
    'line one of it\nline two of it',
    'Schlüssel-mit-Umlaut',
  ])('takes the place of %j, which no client could send', (text) => {
    keep(text)
    expect(localKey(paths).reveal()).toMatch(/^kimi-proxy-/)
    expect(localKey(paths).reveal()).toBe(localKey(paths).reveal())
  })

  it('says which folder cannot be written', () => {
    writeFileSync(paths.home, '')
    expect(() => localKey(paths)).toThrow(expect.objectContaining({ code: 'HOME_UNWRITABLE' }))
  })

  it('is shown by nothing that prints', () => {
    const key = localKey(paths)
    expect(`${key} ${JSON.stringify({ key })} ${inspect(key)}`).not.toContain(key.reveal().slice(0, 20))
  })

  it('is told from every other text', () => {
    const key = localKey(paths)
    expect(isLocalKey(key.reveal(), key.reveal())).toBe(true)
    for (const other of ['', 'kimi-proxy', key.reveal().slice(0, -1), `${key.reveal()} `]) {
      expect(isLocalKey(key.reveal(), other)).toBe(false)
    }
  })
})
