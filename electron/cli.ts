#!/usr/bin/env node
/** The command line's entry. A status line is drawn after each answer, so it does not wait until all other commands are loaded. */
import { printStatusline } from './cli/statusline/statusline'

async function main(args: readonly string[]): Promise<void> {
  if (args.length === 1 && args[0] === 'statusline') {
    const exitCode = await printStatusline(process.env)
    process.stdout.write('', () => process.exit(exitCode))
    return
  }
  // A file of its own, which the build leaves out of this one.
  const { runCommandLine } = await import('./command-line')
  await runCommandLine(args)
}

void main(process.argv.slice(2))
