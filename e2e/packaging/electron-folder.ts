/**
 * A folder that looks to electron-builder like Electron for Linux and holds the stand-in: `electronDist`. With Electron's
 * own runtime installed, that one is taken instead (`../app/launch.ts` says which).
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What electron-builder copies or renames; empty, since nobody reads them. */
const FILES = [
  'LICENSES.chromium.html',
  'LICENSE',
  'chrome-sandbox',
  'icudtl.dat',
  'resources.pak',
  'snapshot_blob.bin',
]
const LOCALES = ['en-US', 'zh-CN', 'de']

const BUNDLES = ['stand-in.js', 'stand-in-world.js', 'stand-in-as-node.js']

/** Electron's executable: Node with the stand-in that lies beside it, from wherever it was linked or copied to. */
const EXECUTABLE = `#!/bin/sh
self=$(readlink -f "$0")
here=$(dirname "$self")
export STAND_IN_EXECUTABLE="$self"
if [ "\${ELECTRON_RUN_AS_NODE:-}" != "" ]; then exec node "$here/stand-in-as-node.js" "$@"; fi
inspect=
for arg in "$@"; do
  if [ "$arg" = --inspect=0 ]; then inspect=--inspect=0; fi
done
exec node $inspect "$here/stand-in.js" "$@"
`

/** `dist`: the build with the stand-in in it. */
export function makeElectronFolder(folder: string, dist: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  for (const name of FILES) writeFileSync(join(folder, name), '')
  for (const name of LOCALES) writeFileSync(join(folder, 'locales', `${name}.pak`), '')
  for (const name of BUNDLES) copyFileSync(join(dist, name), join(folder, name))
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'electron'), EXECUTABLE, { mode: 0o755 })
}
