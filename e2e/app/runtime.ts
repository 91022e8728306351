/** Decides what the specs run on: Electron's own runtime where that is installed, otherwise the stand-in. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The folder of the build that is run. */
export const DIST = resolve(ROOT, process.env['KIMI_PROXY_DIST'] ?? 'dist')
export const STAND_IN = join(ROOT, 'e2e/stand-in/bin')
/** Whether Electron's runtime lies where its package puts it. */
export const HAS_RUNTIME = existsSync(join(ROOT, 'node_modules/electron/dist'))

const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']

/** Whether specs run on the stand-in, for the few that make sense on only one of the two. */
export const ON_STAND_IN = override === undefined ? !HAS_RUNTIME : resolve(override) === STAND_IN
