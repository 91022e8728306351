/** Launch at login on Linux: a desktop file (freedesktop.org, Desktop Application Autostart Specification). */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Autostart {
  isOn(): boolean
  /** Throws when the file cannot be written. */
  set(on: boolean): void
}

type Environment = Readonly<Record<string, string | undefined>>

/** `args` are given to the app when the system starts it. An AppImage names itself: its own path is a passing mount. */
export function createAutostart(env: Environment, execPath: string, args: readonly string[]): Autostart {
  const path = join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart', 'kimi-proxy.desktop')
  const program = env['APPIMAGE'] || execPath
  return {
    isOn() {
      try {
        const text = readFileSync(path, 'utf8')
        // Desktops turn an entry off with one of these instead of removing it.
        return !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text)
      } catch {
        return false
      }
    },
    set(on) {
      if (!on) return rmSync(path, { force: true })
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, desktopFile([program, ...args]))
    },
  }
}

function desktopFile(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Kimi Proxy',
    'Comment=Keeps Claude Code signed in to Kimi',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** Desktop Entry Specification, "The Exec key": quoted, with \ before " ` $ \, each \ doubled again, % doubled. */
function quoted(part: string): string {
  if (/^[\w./=:@+-]+$/.test(part)) return part
  return `"${part
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`
}
