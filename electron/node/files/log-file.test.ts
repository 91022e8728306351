import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLogFile, redactText } from './log-file'

const MEGABYTE = 1024 * 1024

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-log-'))
  path = join(folder, 'logs', 'x.ndjson')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('writes one JSON object per line, in order', () => {
  const log = createLogFile(path, () => Date.UTC(2026, 0, 2))
  log.info('one', { count: 1, fine: true, none: null, text: 'a\nb "c"' })
  log.warn('two')
  log.error('three')
  log.flush()
  expect(entries()).toEqual([
    {
      at: '2026-01-02T00:00:00.000Z',
      level: 'info',
      event: 'one',
      count: 1,
      fine: true,
      none: null,
      text: 'a\nb "c"',
    },
    { at: '2026-01-02T00:00:00.000Z', level: 'warn', event: 'two' },
    { at: '2026-01-02T00:00:00.000Z', level: 'error', event: 'three' },
  ])
})

it('writes in the background too', async () => {
  const log = createLogFile(path)
  log.info('one')
  await expect.poll(() => existsSync(path) && entries().length).toBe(1)
  log.info('two')
  await expect.poll(() => entries().length).toBe(2)
})

it.each([
  'token',
  'access_token',
  'refreshToken',
  'secret',
  'x-kimi-proxy-secret',
  'authorization',
  'Proxy-Authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'apiKey',
  'password',
  'credential',
])('hides what is called %s', (key) => {
  const log = createLogFile(path)
  log.info('e', { [key]: 'sim-at-hidden', path: '/kept' })
  log.flush()
  expect(entries()[0]).toMatchObject({ [key]: '[redacted]', path: '/kept' })
})

it.each(['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', 'Bearer sim-at-abc', 'sk-kimi-abcdefgh'])(
  'hides %s inside a text',
  (hidden) => {
    expect(redactText(`before ${hidden} after`)).toBe('before [redacted] after')
    const log = createLogFile(path)
    log.info('e', { message: `it said ${hidden}` })
    log.flush()
    expect(readFileSync(path, 'utf8')).not.toContain(hidden)
  },
)

it('belongs to its user alone', () => {
  const log = createLogFile(path)
  log.info('e')
  log.flush()
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700)
})

it('rotates at 5 MB and keeps three files', () => {
  const log = createLogFile(path)
  const text = 'x'.repeat(MEGABYTE)
  for (let count = 0; count < 40; count += 1) {
    log.info('e', { count, text })
    log.flush()
  }
  for (const name of [path, `${path}.1`, `${path}.2`])
    expect(statSync(name).size).toBeLessThanOrEqual(5 * MEGABYTE)
  expect(existsSync(`${path}.3`)).toBe(false)
  expect(entries().at(-1)).toMatchObject({ count: 39 })
})

it('a folder that cannot be made costs the lines and nothing else, and heals', () => {
  writeFileSync(join(folder, 'logs'), 'in the way')
  const log = createLogFile(path)
  for (let count = 0; count < 10; count += 1) {
    log.info('lost')
    log.flush()
  }
  rmSync(join(folder, 'logs'))
  log.info('kept')
  log.flush()
  expect(entries()).toMatchObject([{ event: 'kept' }])
})

it('one that is removed meanwhile is made again', () => {
  const log = createLogFile(path)
  log.info('one')
  log.flush()
  rmSync(join(folder, 'logs'), { recursive: true })
  log.info('two')
  log.flush()
  log.info('three')
  log.flush()
  expect(entries()).toMatchObject([{ event: 'two' }, { event: 'three' }])
})

it('a pipe in its place costs the lines, and neither a start nor an end waits for it', async () => {
  mkdirSync(join(folder, 'logs'))
  execFileSync('mkfifo', [path])
  const log = createLogFile(path)
  log.info('lost')
  log.flush()
  log.info('lost too')
  await new Promise((resolve) => setTimeout(resolve, 400))
  rmSync(path)
  log.info('kept')
  log.flush()
  expect(entries()).toMatchObject([{ event: 'kept' }])
})

it('does not fill the memory while the disk refuses', () => {
  mkdirSync(path, { recursive: true })
  const log = createLogFile(path)
  for (let count = 0; count < 20_000; count += 1) log.info('e', { count })
  rmSync(path, { recursive: true })
  log.flush()
  expect(entries().length).toBeLessThanOrEqual(5_000)
})

function entries(): Record<string, unknown>[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}
