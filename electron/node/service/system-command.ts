/** Runs the system's own small commands: `systemctl`, `loginctl`, `launchctl`. */
import { execFile } from 'node:child_process'
import type { Environment } from '../../core/settings/launch-env'

export type SystemAnswer =
  | { readonly kind: 'ended'; readonly ok: boolean; readonly stdout: string; readonly stderr: string }
  /** The command is not on this system. */
  | { readonly kind: 'missing' }

/** Never rejects. */
export type SystemCommand = (program: string, args: readonly string[]) => Promise<SystemAnswer>

/** Commands speak English, since their answers are read. The limit is longer than any stop may take. */
export function systemCommand(env: Environment, limitMs: number): SystemCommand {
  return (program, args) =>
    new Promise((resolve) => {
      const options = { env: { ...env, LC_ALL: 'C' }, timeout: limitMs, encoding: 'utf8' } as const
      execFile(program, [...args], options, (error, stdout, stderr) => {
        if (error?.code === 'ENOENT') resolve({ kind: 'missing' })
        else resolve({ kind: 'ended', ok: error === null, stdout, stderr })
      })
    })
}
