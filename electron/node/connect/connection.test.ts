import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { KimiProxyError } from '../../core/basics/errors'
import { DEFAULT_MODEL } from '../../core/settings/models'
import { randomOf } from '../../testing/random'
import { pathsFor } from '../files/paths'
import {
  type ConnectOptions,
  carryOutConnection,
  carryOutDisconnection,
  lookAtConnections,
  planConnection,
  planDisconnection,
} from './connection'

const OTHER = '{\n  "env": { "ANTHROPIC_BASE_URL": "https://x.example" }\n}\n'

function place(text: string | null = null, mode = 0o600) {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-connect-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, '.claude', 'settings.json')
  mkdirSync(join(folder, '.claude'))
  if (text !== null) writeFileSync(path, text, { mode })
  const options: ConnectOptions = {
    paths: pathsFor({ KIMI_PROXY_HOME: join(folder, 'home') }),
    path,
    port: 18_462,
    env: {},
    nowMs: () => 1_800_000_000_000,
  }
  return { folder, path, options }
}

async function connect(options: ConnectOptions) {
  return carryOutConnection(options, await planConnection(options))
}

async function disconnect(options: ConnectOptions) {
  const plan = await planDisconnection(options)
  if (plan !== null) await carryOutDisconnection(options, plan)
  return plan
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((reason: unknown) => reason)
  return error instanceof KimiProxyError ? `${error.code}.${error.variant}` : String(error)
}

function envIn(path: string): Record<string, string> {
  return JSON.parse(readFileSync(path, 'utf8')).env
}

it('connects with a dated copy, and gives back the very bytes', async () => {
  const { folder, path, options } = place(OTHER, 0o640)
  const backup = await connect(options)
  expect(backup).toBe(`${path}.kimi-proxy-20270115-080000`)
  expect(readFileSync(backup ?? '', 'utf8')).toBe(OTHER)
  expect(envIn(path)).toMatchObject({
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:18462',
    ANTHROPIC_AUTH_TOKEN: 'kimi-proxy',
  })
  expect(statSync(path).mode & 0o777).toBe(0o640)
  const [record = ''] = readdirSync(join(folder, 'home', 'connected'))
  expect(statSync(join(folder, 'home', 'connected', record)).mode & 0o777).toBe(0o600)
  expect(await lookAtConnections(options.paths)).toEqual([
    { kind: 'connected', path, baseUrl: 'http://127.0.0.1:18462' },
  ])

  expect(await disconnect(options)).toMatchObject({ isExact: true, left: [] })
  expect(readFileSync(path, 'utf8')).toBe(OTHER)
  expect(readdirSync(join(folder, '.claude'))).toEqual(['settings.json'])
  expect(await lookAtConnections(options.paths)).toEqual([])
})

it('makes a file for its user alone where there was none, and takes it away again', async () => {
  const { folder, path, options } = place()
  rmSync(join(folder, '.claude'), { recursive: true })
  expect(await connect(options)).toBeNull()
  expect(statSync(path).mode & 0o777).toBe(0o600)
  await disconnect(options)
  expect(existsSync(path)).toBe(false)
})

it('changes what a link leads to, and leaves the link', async () => {
  const { folder, path, options } = place()
  writeFileSync(join(folder, 'dotfile'), OTHER)
  symlinkSync(join(folder, 'dotfile'), path)
  await connect(options)
  expect(envIn(join(folder, 'dotfile'))).toHaveProperty('ANTHROPIC_AUTH_TOKEN')
  await disconnect(options)
  expect(readFileSync(join(folder, 'dotfile'), 'utf8')).toBe(OTHER)
})

it('follows a new port, and still gives back the very bytes', async () => {
  const { path, options } = place(OTHER)
  await connect(options)
  const moved = { ...options, port: 4444, nowMs: () => 1_800_000_060_000 }
  const plan = await planConnection(moved)
  expect(plan.changedBack).toEqual([])
  expect(plan.diff).toEqual([
    '- ANTHROPIC_BASE_URL: "http://127.0.0.1:18462"',
    '+ ANTHROPIC_BASE_URL: "http://127.0.0.1:4444"',
  ])
  await carryOutConnection(moved, plan)
  await disconnect(moved)
  expect(readFileSync(path, 'utf8')).toBe(OTHER)
})

