import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Paths, pathsFor } from '../files/paths'
import { detectRegion } from './region-detection'

const GLOBAL_SLOT = 'kimi-code-env-0e4f99c69cc27850.json'
let root = ''
let paths: Paths
const at = (...names: readonly string[]) => join(root, ...names)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-region-'))
  paths = pathsFor({ KIMI_PROXY_HOME: at('home') })
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(text: string, ...names: readonly string[]): string {
  const path = at(...names)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

const detect = (credentials: string | null = null) =>
  detectRegion(paths, { kimiCodeHome: at('kimi-code'), credentials })

describe('the region of the logins on this machine', () => {
  test('is not known where there are none', () => {
    expect(detect()).toBeNull()
  })

  test('is that of our own login', () => {
    const path = put('{}', 'home', 'credentials', GLOBAL_SLOT)
    put('mainland-cn', 'kimi-code', 'region')
    expect(detect()).toEqual({ region: 'global', source: path })
  })

  test('is that of the own login written last, where there are two', () => {
    const global = put('{}', 'home', 'credentials', GLOBAL_SLOT)
    const mainland = put('{}', 'home', 'credentials', 'kimi-code.json')
    utimesSync(global, 1_000, 1_000)
    expect(detect()?.region).toBe('mainland-cn')
    utimesSync(mainland, 500, 500)
    expect(detect()?.region).toBe('global')
  })

  test.each([
    ['[providers."managed:kimi-code".oauth]\noauthHost = "https://auth.kimi.ai"\n', 'global'],
    ['oauth_host = "https://auth.kimi.com/"', 'mainland-cn'],
    ['oauth = { storage = "file", oauthHost = \'https://auth.kimi.ai\' }', 'global'],
  ])('is that of the host kimi-code has kept: %s', (text, region) => {
    const path = put(text, 'kimi-code', 'config.toml')
    put('{}', 'kimi-code', 'credentials', 'kimi-code.json')
    expect(detect()).toEqual({ region, source: path })
  })

  test('is the mainland where kimi-code has its default login, whatever its marker says', () => {
    const path = put('{}', 'kimi-code', 'credentials', 'kimi-code.json')
    put('oauthHost = "https://gateway.example"', 'kimi-code', 'config.toml')
    put('global', 'kimi-code', 'region')
    expect(detect()).toEqual({ region: 'mainland-cn', source: path })
  })

  test('is what kimi-code’s marker says, if that is a region', () => {
    const path = put('global\n', 'kimi-code', 'region')
    expect(detect()).toEqual({ region: 'global', source: path })
    put('moon', 'kimi-code', 'region')
    expect(detect()).toBeNull()
  })

  test('is told by the name of a login file that was named', () => {
    expect(detect(at('x', GLOBAL_SLOT))).toEqual({ region: 'global', source: at('x', GLOBAL_SLOT) })
    put('global', 'kimi-code', 'region')
    expect(detect(at('x', 'login.json'))).toBeNull()
  })
})
