/** The settings file, read as it is; and what happens to one that makes no sense. The command line only reads it. */
import { copyFileSync, renameSync, statSync } from 'node:fs'
import { KimiProxyError, systemCode } from '../../core/basics/errors'
import { jsonMistake } from '../../core/settings/json-mistake'
import { type UnknownKey, unknownKeys } from '../../core/settings/unknown-keys'
import { readPlainFile, whyUnreadable } from '../files/text-file'

/** Undefined when there is none. Throws SETTING_INVALID when it cannot be read or is no JSON. */
export function readSettingsFile(path: string): unknown {
  let text: string
  try {
    text = readPlainFile(path)
  } catch (error) {
    // Something above it is no folder: what needs the home folder says so.
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined
    throw new KimiProxyError('SETTING_INVALID.unreadable', { path, reason: whyUnreadable(error) }, error)
  }
  const json = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(json)
  } catch (error) {
    const mistake = jsonMistake(json)
    throw mistake === null
      ? new KimiProxyError('SETTING_INVALID.noJson', { path }, error)
      : new KimiProxyError('SETTING_INVALID.noJsonAt', { path, ...mistake }, error)
  }
}

/** None where the file cannot be read: that is told by itself. */
export function unknownKeysIn(path: string): readonly UnknownKey[] {
  try {
    return unknownKeys(readSettingsFile(path))
  } catch {
    return []
  }
}

/** A copy beside it, named by the time; its path. What is no file is moved there. Throws where neither can be. */
export function keepAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace(/\..*/, '')
  const aside = `${path}.bad-${stamp}`
  // Copying a pipe would wait for ever.
  if (statSync(path).isFile()) copyFileSync(path, aside)
  else renameSync(path, aside)
  return aside
}

/** Whether the file would be another one with these values in it; undefined stands for a value that is not there. */
export function changesAnything(
  file: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(changes).some(([key, value]) => JSON.stringify(file[key]) !== JSON.stringify(value))
}
