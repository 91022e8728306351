/** Opens a terminal window, where the person pastes the sign-in command. */
import { spawn } from 'node:child_process'
import type { Environment } from '../../core/settings/launch-env'
import { isOnPath } from './on-path'

interface Program {
  readonly command: string
  readonly args: readonly string[]
}

/** Ordered by how likely each is the person's own choice. */
const LINUX_TERMINALS = [
  'x-terminal-emulator',
  'gnome-terminal',
  'kgx',
  'konsole',
  'xfce4-terminal',
  'mate-terminal',
  'tilix',
  'alacritty',
  'kitty',
  'foot',
  'xterm',
] as const

/** True once a terminal has been started; false where none is found. */
export function openTerminal(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const program = terminalFor(env, platform)
  if (program === null) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(program.command, [...program.args], {
      detached: true,
      stdio: 'ignore',
      env: { ...env },
    })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

export function terminalFor(env: Environment, platform: NodeJS.Platform): Program | null {
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: ['-a', 'Terminal'] }
    case 'win32':
      return { command: 'cmd.exe', args: ['/c', 'start', 'cmd.exe'] }
    default: {
      const chosen = [env['TERMINAL'], ...LINUX_TERMINALS].find((name) => name && isOnPath(name, env))
      return chosen === undefined ? null : { command: chosen, args: [] }
    }
  }
}
