/** Runs electron-builder as `npm run dist:dir` does, without a download, in a copy of the files that it reads. */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DIST, ON_STAND_IN } from '../app/launch'
import { makeElectronFolder, makeMacElectronFolder } from './electron-folder'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const npm = createRequire(import.meta.url)
const { version: ELECTRON_VERSION } = npm('electron/package.json') as { version: string }
const BUILDER_OPTION = { darwin: '--mac', win32: '--win', linux: '--linux' } as const
const BUILDER = npm.resolve('electron-builder/cli.js')

/** Electron's own runtime is 250 MB, which is copied more than once and compressed. */
export const PACKING_LIMIT_MS = 300_000

/** Without the second option, packing breaks the signature that an app for Apple silicon has. */
const DIST_DIR = ['--dir', '--config.mac.identity=-']

export interface Packed {
  readonly executable: string
  /** Electron's `process.resourcesPath`. */
  readonly resources: string
  readonly archive: string
  /** The folder that holds the installers. */
  readonly output: string
}

export type System = 'darwin' | 'win32' | 'linux'

export interface PackOptions {
  /** The system to pack for; this one by default. */
  readonly system?: System
  /** Arguments for electron-builder, in place of those of `npm run dist:dir`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Packs the build below `folder`, which must be empty. Throws with what electron-builder printed when it fails. */
export async function pack(folder: string, options: PackOptions = {}): Promise<Packed> {
  const { system = process.platform as System, args = DIST_DIR, env = {} } = options
  const project = join(folder, 'project')
  const output = join(folder, 'release')
  copyProject(project)
  await promisify(execFile)(
    process.execPath,
    [
      BUILDER,
      BUILDER_OPTION[system],
      ...args,
      `--${process.arch}`,
      `--projectDir=${project}`,
      `--config.electronDist=${electronDist(folder, system)}`,
      `--config.electronVersion=${ELECTRON_VERSION}`,
      `--config.directories.output=${output}`,
    ],
    { env: { ...process.env, ...env }, cwd: project },
  ).catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(`electron-builder failed:\n${stdout}${stderr}`)
  })
  const { executable, resources } = layout(output, system)
  return { executable, resources, archive: join(resources, 'app.asar'), output }
}

function layout(output: string, system: System): { executable: string; resources: string } {
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`
  switch (system) {
    case 'darwin': {
      const contents = join(output, `mac${arch}/Kimi Proxy.app/Contents`)
      return { executable: join(contents, 'MacOS/Kimi Proxy'), resources: join(contents, 'Resources') }
    }
    case 'win32': {
      const app = join(output, `win${arch}-unpacked`)
      return { executable: join(app, 'Kimi Proxy.exe'), resources: join(app, 'resources') }
    }
    case 'linux': {
      const app = join(output, `linux${arch}-unpacked`)
      return { executable: join(app, 'kimi-proxy'), resources: join(app, 'resources') }
    }
  }
}

/** electron-builder packs no file that it reaches through a link. */
function copyProject(project: string): void {
  mkdirSync(project, { recursive: true })
  for (const name of ['package.json', 'electron-builder.yml', 'LICENSE', 'resources']) {
    cpSync(join(ROOT, name), join(project, name), { recursive: true })
  }
  cpSync(DIST, join(project, 'dist'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
}

function electronDist(folder: string, system: System): string {
  const real = join(ROOT, 'node_modules/electron/dist')
  if (!ON_STAND_IN && system === process.platform && existsSync(real)) return real
  const dummy = join(folder, 'electron')
  if (system === 'darwin') makeMacElectronFolder(dummy)
  else makeElectronFolder(dummy, DIST, ELECTRON_VERSION)
  return dummy
}
