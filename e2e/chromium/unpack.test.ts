/**
 * Tests of the unpacking, with a small package in place of the real one.
 * @module-tag linux-x64
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { linesOf } from '../../electron/testing/harness'
import { until } from '../../electron/testing/until'
import { buildWorker } from '../harness/worker-build'
import { unpackChromium } from './unpack'

/** Records each unpacking, and waits until the file `go` exists. */
const PACKAGE = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
export default {
  async executablePath() {
    appendFileSync('unpacked', 'once\\n')
    while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 10))
    for (const folder of ['fonts', 'al2023/lib']) mkdirSync(tmpdir() + '/' + folder, { recursive: true })
    writeFileSync(tmpdir() + '/chromium', '#!/bin/sh\\necho "$LD_LIBRARY_PATH $FONTCONFIG_PATH $*"\\n', { mode: 0o700 })
  },
}`

let root: string
let parent: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-unpack-'))
  parent = join(root, 'temporary')
  mkdirSync(parent)
  const folder = join(root, 'node_modules', '@sparticuz', 'chromium')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"version":"1.2.3","type":"module","main":"index.js"}')
  writeFileSync(join(folder, 'index.js'), PACKAGE)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const go = () => writeFileSync(join(root, 'go'), '')
const unpackings = () =>
  existsSync(join(root, 'unpacked')) ? linesOf(readFileSync(join(root, 'unpacked'), 'utf8')) : []

test('starts with its own libraries and fonts, and is unpacked once', async () => {
  go()
  const path = await unpackChromium({ root, parent })
  const folder = join(parent, `kimi-proxy-chromium-1.2.3-${process.getuid?.()}`)
  expect(path).toBe(join(folder, 'headless-shell'))
  const env = { PATH: process.env['PATH'] }
  expect(execFileSync(path ?? '', ['--a', 'b c'], { env, encoding: 'utf8' })).toBe(
    `${folder}/al2023/lib ${folder}/fonts --a b c\n`,
  )
  expect(readFileSync(join(folder, 'fonts', 'fonts.conf'), 'utf8')).toContain(
    `<dir>${folder}/fonts/fonts</dir>`,
  )
  expect(await unpackChromium({ root, parent })).toBe(path)
  expect(unpackings()).toEqual(['once'])
  expect(readdirSync(parent)).toHaveLength(1)
})

test('processes that unpack at the same time end with one, and leave nothing beside it', async () => {
  const worker = await buildWorker('../chromium/unpack-worker.ts', root)
  const workers = Array.from({ length: 3 }, () =>
    spawn(process.execPath, [worker, root, parent], { stdio: ['ignore', 'inherit', 'inherit'] }),
  )
  const ends = workers.map((child) => once(child, 'exit'))
  await until('all are at it', () => unpackings().length === workers.length)
  go()
  expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0, 0])
  expect(readdirSync(parent)).toHaveLength(1)
})

test('that fails leaves nothing behind and says why', async () => {
  writeFileSync(
    join(root, 'node_modules', '@sparticuz', 'chromium', 'index.js'),
    'export default { executablePath: () => Promise.reject(new Error("no room")) }',
  )
  await expect(unpackChromium({ root, parent })).rejects.toThrow('no room')
  expect(readdirSync(parent)).toEqual([])
})

test('does not use a folder of that name that another user made', { tags: 'other-user' }, async () => {
  go()
  const path = (await unpackChromium({ root, parent })) ?? ''
  execFileSync('chown', ['65534', path])
  await expect(unpackChromium({ root, parent })).rejects.toThrow()
  expect(lstatSync(path).uid).toBe(65_534)
})

test('gives nothing where the package is not installed', async () => {
  rmSync(join(root, 'node_modules'), { recursive: true })
  expect(await unpackChromium({ root, parent })).toBeNull()
})
