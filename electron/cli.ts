#!/usr/bin/env node
/** The command line's entry: arguments in, exit code out. */
import { parseCliArgs, perform } from './cli/basics/args'
import { createContext } from './cli/basics/context'
import { endWith, exitCodeFor } from './cli/basics/outcome'

async function main(): Promise<number> {
  const context = createContext(process.env)
  try {
    return await perform(parseCliArgs(process.argv.slice(2)), context)
  } catch (error) {
    return exitCodeFor(error, context)
  }
}

void main().then(endWith)
