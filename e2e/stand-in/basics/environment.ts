/** How this run of the stand-in was started: its arguments, variables and folders. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packedApp, resourcesPath } from './packed'

/** The release of Electron that the stand-in imitates. The compiler checks against the types of the same release. */
export const ELECTRON_VERSION = '45.4.1'

export interface Environment {
  /** The arguments that Electron would have. */
  readonly args: readonly string[]
  readonly executable: string
  /** Whether Playwright drives: then there is no real window, and its handshake is answered. */
  readonly driven: boolean
  /** Whether real windows are off, even without a driver. */
  readonly headless: boolean
  readonly packaged: boolean
  /** `process.resourcesPath`. */
  readonly resources: string
  readonly languages: readonly string[]
  readonly profileDir: string | null
}

export function readEnvironment(argv: readonly string[], env: NodeJS.ProcessEnv): Environment {
  const args = argv.slice(2)
  const executable = env['STAND_IN_EXECUTABLE'] ?? process.execPath
  const driven = args.includes('--remote-debugging-port=0')
  return {
    args,
    executable,
    driven,
    headless: driven || env['STAND_IN_HEADLESS'] === '1',
    packaged: env['STAND_IN_PACKAGED'] === '1' || packedApp(executable) !== null,
    resources: env['STAND_IN_RESOURCES'] ?? resourcesPath(executable),
    languages: env['STAND_IN_LANGUAGES']?.split(',') ?? ['en-US'],
    profileDir: env['STAND_IN_PROFILE_DIR'] ?? null,
  }
}

/** A new, empty Chromium profile. */
export function makeProfile(parent: string | null): string {
  if (parent !== null) mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent ?? tmpdir(), 'stand-in-profile-'))
}
