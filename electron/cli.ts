#!/usr/bin/env node
/** The command line's entry: arguments in, exit code out. */
import { type CliCommand, parseCliArgs } from './cli/args'
import { check, start, stop } from './cli/commands'
import { type CliContext, createContext } from './cli/context'
import { doctor } from './cli/doctor'
import { HELP } from './cli/help'
import { login } from './cli/login'
import { status, use } from './cli/logins'
import { logout } from './cli/logout'
import { endWith, exitCodeFor } from './cli/outcome'
import { run } from './cli/run'
import { serve } from './cli/serve'
import { service } from './cli/service'
import { watchdog } from './cli/watchdog'
import { VERSION } from './node/version'

async function main(): Promise<number> {
  const context = createContext(process.env)
  try {
    return await perform(parseCliArgs(process.argv.slice(2)), context)
  } catch (error) {
    return exitCodeFor(error, context)
  }
}

function perform(command: CliCommand, context: CliContext): Promise<number> | number {
  switch (command.kind) {
    case 'start':
      return command.foreground ? serve(context, command) : start(context, command)
    case 'check':
      return check(context, command.port)
    case 'stop':
      return stop(context, command.all)
    case 'watchdog':
      return watchdog(context, command, command.foreground)
    case 'run':
      return run(context, command, command.command)
    case 'use':
      return use(context, command.pick)
    case 'status':
      return status(context, command.json)
    case 'doctor':
      return doctor(context, command.port, command.json)
    case 'login':
      return login(context, command)
    case 'logout':
      return logout(context, command.yes)
    case 'service':
      return service(context, command)
    case 'help':
      process.stdout.write(HELP)
      return 0
    case 'version':
      context.print(VERSION)
      return 0
  }
}

void main().then(endWith)
