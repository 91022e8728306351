/**
 * The house as its files show it: sources, lines, imports, circles, exported names.
 *
 * - Paths are from the root of the repository, with `/`.
 * - `house.test.ts` judges the house; `npm run house` prints it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

export interface Import {
  readonly file: string
  /** The import as it is written: `./relay`, `node:fs`, `socks`. */
  readonly target: string
  /** The file that the import leads to; null for Node and for packages. */
  readonly path: string | null
  readonly typeOnly: boolean
}

export interface SourceFile {
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  /** The names that the file defines and exports. A name that it only passes on from another file is not counted. */
  readonly exported: readonly string[]
}

export interface House {
  /** The files that are shipped: everything in `electron` and `renderer` except tests and their helpers. */
  readonly product: readonly SourceFile[]
  /** Unit tests, end-to-end tests, and their helpers. */
  readonly tests: readonly SourceFile[]
  readonly bench: readonly SourceFile[]
}

const FOLDERS = ['electron', 'renderer', 'resources', 'e2e', 'bench']

export function readHouse(root: string): House {
  const paths = FOLDERS.flatMap((folder) => sourcesBelow(root, folder))
  const known = new Set(paths)
  const files = paths.map((path) => readSource(root, path, known))
  const isBench = ({ path }: SourceFile) => path.startsWith('bench/')
  const isProduct = ({ path }: SourceFile) =>
    /^(electron|renderer)\//.test(path) && !/^\w+\/testing\//.test(path) && !isTest(path)
  const isForTests = ({ path }: SourceFile) => isTest(path) || /^(e2e|\w+\/testing)\//.test(path)
  return {
    product: files.filter(isProduct),
    tests: files.filter((file) => isForTests(file) && !isBench(file)),
    bench: files.filter(isBench),
  }
}

export function isTest(path: string): boolean {
  return /\.(test|spec)\.ts$/.test(path)
}

function sourcesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => /\.(tsx?|mjs)$/.test(path))
}

function readSource(root: string, path: string, known: ReadonlySet<string>): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  return {
    path,
    lines: text.split('\n').length - 1,
    imports: importsIn(path, text, known),
    exported: exportedBy(text),
  }
}

export function importsIn(file: string, text: string, known: ReadonlySet<string>): Import[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n]*(?:\n[^'"]*?)?from\s+'([^']+)'|\bimport\(?\s*'([^']+)'/g,
  )
  return [...found].map((match) => {
    const target = match[1] ?? match[2] ?? ''
    const path = target.startsWith('.') ? resolved(posix.join(posix.dirname(file), target), known) : null
    return { file, target, path, typeOnly: /^\s*(?:import|export)\s+type\b/.test(match[0]) }
  })
}

function resolved(path: string, known: ReadonlySet<string>): string {
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((each) => known.has(each)) ?? path
}

function exportedBy(text: string): string[] {
  const found = text.matchAll(
    /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm,
  )
  return [...new Set([...found].map(([, name = '']) => name))]
}

/** Groups of files that import each other in a circle. An import of types alone counts too. */
export function circlesAmong(files: readonly SourceFile[]): string[][] {
  const reach = new Map(files.map(({ path }) => [path, new Set<string>()]))
  const next = new Map(files.map(({ path, imports }) => [path, imports.map((each) => each.path ?? '')]))
  for (const [start, seen] of reach) {
    const open = [...(next.get(start) ?? [])]
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      open.push(...(next.get(path) ?? []))
    }
  }
  const inCircle = [...reach.keys()].filter((path) => reach.get(path)?.has(path) === true)
  const groups = inCircle.map((path) => inCircle.filter((other) => meet(reach, path, other)).sort())
  return groups.filter((group, index) => group[0] === inCircle[index])
}

function meet(reach: ReadonlyMap<string, ReadonlySet<string>>, one: string, other: string): boolean {
  return reach.get(one)?.has(other) === true && reach.get(other)?.has(one) === true
}

/** Names that more than one of these files exports, each with its files. */
export function doublesIn(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const homes = new Map<string, string[]>()
  for (const { path, exported } of files) {
    for (const name of exported) homes.set(name, [...(homes.get(name) ?? []), path])
  }
  return new Map([...homes].filter(([, paths]) => paths.length > 1))
}

/** The number of sources that lie directly in each folder. Tests are not counted, since they lie beside what they test. */
export function foldersOf(files: readonly SourceFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { path } of files) {
    if (isTest(path)) continue
    counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1)
  }
  return counts
}

export function linesOf(files: readonly SourceFile[]): number {
  return files.reduce((sum, { lines }) => sum + lines, 0)
}

/** The sources with more lines than `limit`; tests are not counted. */
export function longerThan(files: readonly SourceFile[], limit: number): readonly SourceFile[] {
  return files
    .filter(({ path, lines }) => !isTest(path) && lines > limit)
    .sort((one, other) => other.lines - one.lines)
}
