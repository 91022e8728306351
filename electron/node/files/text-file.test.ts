import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reasonWords } from '../../core/words/reason'
import { loadPlainFile, readPlainFile, readText, whyUnreadable } from './text-file'

let root: string
let path: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-text-'))
  path = join(root, 'file')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('a small file', () => {
  test.each(['', 'one', 'ü'.repeat(100_000)])('is read whole, either way', async (text) => {
    writeFileSync(path, text)
    expect([readPlainFile(path), await loadPlainFile(path)]).toEqual([text, text])
  })

  test.each<[string, () => void, string]>([
    ['a pipe', () => execFileSync('mkfifo', [path]), 'it is not a plain file'],
    ['a folder', () => mkdirSync(path), 'it is not a plain file'],
    ['a giant', () => [writeFileSync(path, ''), truncateSync(path, 8 * 2 ** 30)], 'it is larger than 1 MB'],
    ['nothing', () => undefined, 'ENOENT'],
  ])('that is %s is named as such, and waited for by nobody', async (_name, make, reason) => {
    make()
    const failures: unknown[] = []
    try {
      readPlainFile(path)
    } catch (error) {
      failures.push(error)
    }
    await loadPlainFile(path).catch((error: unknown) => failures.push(error))
    expect(failures.map((failure) => reasonWords('en', whyUnreadable(failure)))).toEqual([reason, reason])
    expect(readText(path)).toBe(null)
  })

  test('of the kernel, which tells no size, is read too', () => {
    if (process.platform === 'linux') expect(readText('/proc/self/status')).toContain('Name:')
  })
})
