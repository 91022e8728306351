/** `kimi-proxy run -- claude …`: one command with the right environment, as if it had been typed itself. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { KimiProxyError, systemCode, toKimiProxyError } from '../../core/basics/errors'
import { claudeEnvironment } from '../../core/settings/launch-env'
import { findEngine } from '../../node/engine/process'
import type { CliCommand, StartOptions } from '../basics/command'
import type { CliContext } from '../basics/context'
import { sayIfNoneWaits, startEngine } from './commands'

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

/** The command's own exit code; 127 when it does not exist, 128 plus the signal when one ended it. */
export async function run(context: CliContext, options: CliCommand<'run'>): Promise<number> {
  const ownPort = await ensureEngine(context, options)
  const [program = '', ...args] = options.command
  const child = spawn(program, args, {
    stdio: 'inherit',
    env: claudeEnvironment(ownPort, context.env),
    // npm's commands are .cmd files there, which only a shell can start.
    shell: process.platform === 'win32',
  })
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal))
  for (const signal of FROM_TERMINAL) {
    process.on(signal, () => {
      if (!process.stdin.isTTY) child.kill(signal)
    })
  }
  const { say } = context
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      if (systemCode(error) === 'ENOENT') {
        context.complain(say('cli.failed', { line: say('cli.programMissing', { program }) }))
        resolve(127)
      } else if (systemCode(error) === 'EACCES') {
        context.complain(say('cli.failed', { line: say('cli.programBlocked', { program }) }))
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

/** A running engine is used whatever its port, unless a certain one was asked for. */
async function ensureEngine(context: CliContext, options: StartOptions): Promise<number> {
  const { port, park } = options
  const running = await findEngine(context.paths)
  if (running?.answers && (port === undefined || port === running.record.port)) {
    if (park) await sayIfNoneWaits(context, running.record)
    return running.record.port
  }
  try {
    const report = await startEngine(context, options)
    for (const note of report.notes) context.complain(note)
    return report.port
  } catch (error) {
    // Another command has started it in the same moment.
    const engine = toKimiProxyError(error).code === 'ALREADY_RUNNING' ? await findEngine(context.paths) : null
    if (engine === null) throw error
    return engine.record.port
  }
}
