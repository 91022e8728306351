/** Every command: arguments in, exit code out. */
import { createContext } from './cli/basics/context'
import { endWith, exitCodeFor } from './cli/basics/outcome'
import { carryOut, parseCliArgs } from './cli/commands/args'

/** `args` without program and script. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const context = createContext(process.env)
  const exitCode = await Promise.resolve()
    .then(() => carryOut(parseCliArgs(args), context))
    .catch((error: unknown) => exitCodeFor(error, context))
  endWith(exitCode)
}
