import {
  chmodSync,
  linkSync,
  lstatSync,
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAlive } from '../basics/process-identity'
import { ensurePrivateFolder, reserveFile, writeFileAtomically } from './atomic-file'

/** Above every limit for process ids. */
const DEAD_PID = 99_999_999

let root = ''
const at = (name: string) => join(root, name)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-atomic-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('writing a file', () => {
  it('makes it private, replaces it whole and leaves nothing beside it', async () => {
    writeFileSync(at('a.json'), 'old'.repeat(10_000), { mode: 0o644 })
    await writeFileAtomically(at('a.json'), 'new')
    expect(readFileSync(at('a.json'), 'utf8')).toBe('new')
    expect(statSync(at('a.json')).mode & 0o777).toBe(0o600)
    await writeFileAtomically(at('b.json'), 'larger than the reserve '.repeat(2_000))
    expect(statSync(at('b.json')).size).toBe(48_000)
    expect(readdirSync(root).sort()).toEqual(['a.json', 'b.json'])
  })

  it('writes through a symbolic link to where it points', async () => {
    mkdirSync(at('real'))
    writeFileSync(at('real/file'), 'old')
    symlinkSync('real/file', at('link'))
    await writeFileAtomically(at('link'), 'new')
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(at('real/file'), 'utf8')).toBe('new')
    expect(readdirSync(at('real'))).toEqual(['file'])
  })

  it.each(['', 'longer than before'.repeat(200)])('keeps the other names of a file: to %j', async (text) => {
    writeFileSync(at('one'), 'old'.repeat(100))
    linkSync(at('one'), at('other'))
    await writeFileAtomically(at('one'), text)
    expect([readFileSync(at('one'), 'utf8'), readFileSync(at('other'), 'utf8')]).toEqual([text, text])
    expect(statSync(at('one')).nlink).toBe(2)
    expect(readdirSync(root).sort()).toEqual(['one', 'other'])
  })

  it('rejects with the code of the system where it cannot, and changes nothing', async () => {
    await expect(writeFileAtomically(at('no/such/folder'), 'x')).rejects.toMatchObject({ code: 'ENOENT' })
    mkdirSync(at('folder'))
    await expect(writeFileAtomically(at('folder'), 'x')).rejects.toMatchObject({ code: 'EISDIR' })
    expect(readdirSync(root)).toEqual(['folder'])
    expect(readdirSync(at('folder'))).toEqual([])
  })

  it('keeps the old content for readers until the moment of commit', async () => {
    writeFileSync(at('a'), 'old')
    const reserved = await reserveFile(at('a'))
    expect(readFileSync(at('a'), 'utf8')).toBe('old')
    await reserved.commit('new')
    await reserved.discard()
    expect(readFileSync(at('a'), 'utf8')).toBe('new')
    const given = await reserveFile(at('a'))
    expect(readdirSync(root)).toHaveLength(2)
    await given.discard()
    await given.discard()
    expect(readdirSync(root)).toEqual(['a'])
    expect(readFileSync(at('a'), 'utf8')).toBe('new')
  })
})

describe('sweeping', () => {
  it('takes what dead processes left of this file, and nothing else', async () => {
    const dead = `a.json.tmp.${DEAD_PID}.0123abcd`
    // In a container a killed predecessor had our own process id.
    const reborn = `a.json.tmp.${process.pid}.0123abcd`
    const kept = [
      `a.json.tmp.${process.ppid}.0123abcd`,
      `b.json.tmp.${DEAD_PID}.0123abcd`,
      `a.json.tmp.${DEAD_PID}.kimi`,
      'a.json.tmp.backup',
    ]
    for (const name of [dead, reborn, ...kept]) writeFileSync(at(name), '')
    const busy = await reserveFile(at('a.json'))
    const [own = ''] = readdirSync(root).filter((name) => !kept.includes(name))
    await writeFileAtomically(at('a.json'), 'x')
    expect(readdirSync(root).sort()).toEqual([...kept, 'a.json', own].sort())
    await busy.discard()
    expect(readdirSync(root).sort()).toEqual([...kept, 'a.json'].sort())
  })

  it('knows the living', () => {
    expect(isAlive(process.pid)).toBe(true)
    expect(isAlive(1)).toBe(true)
    expect(isAlive(DEAD_PID)).toBe(false)
  })
})

it('a private folder is made so, also when it was open', async () => {
  await ensurePrivateFolder(at('deep/inside'))
  expect(statSync(at('deep/inside')).mode & 0o777).toBe(0o700)
  chmodSync(at('deep'), 0o755)
  await ensurePrivateFolder(at('deep'))
  expect(statSync(at('deep')).mode & 0o777).toBe(0o700)
})
