/** A settings file of Claude Code on the disk: read whole with bounds, and replaced through links, keeping its rights. */
import { lstatSync, readFileSync } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'
import { RefusedText } from '../../core/connect/settings-draft'
import type { Environment } from '../../core/settings/launch-env'
import { removeFile, reserveFile } from '../files/atomic-file'
import { makeFolder } from '../files/home-folder'
import { loadPlainBytes, whyUnreadable } from '../files/text-file'

/** Whose settings: the person's in all folders, those of a project for everybody, those for the person there. */
export const SCOPES = ['user', 'project', 'local'] as const
export type Scope = (typeof SCOPES)[number]

export interface ScopePlaces {
  readonly env: Environment
  readonly homeDir: string
  readonly projectFolder: string
}

/** Claude Code's documentation, "Settings". */
export function settingsPathOf(scope: Scope, { env, homeDir, projectFolder }: ScopePlaces): string {
  switch (scope) {
    case 'user':
      return join(env['CLAUDE_CONFIG_DIR'] || join(homeDir, '.claude'), 'settings.json')
    case 'project':
      return join(projectFolder, '.claude', 'settings.json')
    case 'local':
      return join(projectFolder, '.claude', 'settings.local.json')
  }
}

export interface ClaudeFile {
  readonly path: string
  /** Where it really lies, also while it is not there. */
  readonly target: string
  /** Null where there is no such file. */
  readonly text: string | null
}

/** Rejects with CLAUDE_SETTINGS. */
export async function readClaudeFile(path: string): Promise<ClaudeFile> {
  const target = await resolved(path)
  try {
    const bytes = await loadPlainBytes(path)
    const text = bytes.toString('utf8')
    if (Buffer.from(text).equals(bytes)) return { path, target, text }
  } catch (error) {
    const code = systemCode(error)
    if (code !== 'ENOENT') {
      throw new KimiProxyError('CLAUDE_SETTINGS.unreadable', { path, reason: whyUnreadable(error) }, error)
    }
    if (isThere(path)) throw new KimiProxyError('CLAUDE_SETTINGS.deadLink', { path })
    return { path, target, text: null }
  }
  throw new KimiProxyError('CLAUDE_SETTINGS.notUtf8', { path })
}

/** `text`: null takes the file away. Rejects with CLAUDE_SETTINGS; the file is then as it was. */
export async function replaceClaudeFile(file: ClaudeFile, text: string | null): Promise<void> {
  const { path, target } = file
  await refuseReadOnly(file)
  try {
    if (text === null) {
      if (isAsRead(file)) return await removeFile(target)
    } else if (await written(file, text)) return
  } catch (error) {
    throw new KimiProxyError('CLAUDE_SETTINGS.unwritable', { path, reason: systemReason(error) }, error)
  }
  throw new KimiProxyError('CLAUDE_SETTINGS.changed', { path })
}

/** False where somebody else has changed it since it was read. */
async function written(file: ClaudeFile, text: string): Promise<boolean> {
  makeFolder(dirname(file.target))
  const reserved = await reserveFile(file.target, true)
  let isRight = true
  try {
    await reserved.commit(text, () => {
      isRight = isAsRead(file)
      return isRight
    })
    return isRight
  } finally {
    await reserved.discard()
  }
}

/** Says of a text that cannot be worked on which file it is. */
export function refusedFile(path: string, error: unknown): unknown {
  if (!(error instanceof RefusedText)) return error
  const { refusal } = error
  if (refusal.kind === 'noObject') return new KimiProxyError('CLAUDE_SETTINGS.noObject', { path })
  const { kind, line, column } = refusal
  return new KimiProxyError(`CLAUDE_SETTINGS.${kind}`, { path, line, column })
}

/** Whoever took the right to write away meant it, even where a rename would get around it. */
async function refuseReadOnly({ path, target }: ClaudeFile): Promise<void> {
  const stats = await stat(target).catch(() => null)
  if (stats !== null && (stats.mode & 0o222) === 0)
    throw new KimiProxyError('CLAUDE_SETTINGS.readOnly', { path })
}

function isAsRead({ target, text }: ClaudeFile): boolean {
  try {
    return readFileSync(target, 'utf8') === text
  } catch (error) {
    return text === null && systemCode(error) === 'ENOENT'
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

async function resolved(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null)
  if (real !== null || dirname(path) === path) return real ?? path
  return join(await resolved(dirname(path)), basename(path))
}
