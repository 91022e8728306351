/** Where Claude Code's settings lie, and what they say of where it goes. Values stay where they are. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Platform } from '../../contract/app'
import { systemCode } from '../../core/basics/errors'
import {
  type ClaudeSource,
  type ClaudeSourceName,
  toldByEnvironment,
  toldByFile,
  unusableSource,
} from '../../core/doctor/claude'
import type { Environment } from '../../core/settings/launch-env'
import { loadPlainFile } from '../files/text-file'

export interface ClaudePlaces {
  readonly env: Environment
  readonly homeDir: string
  readonly platform: Platform
  /** The folder that Claude Code would be started in; null where that is not known. */
  readonly projectFolder: string | null
}

/** The sources in Claude Code's own order: a later one wins (its documentation, "Settings"). */
export async function claudeSources(
  places: ClaudePlaces,
  shorten: (path: string) => string,
): Promise<ClaudeSource[]> {
  const files = await Promise.all(
    filesIn(places).map(async ([source, path]) => {
      const told = await readSource(path)
      return told === null ? [] : [{ ...told, source, path: shorten(path) }]
    }),
  )
  return [{ ...toldByEnvironment(places.env), source: 'environment', path: '' }, ...files.flat()]
}

function filesIn({ env, homeDir, platform, projectFolder }: ClaudePlaces): [ClaudeSourceName, string][] {
  const userFolder = env['CLAUDE_CONFIG_DIR'] || join(homeDir, '.claude')
  const user: [ClaudeSourceName, string][] = [
    ['user', join(userFolder, 'settings.json')],
    ['userLocal', join(userFolder, 'settings.local.json')],
  ]
  const folder = projectFolder === null ? userFolder : join(projectFolder, '.claude')
  const project: [ClaudeSourceName, string][] = [
    ['project', join(folder, 'settings.json')],
    ['projectLocal', join(folder, 'settings.local.json')],
  ]
  return [...user, ...(folder === userFolder ? [] : project), ['managed', MANAGED[platform]]]
}

/** The folder where an organization puts its settings (Claude Code's documentation, "Settings"). */
const MANAGED: Readonly<Record<Platform, string>> = {
  darwin: '/Library/Application Support/ClaudeCode/managed-settings.json',
  linux: '/etc/claude-code/managed-settings.json',
  win32: 'C:\\Program Files\\ClaudeCode\\managed-settings.json',
}

/** Null where there is no such file. */
async function readSource(path: string): Promise<ReturnType<typeof toldByFile> | null> {
  try {
    // Reading a pipe or a device would wait for ever.
    if (!(await stat(path)).isFile()) return unusableSource('it is not a plain file')
    return toldByFile(JSON.parse((await loadPlainFile(path)).replace(/^\uFEFF/, '')))
  } catch (error) {
    if (error instanceof SyntaxError) return unusableSource('it is not JSON')
    const code = systemCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : unusableSource(code ?? 'unknown error')
  }
}
