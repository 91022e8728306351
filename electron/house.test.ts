/** The house keeps its order: who imports whom, how long a file and how full a folder may be, and whose a name is. */
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  circlesAmong,
  doublesIn,
  foldersOf,
  type Import,
  importsIn,
  isTest,
  longerThan,
  readHouse,
} from './testing/house/house'
import {
  FULLEST_FOLDER,
  LONGEST_SOURCE,
  PLACES,
  type Place,
  RINGS,
  type Ring,
  SINGLE_HOMES,
} from './testing/house/table'

const { product, tests, bench } = readHouse(fileURLToPath(new URL('..', import.meta.url)))
const all = [...product, ...tests, ...bench]

/** What a file belongs to, and everything it may import. */
interface Permit {
  readonly name: string
  readonly from: readonly string[]
  /** What it may import from outside the house. */
  readonly rights: Place | Ring
}

/** Null for a file that belongs nowhere, or whose folder is no room. */
function permitOf(file: string): Permit | null {
  const place = PLACES.find(({ at }) => covers(at, file))
  if (place !== undefined) return { name: place.at, from: place.from, rights: place }
  const [, name = '', room = ''] = /^electron\/(\w+)(?:\/(.*))?\/[^/]+$/.exec(file) ?? []
  const ring = RINGS.find((each) => each.name === name)
  return ring?.rooms[room] === undefined ? null : permitOfRoom(ring, room)
}

function permitOfRoom(ring: Ring, room: string): Permit {
  const named = wordsOf(ring.rooms[room] ?? '').map((word) => folderOf(ring, word))
  // The table of words lies below all other rooms of the core, so that an error can be checked against it.
  if (/^words\b/.test(room)) {
    const name = posix.join('electron', ring.name, room)
    return { name, from: [name, ...named, 'electron/contract'], rights: ring }
  }
  const open = [ring.name, ...ring.below].flatMap((each) => [
    `electron/${each}/basics`,
    posix.join('electron', each, room),
  ])
  const from = [...named, ...open, 'electron/contract', 'electron/core/words']
  return { name: posix.join('electron', ring.name, room), from, rights: ring }
}

function wordsOf(row: string): string[] {
  return row.split(/\s+/).filter((word) => word !== '')
}

/** `login` in the row of a room of node is node/login; `core/login` is named whole. */
function folderOf(ring: Ring, word: string): string {
  return ring.rooms[word] === undefined ? `electron/${word}` : `electron/${ring.name}/${word}`
}

function covers(at: string, path: string): boolean {
  return path === at || `${path}.ts` === at || path.startsWith(`${at}/`)
}

/** A room is its folder alone, not what lies in folders below it. */
function isOpen(permit: Permit, path: string): boolean {
  const isRoom = RINGS.some(({ name }) => covers(`electron/${name}`, permit.name))
  if (!isRoom) return covers(permit.name, path) || permit.from.some((at) => covers(at, path))
  return permit.from.includes(posix.dirname(path))
}

function offence({ file, target, path, typeOnly }: Import): string | null {
  const permit = permitOf(file)
  if (permit === null) return /^(electron|renderer)\//.test(file) ? `${file} lies in no room` : null
  if (path !== null) return isOpen(permit, path) ? null : `${file} may not import ${path}`
  const { node, packages = [], types = [] } = permit.rights
  if (target.startsWith('node:')) return node ? null : `${file} may not import ${target}`
  const home = SINGLE_HOMES[target]
  const granted = packages.includes(target) || (typeOnly && types.includes(target))
  return granted && (home === undefined || home === file)
    ? null
    : `${file} may not import the package ${target}`
}

function offenceOf(file: string, target: string, typeOnly = false): string | null {
  const line = `import ${typeOnly ? 'type ' : ''}{ x } from '${target}'`
  const known = new Set(all.map(({ path }) => path))
  return importsIn(file, line, known).map(offence)[0] ?? null
}

describe('imports', () => {
  test('are found, so that the next test can fail', () => {
    const forward = product.find(({ path }) => path === 'electron/node/proxy/forward.ts')
    expect(forward?.imports.map(({ target }) => target)).toContain('http-proxy')
    expect(offenceOf('electron/shell/tray/tray.ts', 'electron', true)).toBeNull()
  })

  test.each([
    ['electron/core/engine/update.ts', 'node:fs'],
    ['electron/core/engine/update.ts', '../../node/engine/engine'],
    ['electron/core/login/renewal.ts', '../engine/health'],
    ['electron/core/words/say.ts', '../views/notice'],
    ['electron/node/proxy/relay.ts', 'http-proxy'],
    ['electron/node/proxy/relay.ts', '../engine/run-file'],
    ['electron/node/engine/engine.ts', 'electron'],
    ['electron/node/new/thing.ts', 'node:fs'],
    ['electron/new/thing.ts', 'node:fs'],
    ['electron/shell/tray/tray.ts', 'electron'],
    ['electron/shell/tray/tray.ts', 'electron-store'],
    ['electron/cli/engine/run.ts', '../../shell/tray/tray'],
    ['renderer/main.tsx', '../electron/core/settings/schema'],
    ['renderer/main.tsx', 'electron'],
  ])('%s may not import %s', (file, target) => {
    expect(offenceOf(file, target)).not.toBeNull()
  })

  test('follow the table of rooms', () => {
    const sources = all.filter(({ path }) => !isTest(path))
    expect(sources.flatMap(({ imports }) => imports.map(offence)).filter((line) => line !== null)).toEqual([])
  })

  test('lead from each row of the table upwards only, so that rooms form no circle', () => {
    const seen: string[] = []
    for (const ring of RINGS) {
      for (const [room, row] of Object.entries(ring.rooms)) {
        for (const word of wordsOf(row)) expect(seen, `${ring.name}/${room}`).toContain(folderOf(ring, word))
        seen.push(`electron/${ring.name}/${room}`)
      }
    }
  })

  test('form no circle, those of types included', () => {
    expect(circlesAmong(all)).toEqual([])
  })

  test('of tests beside the product stay out of e2e', () => {
    const beside = tests.filter(({ path }) => isTest(path) && /^(electron|renderer)\//.test(path))
    const strays = beside.flatMap(({ imports }) => imports).filter(({ path }) => path?.startsWith('e2e/'))
    expect(strays.map(({ file, target }) => `${file} ${target}`)).toEqual([])
  })
})

describe('size', () => {
  test(`no source is longer than ${LONGEST_SOURCE} lines`, () => {
    expect(longerThan(all, LONGEST_SOURCE).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  test(`no folder holds more than ${FULLEST_FOLDER} sources`, () => {
    expect([...foldersOf(all)].filter(([, count]) => count > FULLEST_FOLDER)).toEqual([])
  })
})

describe('names', () => {
  test('no name is exported twice in the product', () => {
    expect([...doublesIn(product).keys()]).toEqual([])
  })

  test('no file or folder is called utils', () => {
    expect(all.filter(({ path }) => /(^|\/)utils?(\.|\/)/.test(path))).toEqual([])
  })
})
