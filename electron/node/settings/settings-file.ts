/** The settings file, read as it is; and what happens to one that makes no sense. The command line only reads it. */
import { copyFileSync, readFileSync } from 'node:fs'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'

/** Undefined when there is none. Throws SETTING_INVALID when it cannot be read or is no JSON. */
export function readSettingsFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT') return undefined
    throw new KimiProxyError('SETTING_INVALID.unreadable', { path, reason: systemReason(error) }, error)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new KimiProxyError('SETTING_INVALID.noJson', { path }, error)
  }
}

/** A copy beside it, named by the time; its path. Throws where none can be made. */
export function keepAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace(/\..*/, '')
  const aside = `${path}.bad-${stamp}`
  copyFileSync(path, aside)
  return aside
}

/** Whether the file would be another one with these values in it; undefined stands for a value that is not there. */
export function changesAnything(
  file: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(changes).some(([key, value]) => JSON.stringify(file[key]) !== JSON.stringify(value))
}
