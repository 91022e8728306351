/** The app out of its package, where a file that the archive lacks is missing. Runs on what `RUNTIME_NAME` names. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extractFile, getRawHeader, listPackage } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificates } from '../../electron/testing/network/certificates'
import { message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { PACKING_LIMIT_MS, type Packed, pack } from '../packaging/pack'
import { AppBench, heading } from './app-bench'
import { launchApp, RUNTIME_NAME } from './launch'

let folder: string
let packed: Packed
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-pack-'))
  packed = await pack(folder)
}, PACKING_LIMIT_MS)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Everything that belongs in the archive, and nothing else. */
const ALLOWED = [
  /^\/(?:package\.json|LICENSE)$/,
  /^\/dist\/(?:main|preload|cli|command-line)\.js$/,
  /^\/dist\/THIRD-PARTY\.txt$/,
  /^\/dist\/renderer\/(?:index\.html|main\.js|style\.css)$/,
  /^\/dist\/resources\/icon\.png$/,
  /^\/dist\/resources\/tray\/[A-Za-z]+(?:Template|-dark|-light)(?:@1\.25x|@1\.5x|@2x)?\.png$/,
]
/** About a tenth more than the present size. Electron itself is a hundred times larger. */
const ARCHIVE_LIMIT_BYTES = 3_400_000

function filesIn(archive: string): string[] {
  const isFile = (path: string) => !('files' in entryOf(archive, path))
  return listPackage(archive, { isPack: false }).filter(isFile)
}

function entryOf(archive: string, path: string): object {
  let at: unknown = getRawHeader(archive).header
  for (const name of path.split('/').slice(1)) {
    at = (at as { files: Record<string, unknown> }).files[name]
  }
  return at as object
}

describe('the package', () => {
  test('holds what the app needs and nothing else', () => {
    const files = filesIn(packed.archive)
    expect(files.filter((path) => !ALLOWED.some((allowed) => allowed.test(path)))).toEqual([])
    expect(files.filter((path) => path.startsWith('/dist/resources/tray/')).length).toBe(50)
    for (const name of [
      'main.js',
      'preload.js',
      'cli.js',
      'command-line.js',
      'renderer/index.html',
      'THIRD-PARTY.txt',
    ]) {
      expect(files).toContain(`/dist/${name}`)
    }
  })

  test('is small', () => {
    expect(statSync(packed.archive).size).toBeLessThan(ARCHIVE_LIMIT_BYTES)
  })

  test('names every package whose code it holds, with its licence', () => {
    const text = extractFile(packed.archive, 'dist/THIRD-PARTY.txt').toString('utf8')
    for (const name of ['http-proxy', 'proper-lockfile', 'electron-store', 'socks', 'uqr', 'preact']) {
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'))
    }
  })

  test('carries the command beside the archive, so that every user may run it', () => {
    const name = process.platform === 'win32' ? 'kimi-proxy.cmd' : 'kimi-proxy'
    expect(readdirSync(join(packed.resources, 'bin'))).toEqual([name])
    if (process.platform === 'win32') return
    expect(statSync(join(packed.resources, 'bin', name)).mode & 0o555).toBe(0o555)
  })

  test('names nothing of the machine it was made on', () => {
    for (const name of ['main.js', 'preload.js', 'cli.js', 'command-line.js', 'renderer/main.js']) {
      const text = extractFile(packed.archive, `dist/${name}`).toString('utf8')
      expect(text.includes(process.cwd()), name).toBe(false)
    }
  })

  test('holds only the languages of the app', { tags: 'linux' }, () => {
    expect(readdirSync(join(dirname(packed.executable), 'locales')).sort()).toEqual([
      'en-US.pak',
      'zh-CN.pak',
    ])
  })
})

test(`starts from the archive, shows how it stands, and serves in a network with a private CA (${RUNTIME_NAME})`, {
  tags: 'app',
}, async () => {
  // A release does not let Node read a variable (fuses), so the setting must suffice.
  const { caFile, key, cert } = await certificates()
  const bench = await AppBench.create({
    simulator: { tls: { key, cert } },
    settings: { extraCaFile: caFile },
  })
  const { app, close } = await launchApp({ executable: packed.executable, env: bench.env })
  try {
    await until('there is a window', () => app.windows().length > 0)
    const [page] = app.windows()
    if (page === undefined) throw new Error('there is no window')
    await expect.poll(() => heading(page), { timeout: 20_000 }).toBe('Running')
    expect(await page.getByRole('timer').textContent()).toMatch(/\d+:\d\d/)
    const facts = await app.evaluate(({ app: electron }) => ({
      packaged: electron.isPackaged,
      version: electron.getVersion(),
    }))
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(facts).toEqual({ packaged: true, version })
    expect((await message(bench.port, 'hello')).status).toBe(200)
  } finally {
    await close()
  }
})
