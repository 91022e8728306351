#!/usr/bin/env node
import { createContext } from './cli/basics/context'
import { endWith, exitCodeFor } from './cli/basics/outcome'
/** The command line's entry: arguments in, exit code out. */
import { carryOut, parseCliArgs } from './cli/commands/args'

async function main(): Promise<number> {
  const context = createContext(process.env)
  try {
    return await carryOut(parseCliArgs(process.argv.slice(2)), context)
  } catch (error) {
    return exitCodeFor(error, context)
  }
}

void main().then(endWith)
