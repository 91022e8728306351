/** `kimi-proxy run -- claude …`: one command with the right environment, as if it had been typed itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { KimiProxyError, systemCode } from '../../core/basics/errors'
import type { CliCommand } from '../basics/command'
import type { CliContext } from '../basics/context'
import { launchOf } from './claude-launch'
import { offerOf } from './env'
import { ensureEngine, keepEngine } from './run-engine'
import { ensureLogin } from './run-login'

const FORWARDED: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGCONT',
]

/** A terminal sends these to the command too; what they mean is the command's business. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT']

/** `signIn`: where nobody is signed in, at a terminal. The command's own exit code; 127 when it does not exist, 128 plus the signal when one ended it. */
export async function run(
  context: CliContext,
  options: CliCommand<'run'>,
  signIn: () => Promise<number>,
): Promise<number> {
  const [program = ''] = options.command
  const { port: ownPort, notes } = await ensureEngine(context, options, true)
  const signedIn = await ensureLogin(context, { program, notes, signIn })
  if (signedIn !== 0) return signedIn
  const launch = await launchOf(context, ownPort, options.command, await offerOf(context.paths))
  try {
    const child = spawn(program, launch.args, {
      stdio: 'inherit',
      env: launch.env,
      // npm's commands are .cmd files there, which only a shell can start.
      shell: process.platform === 'win32',
    })
    forwardSignals(child)
    const kept = keepEngine(context, ownPort, options.park)
    const exitCode = await endOf(context, program, child)
    const failure = kept.end()
    if (failure !== null) {
      const { say } = context
      context.complain(say('cli.failed', { line: say('cli.keptFailed', { line: failure }) }))
    }
    return exitCode
  } finally {
    launch.dispose()
  }
}

function forwardSignals(child: ChildProcess): void {
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal))
  for (const signal of FROM_TERMINAL) {
    process.on(signal, () => {
      if (!process.stdin.isTTY) child.kill(signal)
    })
  }
}

function endOf({ say, complain }: CliContext, program: string, child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      if (systemCode(error) === 'ENOENT') {
        complain(say('cli.failed', { line: say('cli.programMissing', { program }) }))
        resolve(127)
      } else if (systemCode(error) === 'EACCES') {
        complain(say('cli.failed', { line: say('cli.programBlocked', { program }) }))
        resolve(126)
      } else {
        reject(new KimiProxyError('INTERNAL.program', { program }, error))
      }
    })
    child.once('exit', (code, signal) =>
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
    )
  })
}
