/** Launch at login on Linux: a desktop file (freedesktop.org, Desktop Application Autostart Specification). */
import { rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Environment } from '../../core/settings/launch-env'
import { makeFolder } from '../files/home-folder'
import { readText } from '../files/text-file'
import { appImageOf } from './self-command'

export interface Autostart {
  isOn(): boolean
  /** Throws when the file cannot be written. */
  set(on: boolean): void
  /** Corrects an entry that names another program, because an update may have moved this one. Never throws. */
  renew(): void
}

/**
 * `args` are given to the app when the system starts it. For an AppImage the entry names the AppImage file, since its mount
 * does not last.
 */
export function createAutostart(env: Environment, execPath: string, args: readonly string[]): Autostart {
  const path = join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart', 'kimi-proxy.desktop')
  const program = appImageOf(env, execPath) ?? execPath
  const wanted = desktopFile(program, args)
  const isOn = () => {
    // Desktops turn an entry off with one of these keys, and do not remove it.
    const text = readText(path)
    return text !== null && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text)
  }
  const set = (on: boolean) => {
    if (!on) return rmSync(path, { force: true })
    makeFolder(dirname(path), 0o777)
    writeFileSync(path, wanted)
  }
  return {
    isOn,
    set,
    renew() {
      try {
        if (isOn() && readText(path) !== wanted) set(true)
      } catch {
        // The entry stays as it is, and `isOn` reports it correctly.
      }
    },
  }
}

/**
 * TryExec: the desktop ignores the entry of an app that was removed (Desktop Entry Specification, "Recognized desktop entry
 * keys").
 */
function desktopFile(program: string, args: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Kimi Proxy',
    'Comment=Keeps Claude Code signed in to Kimi',
    `TryExec=${program.replaceAll('\\', '\\\\')}`,
    `Exec=${[...starter(program), program, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/**
 * systemd, which starts the entries of GNOME and KDE, reads `%%` as `%` in arguments only and looks for a program of the
 * doubled name otherwise (xdg-autostart-service.c, `xdg_autostart_format_exec_start`). So the program becomes an argument.
 */
function starter(program: string): string[] {
  return program.includes('%') ? ['/usr/bin/env'] : []
}

/** Desktop Entry Specification, "The Exec key": quoted, with \ before " ` $ \, each \ doubled again, % doubled. */
function quoted(part: string): string {
  if (/^[\w./=:@+-]+$/.test(part)) return part
  return `"${part
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`
}