it('names what another program changed back, puts it right, and restores what stood there before us', async () => {
  const { path, options } = place(OTHER)
  await connect(options)
  writeFileSync(path, readFileSync(path, 'utf8').replace('http://127.0.0.1:18462', 'https://y.example'))
  expect(await lookAtConnections(options.paths)).toEqual([
    { kind: 'changed', path, names: ['ANTHROPIC_BASE_URL'] },
  ])
  const later = { ...options, nowMs: () => 1_800_000_060_000 }
  const plan = await planConnection(later)
  expect(plan.changedBack).toEqual(['ANTHROPIC_BASE_URL'])
  await carryOutConnection(later, plan)
  writeFileSync(path, readFileSync(path, 'utf8').replace('{', '{ "theme": "dark",'))
  expect(await disconnect(later)).toMatchObject({ isExact: false, left: [] })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    theme: 'dark',
    env: { ANTHROPIC_BASE_URL: 'https://y.example' },
  })
})

it('adds a status line where it is asked for, keeps it when connected again, and gives back the very bytes', async () => {
  const { path, options } = place(OTHER)
  await connect({ ...options, statusLine: 'add' })
  const command = () => JSON.parse(readFileSync(path, 'utf8')).statusLine?.command
  expect(command()).toBe('kimi-proxy statusline')
  await connect({ ...options, port: 4444, nowMs: () => 1_800_000_060_000 })
  expect(command()).toBe('kimi-proxy statusline')
  await disconnect(options)
  expect(readFileSync(path, 'utf8')).toBe(OTHER)
})

it('has /model show Kimi’s models once each in the user’s own file, and leaves a choice of the person’s', async () => {
  const { path, options } = place(OTHER)
  const own = { ...options, isUsers: true }
  await connect(own)
  const settings = () => JSON.parse(readFileSync(path, 'utf8'))
  expect(settings()).toMatchObject({
    env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '32000' },
    modelPicker: { options: [{ model: 'kimi-for-coding' }, { model: 'k3' }], replaceBuiltInOptions: true },
  })
  await connect({ ...own, offer: { models: [DEFAULT_MODEL] }, nowMs: () => 1_800_000_060_000 })
  expect(settings().modelPicker.options).toHaveLength(1)
  await disconnect(own)
  expect(readFileSync(path, 'utf8')).toBe(OTHER)
  const chosen = '{"modelPicker": {"options": []}, "env": {"CLAUDE_CODE_MAX_OUTPUT_TOKENS": "9"}}'
  writeFileSync(path, chosen)
  await connect(own)
  expect(settings()).toMatchObject({
    modelPicker: { options: [] },
    env: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '9' },
  })
  await disconnect(own)
  expect(readFileSync(path, 'utf8')).toBe(chosen)
})

it('leaves another’s status line alone, and a file that has one as it was', async () => {
  const text = '{"statusLine": {"type": "command", "command": "mine"}}'
  const { path, options } = place(text)
  expect(await codeOf(connect({ ...options, statusLine: 'add' }))).toBe('CLAUDE_SETTINGS.statusLine')
  expect(readFileSync(path, 'utf8')).toBe(text)
  await connect({ ...options, statusLine: 'replace' })
  expect(readFileSync(path, 'utf8')).toContain('kimi-proxy statusline')
  await disconnect(options)
  expect(readFileSync(path, 'utf8')).toBe(text)
})

it('takes settings out that a person wrote by hand, and leaves other addresses alone', async () => {
  const { path, options } = place(
    '{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:18462","ANTHROPIC_AUTH_TOKEN":"kimi-proxy","A":"1"}}',
  )
  await disconnect(options)
  expect(envIn(path)).toEqual({ A: '1' })
  writeFileSync(path, OTHER)
  expect(await planDisconnection(options)).toBeNull()
})

it.each<[string, string, string]>([
  ['malformed', '{"a": ', 'malformed'],
  ['a list', '[]', 'noObject'],
  ['an env that is no object', '{"env": 1}', 'envNoObject'],
  ['huge', `{"a": "${'x'.repeat(1_048_576)}"}`, 'unreadable'],
])('refuses a file that is %s, and leaves it', async (_name, text, variant) => {
  const { folder, path, options } = place(text)
  expect(await codeOf(connect(options))).toBe(`CLAUDE_SETTINGS.${variant}`)
  expect(readFileSync(path, 'utf8')).toBe(text)
  expect(readdirSync(join(folder, '.claude'))).toEqual(['settings.json'])
})

