/**
 * A packed app. Electron finds `resources/app.asar` beside its executable and reads files inside it. Node cannot, so the
 * archive is unpacked into a folder that is removed with the process. A file that is not in the archive is therefore
 * missing here too.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
// The package is loaded before the process claims to be Electron, since it would then ask for Electron's own `original-fs`.
import { extractAll } from '@electron/asar'

/** The path of the app beside an executable; null where no app is packed there. */
export function packedApp(executable: string): string | null {
  const archive = join(resourcesPath(executable), 'app.asar')
  return existsSync(archive) ? archive : null
}

/** `process.resourcesPath`. */
export function resourcesPath(executable: string): string {
  return join(dirname(executable), 'resources')
}

/** Unpacks an archive until this process ends. A process that is killed leaves the folder in `parent`. */
export function unpack(archive: string, parent: string | null): string {
  const folder = mkdtempSync(join(parent ?? tmpdir(), 'stand-in-app-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  extractAll(archive, folder)
  return folder
}

/** Splits `…/app.asar/dist/cli.js` into the archive and the path inside it; null for any other path. */
export function insideArchive(path: string): { readonly archive: string; readonly inside: string } | null {
  const mark = `.asar${sep}`
  const at = path.indexOf(mark)
  return at < 0
    ? null
    : { archive: path.slice(0, at + mark.length - 1), inside: path.slice(at + mark.length) }
}
