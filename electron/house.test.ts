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
}

/** The first entry that a file lies in is its ring. */
const RINGS: readonly Ring[] = [
  { at: 'electron/contract', rings: [], node: false, packages: [] },
  { at: 'electron/core', rings: ['electron/contract'], node: false, packages: [] },
  {
    at: 'electron/node',
    rings: ['electron/contract', 'electron/core'],
    node: true,
    packages: ['http-proxy', 'proper-lockfile'],
  },
  {
    at: 'electron/cli',
    rings: ['electron/contract', 'electron/core', 'electron/node'],
    node: true,
    packages: [],
  },
  { at: 'electron/cli.ts', rings: ['electron/cli', 'electron/core'], node: true, packages: [] },
  { at: 'electron/start.ts', rings: ['electron/cli', 'electron/core'], node: true, packages: [] },
  { at: 'electron/testing', rings: ['electron/contract', 'electron/core'], node: true, packages: ['vitest'] },
  { at: 'e2e/simulator', rings: [], node: true, packages: ['vitest'] },
]

/** Packages that exactly one file may know. */
const SINGLE_HOMES: Readonly<Record<string, string>> = {
  'http-proxy': 'electron/node/forward.ts',
  'proper-lockfile': 'electron/node/file-lock.ts',
}

interface Import {
  readonly file: string
  readonly target: string
}

function sources(): string[] {
  const folders = ['electron', 'e2e']
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')),
  )
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n]*(?:\n[^'"]*?)?from\s+'([^']+)'|import\s+'([^']+)'/g,
  )
  return [...found].map((match) => ({ file, target: match[1] ?? match[2] ?? '' }))
}

function ringOf(path: string): Ring | undefined {
  return RINGS.find(({ at }) => path === at || path.startsWith(`${at}/`))
}

function offence({ file, target }: Import): string | null {
  const ring = ringOf(file)
  if (ring === undefined) return file.startsWith('electron/') ? `${file} belongs to no ring` : null
  if (target.startsWith('node:')) return ring.node ? null : `${file} may not import ${target}`
  if (!target.startsWith('.')) {
    const home = SINGLE_HOMES[target]
    const allowed = ring.packages.includes(target) && (home === undefined || home === file)
    return allowed ? null : `${file} may not import the package ${target}`
  }
  const path = relative(ROOT, resolve(ROOT, dirname(file), target))
  const other = ringOf(path) ?? ringOf(`${path}.ts`)
  if (other === ring || (other !== undefined && ring.rings.includes(other.at))) return null
  return `${file} may not import ${path}`
}

describe('the house', () => {
  test('finds imports, so that the next test can fail', () => {
    expect(importsOf('electron/node/forward.ts').map(({ target }) => target)).toContain('http-proxy')
    expect(offence({ file: 'electron/core/app.ts', target: 'node:fs' })).not.toBeNull()
    expect(offence({ file: 'electron/core/app.ts', target: '../node/engine' })).not.toBeNull()
    expect(offence({ file: 'electron/node/relay.ts', target: 'http-proxy' })).not.toBeNull()
    expect(offence({ file: 'electron/new/thing.ts', target: 'node:fs' })).not.toBeNull()
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
