/** The import table of the house (ARCHITECTURE, "Rings"), enforced. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Ring {
  /** Folder or file, from the root. */
  readonly at: string
  /** Rings it may import besides itself. */
  readonly rings: readonly string[]
  /** Whether `node:*` may be imported. */
  readonly node: boolean
  readonly packages: readonly string[]
  /** Packages of which only types may be imported: their values are handed in. */
  readonly types?: readonly string[]
}

/** The first entry that a file lies in is its ring. */
const RINGS: readonly Ring[] = [
  { at: 'electron/contract', rings: [], node: false, packages: [] },
  { at: 'electron/core', rings: ['electron/contract'], node: false, packages: ['uqr'] },
  {
    at: 'electron/node',
    rings: ['electron/contract', 'electron/core'],
    node: true,
    packages: ['http-proxy', 'proper-lockfile', 'socks'],
  },
  {
    at: 'electron/cli',
    rings: ['electron/contract', 'electron/core', 'electron/node'],
    node: true,
    packages: [],
  },
  {
    at: 'electron/cli.ts',
    rings: ['electron/cli', 'electron/core', 'electron/node'],
    node: true,
    packages: [],
  },
  { at: 'electron/start.ts', rings: ['electron/cli', 'electron/core'], node: true, packages: [] },
  {
    at: 'electron/shell',
    rings: ['electron/contract', 'electron/core', 'electron/node'],
    node: true,
    packages: ['electron-store'],
    types: ['electron'],
  },
  {
    at: 'electron/main.ts',
    rings: ['electron/contract', 'electron/core', 'electron/node', 'electron/shell'],
    node: true,
    packages: ['electron'],
  },
  { at: 'electron/preload.ts', rings: ['electron/contract'], node: false, packages: ['electron'] },
  {
    at: 'renderer/testing',
    rings: [
      'electron/contract',
      'electron/core',
      'electron/testing',
      'renderer',
      'electron/shell/window/app-scheme.ts',
      'e2e/chromium',
    ],
    node: true,
    packages: ['vitest', 'playwright', 'axe-core', 'esbuild'],
  },
  {
    at: 'renderer',
    rings: [
      'electron/contract',
      'electron/core/views',
      'electron/core/words',
      'electron/core/basics/duration.ts',
    ],
    node: false,
    packages: ['preact', 'preact/hooks'],
  },
  {
    at: 'electron/testing',
    rings: ['electron/contract', 'electron/core'],
    node: true,
    packages: ['vitest'],
    types: ['electron'],
  },
  { at: 'e2e/simulator', rings: [], node: true, packages: ['vitest'] },
  { at: 'e2e/chromium', rings: [], node: true, packages: ['playwright'] },
]

/** Packages that exactly one file may know. */
const SINGLE_HOMES: Readonly<Record<string, string>> = {
  'http-proxy': 'electron/node/proxy/forward.ts',
  'proper-lockfile': 'electron/node/files/file-lock.ts',
  socks: 'electron/node/network/socks.ts',
  uqr: 'electron/core/views/qr-code.ts',
  'electron-store': 'electron/shell/system/settings-store.ts',
}

interface Import {
  readonly file: string
  readonly target: string
  readonly typeOnly: boolean
}

function sources(): string[] {
  const folders = ['electron', 'renderer', 'e2e', 'bench']
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts')),
  )
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n]*(?:\n[^'"]*?)?from\s+'([^']+)'|import\s+'([^']+)'/g,
  )
  return [...found].map((match) => ({
    file,
    target: match[1] ?? match[2] ?? '',
    typeOnly: /^\s*(?:import|export)\s+type\b/.test(match[0]),
  }))
}

function ringOf(path: string): Ring | undefined {
  return RINGS.find(({ at }) => path === at || path.startsWith(`${at}/`))
}

/** Whether a ring's list of what it may import covers this file: by a whole ring, a folder of one, or its name. */
function allows(ring: Ring, path: string): boolean {
  return ring.rings.some((at) => path === at || `${path}.ts` === at || path.startsWith(`${at}/`))
}

function offence({ file, target, typeOnly }: Import): string | null {
  const ring = ringOf(file)
  if (ring === undefined) return /^(electron|renderer)\//.test(file) ? `${file} belongs to no ring` : null
  if (target.startsWith('node:')) return ring.node ? null : `${file} may not import ${target}`
  if (!target.startsWith('.')) {
    const home = SINGLE_HOMES[target]
    const inRing = ring.packages.includes(target) || (typeOnly && ring.types?.includes(target) === true)
    const allowed = inRing && (home === undefined || home === file)
    return allowed ? null : `${file} may not import the package ${target}`
  }
  const path = relative(ROOT, resolve(ROOT, dirname(file), target))
  const other = ringOf(path) ?? ringOf(`${path}.ts`)
  if (other === ring || allows(ring, path)) return null
  return `${file} may not import ${path}`
}

describe('the house', () => {
  test('finds imports, so that the next test can fail', () => {
    expect(importsOf('electron/node/proxy/forward.ts').map(({ target }) => target)).toContain('http-proxy')
    const wrong: readonly (readonly [file: string, target: string])[] = [
      ['electron/core/engine/update.ts', 'node:fs'],
      ['electron/core/engine/update.ts', '../node/engine'],
      ['electron/node/proxy/relay.ts', 'http-proxy'],
      ['electron/node/engine/engine.ts', 'electron'],
      ['electron/new/thing.ts', 'node:fs'],
      ['electron/shell/tray/tray.ts', 'electron'],
      ['electron/shell/tray/tray.ts', 'electron-store'],
      ['electron/cli/engine/run.ts', '../shell/tray'],
      ['renderer/main.tsx', '../electron/core/settings'],
      ['renderer/main.tsx', 'electron'],
    ]
    for (const [file, target] of wrong) {
      expect(offence({ file, target, typeOnly: false }), `${file} ${target}`).not.toBeNull()
    }
    expect(offence({ file: 'electron/shell/tray/tray.ts', target: 'electron', typeOnly: true })).toBeNull()
    expect(importsOf('electron/shell/tray/tray.ts')).toContainEqual({
      file: 'electron/shell/tray/tray.ts',
      target: 'electron',
      typeOnly: true,
    })
  })

  test('every import follows the table of rings', () => {
    expect(
      sources()
        .flatMap(importsOf)
        .map(offence)
        .filter((line) => line !== null),
    ).toEqual([])
  })

  test('no file is called utils', () => {
    expect(sources().filter((name) => /utils?\.ts$/.test(name))).toEqual([])
  })
})
