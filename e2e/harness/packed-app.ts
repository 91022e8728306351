/**
 * A packed app as far as its command line needs one: the scripts of `resources/bin`, the built `cli.js` and `command-line.js` where the archive
 * has it, and an executable that is Node but reports itself as Electron's own Node.
 */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ELECTRON_VERSION } from '../stand-in/basics/environment'

const SCRIPT = fileURLToPath(new URL('../../resources/bin/kimi-proxy', import.meta.url))

export interface PackedApp {
  readonly executable: string
  /** `process.resourcesPath` of the app. */
  readonly resources: string
  readonly script: string
  readonly cli: string
}

/** The output of the executable when it is not asked to be Node: a second app would start. */
export const SECOND_APP = 'a second app has started'

export function makePackedApp(folder: string, platform: 'linux' | 'darwin', cli: string): PackedApp {
  const contents = join(folder, 'Kimi Proxy.app', 'Contents')
  const onMac = platform === 'darwin'
  const app = {
    executable: onMac ? join(contents, 'MacOS', 'Kimi Proxy') : join(folder, 'kimi-proxy'),
    resources: onMac ? join(contents, 'Resources') : join(folder, 'resources'),
  }
  const script = join(app.resources, 'bin', 'kimi-proxy')
  const packedCli = join(app.resources, 'app.asar', 'dist', 'cli.js')
  for (const path of [script, packedCli, app.executable]) mkdirSync(dirname(path), { recursive: true })
  copyFileSync(SCRIPT, script)
  for (const file of ['cli.js', 'command-line.js'])
    copyFileSync(join(dirname(cli), file), join(dirname(packedCli), file))
  writeExecutable(app.executable, join(folder, 'as-electron.cjs'))
  return { ...app, script, cli: packedCli }
}

function writeExecutable(path: string, prelude: string): void {
  writeFileSync(
    prelude,
    `process.execPath = ${JSON.stringify(path)}
process.execArgv = []
const versions = { ...process.versions, electron: ${JSON.stringify(ELECTRON_VERSION)} }
Object.defineProperty(process, 'versions', { value: versions })
`,
  )
  writeFileSync(
    path,
    `#!/bin/sh
if [ "\${ELECTRON_RUN_AS_NODE:-}" = "" ]; then echo "${SECOND_APP}" >&2; exit 99; fi
exec '${process.execPath}' -r '${prelude}' "$@"
`,
  )
  chmodSync(path, 0o755)
}
