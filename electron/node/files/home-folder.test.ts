import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reason } from '../../core/words/reason'
import { ensureHome, makeFolder } from './home-folder'
import { pathsFor } from './paths'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'home-folder-'))
})

afterEach(() => rmSync(root, { recursive: true }))

describe('making a folder', () => {
  it('makes those above it too, and leaves one that is there', () => {
    const path = join(root, 'a', 'b')
    makeFolder(path)
    makeFolder(path)
    expect(statSync(path).isDirectory()).toBe(true)
  })

  it.runIf(process.platform === 'linux')(
    'throws where the system says that nothing is there although the folder above is',
    () => {
      expect(() => makeFolder('/proc/kimi-proxy/logs')).toThrow('ENOENT')
    },
  )
})

describe('the home folder', () => {
  it('is said to be blocked by a file in its place, or above it', () => {
    const file = join(root, 'file')
    writeFileSync(file, '')
    for (const home of [file, join(file, 'home')]) {
      expect(() => ensureHome(pathsFor({ KIMI_PROXY_HOME: home }))).toThrow(
        expect.objectContaining({ values: { path: home, reason: reason('noFolder') } }),
      )
    }
  })
})
