/** Where Claude Code's settings lie, and what they say of where it goes. Values stay where they are. */
import { readdirSync } from 'node:fs'
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
import { reason } from '../../core/words/reason'
import { loadPlainFile, whyUnreadable } from '../files/text-file'
import { policyTexts, type RunTool } from './policy-stores'

export interface ClaudePlaces {
  readonly env: Environment
  readonly homeDir: string
  readonly platform: Platform
  /** The folder that Claude Code would be started in; null where that is not known. */
  readonly projectFolder: string | null
  /** Where an organization's settings lie, if not in the usual place. */
  readonly managedFolder?: string
  /** Runs a tool of the system, to read its store of policies. */
  readonly runTool?: RunTool
}

/** The sources in Claude Code's own order: a later one wins (its documentation, "Settings"). */
export async function claudeSources(
  places: ClaudePlaces,
  shorten: (path: string) => string,
): Promise<ClaudeSource[]> {
  const files = await Promise.all(
    claudeFiles(places).map(async ([source, path]) => {
      const told = await readSource(path)
      return told === null ? [] : [{ ...told, source, path: shorten(path) }]
    }),
  )
  const { platform, env, runTool } = places
  const policies = (await policyTexts(platform, env, runTool)).map(
    ({ path, text }): ClaudeSource => ({ ...toldByText(text), source: 'managed', path }),
  )
  return [{ ...toldByEnvironment(env), source: 'environment', path: '' }, ...files.flat(), ...policies]
}

/** Every file that may set something, in that order, whether or not it is there. */
export function claudeFiles(places: ClaudePlaces): [ClaudeSourceName, string][] {
  const { env, homeDir, platform, projectFolder, managedFolder = MANAGED[platform] } = places
  const userFolder = env['CLAUDE_CONFIG_DIR'] || join(homeDir, '.claude')
  const user: [ClaudeSourceName, string][] = [
    // Its variables count too (measured with 2.1.332).
    ['user', join(env['CLAUDE_CONFIG_DIR'] || homeDir, '.claude.json')],
    ['user', join(userFolder, 'settings.json')],
    ['userLocal', join(userFolder, 'settings.local.json')],
  ]
  const folder = projectFolder === null ? userFolder : join(projectFolder, '.claude')
  const project: [ClaudeSourceName, string][] = [
    ['project', join(folder, 'settings.json')],
    ['projectLocal', join(folder, 'settings.local.json')],
  ]
  return [...user, ...(folder === userFolder ? [] : project), ...managedFiles(managedFolder)]
}

/** A settings file and, over it, the files of a folder beside it, in the order of their names. */
function managedFiles(folder: string): [ClaudeSourceName, string][] {
  const parts = join(folder, 'managed-settings.d')
  const names = namesIn(parts).filter((name) => name.endsWith('.json'))
  return [join(folder, 'managed-settings.json'), ...names.sort().map((name) => join(parts, name))].map(
    (path) => ['managed', path],
  )
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The folder where an organization puts its settings (Claude Code's documentation, "Settings"). */
const MANAGED: Readonly<Record<Platform, string>> = {
  darwin: '/Library/Application Support/ClaudeCode',
  linux: '/etc/claude-code',
  win32: 'C:\\Program Files\\ClaudeCode',
}

/** Null where there is no such file. */
async function readSource(path: string): Promise<ReturnType<typeof toldByFile> | null> {
  try {
    // Reading a pipe or a device would wait for ever.
    if (!(await stat(path)).isFile()) return unusableSource(reason('notAFile'))
    return toldByText(await loadPlainFile(path))
  } catch (error) {
    const code = systemCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : unusableSource(whyUnreadable(error))
  }
}

function toldByText(text: string): ReturnType<typeof toldByFile> {
  try {
    return toldByFile(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return unusableSource(reason('notJson'))
  }
}
