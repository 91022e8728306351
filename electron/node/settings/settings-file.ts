/** The settings file, read as it is; and what happens to one that makes no sense. The command line only reads it. */
import { copyFileSync, renameSync, statSync } from 'node:fs'
import { KimiProxyError, systemCode } from '../../core/basics/errors'
import { readPlainFile, whyUnreadable } from '../files/text-file'

/** Undefined when there is none. Throws SETTING_INVALID when it cannot be read or is no JSON. */
export function readSettingsFile(path: string): unknown {
  let text: string
  try {
    text = readPlainFile(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw invalid(
      `The settings file ${path} cannot be read (${whyUnreadable(error)}).`,
      'Make it readable.',
      error,
    )
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw invalid(`The settings file ${path} is not JSON.`, 'Mend it, or delete it to start anew.', error)
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

function invalid(message: string, recovery: string, cause: unknown): KimiProxyError {
  return new KimiProxyError('SETTING_INVALID', message, recovery, cause, message)
}

/** Whether the file would be another one with these values in it; undefined stands for a value that is not there. */
export function changesAnything(
  file: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(changes).some(([key, value]) => JSON.stringify(file[key]) !== JSON.stringify(value))
}