it('refuses a file that is not UTF-8, and a link that leads nowhere', async () => {
  const { folder, path, options } = place()
  const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
  writeFileSync(path, bytes)
  expect(await codeOf(connect(options))).toBe('CLAUDE_SETTINGS.notUtf8')
  expect(readFileSync(path)).toEqual(bytes)
  rmSync(path)
  symlinkSync(join(folder, 'nowhere'), path)
  expect(await codeOf(connect(options))).toBe('CLAUDE_SETTINGS.deadLink')
  expect(existsSync(join(folder, 'nowhere'))).toBe(false)
})

it('refuses a read-only file, and leaves no copy and no record', async () => {
  const { folder, path, options } = place(OTHER)
  chmodSync(path, 0o444)
  expect(await codeOf(connect(options))).toBe('CLAUDE_SETTINGS.readOnly')
  expect(readFileSync(path, 'utf8')).toBe(OTHER)
  expect(readdirSync(join(folder, '.claude'))).toEqual(['settings.json'])
  expect(await lookAtConnections(options.paths)).toEqual([])
})

it('refuses where another program has written in between', async () => {
  const { path, options } = place(OTHER)
  const plan = await planConnection(options)
  writeFileSync(path, '{"newer": true}')
  expect(await codeOf(carryOutConnection(options, plan))).toBe('CLAUDE_SETTINGS.changed')
  expect(readFileSync(path, 'utf8')).toBe('{"newer": true}')
})

it('leaves the file as it was where our own home takes no record', async () => {
  const { folder, path, options } = place(OTHER)
  mkdirSync(join(folder, 'home'))
  writeFileSync(join(folder, 'home', 'connected'), 'a file in the way')
  expect(await codeOf(connect(options))).toBe('CLAUDE_SETTINGS.unwritable')
  expect(readFileSync(path, 'utf8')).toBe(OTHER)
  expect(readdirSync(join(folder, '.claude'))).toEqual(['settings.json'])
})

it('takes ours back after a crash between the record and the file, and after one behind the file', async () => {
  const { folder, path, options } = place(OTHER)
  await connect(options)
  const connected = readFileSync(path, 'utf8')
  const moved = { ...options, port: 4444, nowMs: () => 1_800_000_060_000 }
  const records = join(folder, 'home', 'connected')
  const [name = ''] = readdirSync(records)
  const before = JSON.parse(readFileSync(join(records, name), 'utf8'))
  await connect(moved)
  const after = JSON.parse(readFileSync(join(records, name), 'utf8'))
  const both = JSON.stringify({ ...after, states: [...before.states, ...after.states] })
  for (const text of [connected, readFileSync(path, 'utf8')]) {
    writeFileSync(path, text)
    writeFileSync(join(records, name), both)
    expect(await disconnect(moved)).toMatchObject({ isExact: true })
    expect(readFileSync(path, 'utf8')).toBe(OTHER)
  }
})

it('writes over a file that has a further name, so that both stay one file', async () => {
  const { folder, path, options } = place(OTHER)
  linkSync(path, join(folder, 'further'))
  await connect(options)
  expect(envIn(join(folder, 'further'))).toHaveProperty('ANTHROPIC_AUTH_TOKEN')
  await disconnect(options)
  expect(readFileSync(join(folder, 'further'), 'utf8')).toBe(OTHER)
})

it('gives back the very bytes of many files on the disk, whatever happens to ports meanwhile', async () => {
  const { path, options } = place()
  for (let seed = 1; seed <= 60; seed += 1) {
    const below = randomOf(seed)
    const eol = below(2) === 0 ? '\n' : '\r\n'
    const indent = ['  ', '\t', '', '      '][below(4)] ?? ''
    const text = `${below(3) === 0 ? '\uFEFF' : ''}{${eol}${indent}// ${seed}${eol}${indent}"env": {"A": "${'y'.repeat(below(9_000))}"},${eol}${indent}"b": [1,${eol}2]${eol}}`
    writeFileSync(path, text)
    for (let times = below(3); times >= 0; times -= 1) {
      await connect({
        ...options,
        port: 1024 + below(60_000),
        nowMs: () => seed * 86_400_000 + times * 60_000,
      })
    }
    await disconnect(options)
    expect(readFileSync(path, 'utf8'), `seed ${seed}`).toBe(text)
  }
})
