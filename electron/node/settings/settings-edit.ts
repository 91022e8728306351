/** One setting changed in the settings file: all else, its order and its indentation stay. */
import { KimiProxyError, systemReason } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import { writeFileAtomically } from '../files/atomic-file'
import { takeLock } from '../files/file-lock'
import { ensureHome } from '../files/home-folder'
import type { Paths } from '../files/paths'
import { readText } from '../files/text-file'
import { changesAnything, readSettingsFile } from './settings-file'

const OWN_INDENT = '  '

/**
 * `value` undefined takes the key out. False where the file has it so already. Rejects with SETTING_INVALID where the file makes no
 * sense, which then stays as it is, and with HOME_UNWRITABLE, LOCK_BUSY or SETTINGS_UNSAVED.
 */
export async function editSetting(paths: Paths, key: string, value: unknown): Promise<boolean> {
  ensureHome(paths)
  const path = paths.settingsFile
  const lock = await takeLock(path)
  try {
    const read = readSettingsFile(path)
    const file = read === undefined ? {} : read
    if (!isRecord(file)) throw new KimiProxyError('SETTING_INVALID.noObject', { path })
    if (!changesAnything(file, { [key]: value })) return false
    const next = { ...file, [key]: value }
    await writeFileAtomically(path, inFormOf(readText(path) ?? '', next)).catch((error: unknown) => {
      throw new KimiProxyError('SETTINGS_UNSAVED', { path, reason: systemReason(error) }, error)
    })
    return true
  } finally {
    await lock.release()
  }
}

function inFormOf(before: string, settings: object): string {
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? OWN_INDENT
  const mark = before.startsWith('\ufeff') ? '\ufeff' : ''
  const text = JSON.stringify(settings, null, indent)
  return `${mark}${before.includes('\r\n') ? text.replace(/\n/g, '\r\n') : text}${before === '' ? '\n' : (/\s*$/.exec(before)?.[0] ?? '')}`
}
