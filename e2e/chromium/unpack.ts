/** The headless Chromium inside the package `@sparticuz/chromium`, unpacked once into the temporary folder. */
import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The name says what the program is, for `canShowWindows`. */
const LAUNCHER = 'headless-shell'
const UNPACK = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
/**
 * A system without NSS lacks all of the libraries. The package adds them where it takes the machine for one of Amazon's.
 */
const WITH_LIBRARIES = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }

export interface UnpackPlaces {
  /** The folder whose `node_modules` holds the package. */
  readonly root: string
  /** The folder in which the unpacked Chromium gets a folder. */
  readonly parent: string
}

/**
 * The path of a script that starts the Chromium with its own libraries and fonts; null where the package has none for this
 * system or is not installed. Any number of processes may call this at the same time: each unpacks beside the final place,
 * and the first one's rename wins. Throws when unpacking fails.
 */
export async function unpackChromium(
  { root, parent }: UnpackPlaces = { root: process.cwd(), parent: tmpdir() },
): Promise<string | null> {
  const manifest = join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json')
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(manifest)) return null
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const folder = join(parent, `kimi-proxy-chromium-${version}-${process.getuid?.()}`)
  const launcher = join(folder, LAUNCHER)
  if (isOwn(launcher)) return launcher
  const staging = mkdtempSync(`${folder}-`)
  try {
    // The package unpacks into the temporary folder, under names that are the same for every user.
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      cwd: root,
      env: { ...process.env, ...WITH_LIBRARIES, TMPDIR: staging, ELECTRON_RUN_AS_NODE: '1' },
    })
    writeFileSync(join(staging, 'fonts', 'fonts.conf'), fontsConfig(folder))
    writeFileSync(join(staging, LAUNCHER), LAUNCH)
    chmodSync(join(staging, LAUNCHER), 0o755)
    renameSync(staging, folder)
  } catch (error) {
    if (!isOwn(launcher)) throw error
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
  return launcher
}

/** Any user can make a folder of that name in the temporary folder. */
function isOwn(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.()
}

const LAUNCH = `#!/bin/sh
here=\${0%/*}
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`

/** Names the system's fonts where it has any, and always the package's own: without any font no page can be drawn. */
function fontsConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <cachedir>${folder}/fonts-cache</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts/fonts</dir>
</fontconfig>
`
}
