import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LoginFacts } from '../../core/doctor/logins'
import { HOSTS_OF } from '../../core/settings/region'
import { parseSettings } from '../../core/settings/schema'
import { pathsFor } from '../files/paths'
import { slotOf } from '../login/login-files'
import { loginFacts } from './login-files'

const END_S = 2_000_000_000
const GLOBAL = `${slotOf(HOSTS_OF.global)}.json`

let root = ''
const at = (...names: readonly string[]) => join(root, ...names)
const own = () => at('home', 'credentials', 'kimi-code.json')
const code = (name = 'kimi-code.json') => at('code', 'credentials', name)
const cli = () => at('kimi', 'credentials', 'kimi-code.json')

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-doctor-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, content: object | string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
}

function loginOf(refresh: string, fields: object = {}): object {
  const tokens = { access_token: `access-${refresh}`, refresh_token: refresh }
  return { ...tokens, expires_at: END_S, expires_in: 900, ...fields }
}

function look(env: Record<string, string> = {}): Promise<LoginFacts[]> {
  const paths = pathsFor({ KIMI_PROXY_HOME: at('home') })
  const homes = { KIMI_CODE_HOME: at('code'), KIMI_SHARE_DIR: at('kimi') }
  const input = { file: undefined, filePath: 'settings.json', homeDir: root }
  const settings = parseSettings({ ...input, env: { ...homes, ...env } })
  return loginFacts(settings, paths, (path) => path.replace(root, '~'))
}

async function lookAt(path: string, env: Record<string, string> = {}): Promise<LoginFacts> {
  const found = (await look(env)).find((facts) => facts.path === path.replace(root, '~'))
  if (found === undefined) throw new Error(`${path} was not looked at`)
  return found
}

describe('every login file', () => {
  test('of every slot and tool is found, each with its owner and region', async () => {
    for (const path of [own(), code(), code(GLOBAL), code('kimi-code-env-0123456789abcdef.json'), cli()]) {
      write(path, loginOf(path))
    }
    write(at('code', 'credentials', 'mcp-x.json'), {})
    write(`${code()}.tmp.12.ab`, {})
    expect((await look()).map(({ owner, site, isCandidate }) => [owner, site, isCandidate])).toEqual([
      ['own', 'mainland-cn', true],
      ['kimi-code', 'mainland-cn', true],
      ['kimi-cli', 'mainland-cn', true],
      ['kimi-code', 'other', false],
      ['kimi-code', 'global', false],
    ])
  })

  test('that the settings name is the only one to choose from, and is reported once', async () => {
    write(code(), loginOf('a'))
    const found = await look({ KIMI_PROXY_CREDENTIALS: code() })
    const existing = found.filter(({ state }) => state.kind === 'login')
    expect(existing.map(({ owner, isCandidate }) => [owner, isCandidate])).toEqual([['file', true]])
  })

  test.each([
    ['{"access_token":"","refresh_token":"","expires_at":0}', 'revoked'],
    ['{"access_tok', 'invalid'],
    ['[]', 'invalid'],
  ])('that holds %s is %s', async (text, kind) => {
    write(code(), text)
    expect((await lookAt(code())).state.kind).toBe(kind)
  })

  test('that is missing, or is no file, is reported as such', async () => {
    mkdirSync(cli(), { recursive: true })
    expect((await lookAt(code())).state.kind).toBe('missing')
    expect((await lookAt(cli())).state.kind).toBe('unreadable')
  })

  test('has the time when it was issued: from its own values, else from when it was written', async () => {
    write(code(), loginOf('a'))
    expect((await lookAt(code())).state).toMatchObject({ issuedAtMs: (END_S - 900) * 1000 })
    const before = Date.now()
    write(cli(), loginOf('b', { expires_in: undefined }))
    const { state } = await lookAt(cli())
    expect(state.kind === 'login' && Math.abs(state.issuedAtMs - before)).toBeLessThan(5_000)
  })
})

describe('rights', { tags: 'not-windows' }, () => {
  test.each([
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
  ])('%o is open to others: %s', async (mode, exposed) => {
    write(code(), loginOf('a'))
    chmodSync(code(), mode)
    expect((await lookAt(code())).exposed).toBe(exposed)
  })
})

describe('one sign-in in two files', () => {
  test('is seen in both, whatever else differs', async () => {
    write(own(), loginOf('shared'))
    write(cli(), loginOf('shared', { access_token: 'another', expires_at: 1 }))
    write(code(), loginOf('of-its-own'))
    expect((await lookAt(own())).sameTokenAs).toEqual([cli().replace(root, '~')])
    expect((await lookAt(cli())).sameTokenAs).toEqual([own().replace(root, '~')])
    expect((await lookAt(code())).sameTokenAs).toEqual([])
  })

  test('is not seen in two dead files, nor in two names of one file', async () => {
    write(own(), loginOf(''))
    write(code(), loginOf(''))
    expect((await look()).flatMap(({ sameTokenAs }) => sameTokenAs)).toEqual([])
    rmSync(code())
    write(own(), loginOf('a'))
    symlinkSync(own(), code())
    expect((await look()).flatMap(({ sameTokenAs }) => sameTokenAs)).toEqual([])
  })

  test('is seen in a hard link, which the next save makes a file of its own', async () => {
    write(own(), loginOf('a'))
    mkdirSync(dirname(code()), { recursive: true })
    linkSync(own(), code())
    expect((await lookAt(own())).sameTokenAs).toEqual([code().replace(root, '~')])
  })

  test('no token is in the facts', async () => {
    write(own(), loginOf('refresh-secret'))
    write(code(), loginOf('refresh-secret'))
    expect(JSON.stringify(await look())).not.toMatch(/refresh-secret/)
  })
})

describe('who renewed the login last', () => {
  const line = (fields: object) =>
    `${JSON.stringify({ at: '', level: 'info', event: 'renewed', ...fields })}\n`
  const log = () => at('home', 'logs', 'kimi-proxy.ndjson')

  test.each<[string, () => string, string]>([
    ['ours, by the log', () => line({ path: code(), expiresAtMs: END_S * 1000 + 700 }), 'kimi-proxy'],
    [
      'ours, by the log before this one',
      () => line({ path: code(), expiresAtMs: END_S * 1000 - 400 }),
      'kimi-proxy',
    ],
    [
      'another’s: the log has another end',
      () => line({ path: code(), expiresAtMs: END_S * 1000 - 9_000 }),
      'other',
    ],
    ['another’s: the log has another file', () => line({ path: cli(), expiresAtMs: END_S * 1000 }), 'other'],
    ['another’s: the log is no log', () => '"renewed"\n{"event":"renewed"\n', 'other'],
    ['another’s: there is no log', () => '', 'other'],
  ])('%s', async (name, text, by) => {
    write(code(), loginOf('a'))
    if (text() !== '') write(name.includes('before') ? `${log()}.1` : log(), text())
    expect((await lookAt(code())).state).toMatchObject({ rotatedBy: by })
  })

  test('our own login is always ours', async () => {
    write(own(), loginOf('a'))
    expect((await lookAt(own())).state).toMatchObject({ rotatedBy: 'kimi-proxy' })
  })

  test('is found at the end of a long log', async () => {
    write(code(), loginOf('a'))
    const noise = `${JSON.stringify({ event: 'request', text: 'x'.repeat(200) })}\n`.repeat(8_000)
    write(log(), noise + line({ path: code(), expiresAtMs: END_S * 1000 }))
    expect((await lookAt(code())).state).toMatchObject({ rotatedBy: 'kimi-proxy' })
  })
})
