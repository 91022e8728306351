/**
 * Makes folders that electron-builder takes for Electron (`electronDist`). The one for Linux holds the stand-in. Where
 * Electron's own runtime is installed, that runtime is used instead (`../app/launch.ts` says which).
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files that electron-builder copies or renames. Nothing reads them, so they are empty. */
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

/** Electron's executable: Node with the stand-in that lies beside it, wherever it was linked or copied to. */
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

/** The fuses that a release sets in Electron's executable (@electron/fuses): eight of version 1, as Electron ships them. */
const FUSE_WIRE = Buffer.concat([
  Buffer.from('# dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('10110001\n'),
])

/** `dist`: the build that holds the stand-in. */
export function makeElectronFolder(folder: string, dist: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  for (const name of FILES) writeFileSync(join(folder, name), '')
  for (const name of LOCALES) writeFileSync(join(folder, 'locales', `${name}.pak`), '')
  for (const name of BUNDLES) copyFileSync(join(dist, name), join(folder, name))
  writeFileSync(join(folder, 'version'), version)
  // The fuses stand behind `exec`, where no shell reads on.
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(EXECUTABLE), FUSE_WIRE]), {
    mode: 0o755,
  })
}

/** Electron for macOS with its property lists only; nothing in it can be started. */
export function makeMacElectronFolder(folder: string): void {
  const contents = join(folder, 'Electron.app/Contents')
  makeBundle(contents, 'Electron')
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`
    makeBundle(join(contents, `Frameworks/${name}.app/Contents`), name)
  }
  mkdirSync(join(contents, 'Resources'))
  for (const language of ['en', 'zh_CN', 'de']) {
    const texts = join(contents, MAC_LANGUAGES, `${language}.lproj`)
    mkdirSync(texts, { recursive: true })
    writeFileSync(join(texts, 'locale.pak'), '')
  }
}

export const MAC_LANGUAGES = 'Frameworks/Electron Framework.framework/Versions/A/Resources'

function makeBundle(contents: string, name: string): void {
  mkdirSync(join(contents, 'MacOS'), { recursive: true })
  writeFileSync(join(contents, 'MacOS', name), '')
  const head = '<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>'
  const body = `<key>CFBundleExecutable</key><string>${name}</string><key>CFBundleName</key><string>${name}</string>`
  writeFileSync(join(contents, 'Info.plist'), `${head}${body}</dict></plist>`)
}
