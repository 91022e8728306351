/** Where the command `kimi-proxy` belongs on each system, what is put there, and how a command of ours is recognized. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Platform } from '../../../contract/app'
import type { Environment } from '../../../core/settings/launch-env'
import { readText } from '../../files/text-file'
import { appImageCommand, RUN_AS_NODE } from '../self-command'

export interface CommandPlaceOptions {
  readonly platform: Platform
  readonly homeDir: string
  readonly env: Environment
  /** The resources of the packed app: Electron's `process.resourcesPath`. */
  readonly resources: string
  /** See `appImageOf`. */
  readonly appImage: string | null
}

export type CommandForm =
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'file'; readonly text: string }

/** A mark that every file of ours has near its beginning. */
const MARK = 'Installed by the Kimi Proxy app'
/** A mark in the script inside the app. */
const SCRIPT_MARK = 'The command line of the Kimi Proxy app'
/** Where a packed app has that script; Linux and macOS write "resources" differently. */
const SCRIPT = /\/(?:[^/]+\.app\/Contents\/Resources|resources)\/bin\/kimi-proxy$/

export function commandPlace(options: CommandPlaceOptions): {
  readonly path: string
  readonly form: CommandForm
} {
  const { platform, resources, appImage } = options
  const folder = commandFolder(options)
  if (platform === 'win32') {
    return { path: join(folder, 'kimi-proxy.cmd'), form: { kind: 'file', text: batchFile(options) } }
  }
  const form: CommandForm =
    appImage === null
      ? { kind: 'link', target: join(resources, 'bin', 'kimi-proxy') }
      : { kind: 'file', text: appImageFile(appImage) }
  return { path: join(folder, 'kimi-proxy'), form }
}

/**
 * `~/.local/bin` is the folder for a person's own programs (XDG Base Directory Specification). WindowsApps is on every
 * account's Path, and can be written to without further rights.
 */
function commandFolder({ platform, homeDir, env }: CommandPlaceOptions): string {
  if (platform !== 'win32') return join(homeDir, '.local', 'bin')
  return join(env['LOCALAPPDATA'] || join(homeDir, 'AppData', 'Local'), 'Microsoft', 'WindowsApps')
}

/** Whether this process's PATH names the folder. On macOS an app that Finder started does not have the PATH of a shell. */
export function isFolderOnPath(options: CommandPlaceOptions): boolean {
  const onWindows = options.platform === 'win32'
  const plain = (path: string) => {
    const bare = path.replace(/[/\\]+$/, '')
    return onWindows ? bare.toLowerCase() : bare
  }
  const folders = (options.env['PATH'] ?? options.env['Path'] ?? '').split(onWindows ? ';' : ':')
  return folders.map(plain).includes(plain(commandFolder(options)))
}

/** Whether this app installed the command, wherever the app was then. */
export function isOwn(
  found:
    | { readonly kind: 'link'; readonly target: string }
    | { readonly kind: 'file'; readonly text: string | null },
): boolean {
  if (found.kind === 'file') return found.text?.slice(0, 400).includes(MARK) === true
  if (!SCRIPT.test(found.target)) return false
  // A target that is gone can only be recognized by its place.
  if (!existsSync(found.target)) return true
  return statSync(found.target).isFile() && readText(found.target)?.includes(SCRIPT_MARK) === true
}

/** The mount of an AppImage does not last, so a link into it would lead nowhere tomorrow. */
function appImageFile(appImage: string): string {
  const { program, args } = appImageCommand(appImage)
  const file = quoted(program)
  return [
    '#!/bin/sh',
    `# ${MARK}, which can also remove it.`,
    `if [ ! -x ${file} ]; then`,
    `  echo ${quoted(`kimi-proxy: the Kimi Proxy app is not at ${appImage}; start it from where it is now, or remove this command.`)} >&2`,
    '  exit 127',
    'fi',
    `${RUN_AS_NODE}=1`,
    `export ${RUN_AS_NODE}`,
    `exec ${[program, ...args].map(quoted).join(' ')} "$@"`,
    '',
  ].join('\n')
}

/** Quotes a text for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/**
 * cmd reads a batch file in the console's code page, so a user name with other characters than ASCII would be misread. The
 * usual place of an app is therefore written with a variable; for any other place the code page is changed.
 */
function batchFile({ resources, env }: CommandPlaceOptions): string {
  const local = env['LOCALAPPDATA']
  const script = `${resources}\\bin\\kimi-proxy.cmd`
  const isLocal = local !== undefined && local !== '' && script.startsWith(`${local}\\`)
  const escaped = (text: string) => text.replaceAll('%', '%%')
  const path = isLocal ? `%LOCALAPPDATA%${escaped(script.slice(local.length))}` : escaped(script)
  return [
    '@echo off',
    `rem ${MARK}, which can also remove it.`,
    ...(/^[\x20-\x7e]*$/.test(path) ? [] : ['chcp 65001 >nul']),
    `if exist "${path}" goto run`,
    'echo kimi-proxy: the Kimi Proxy app is not where it was; start it from where it is now, or remove this command.>&2',
    'exit /b 127',
    ':run',
    `"${path}" %*`,
    '',
  ].join('\r\n')
}
