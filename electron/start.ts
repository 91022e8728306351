/**
 * `npm start`: the tray where there can be one, the engine in this terminal otherwise. One line says which and why.
 * Takes `--port` and nothing else: `npm start -- --port 19000`.
 */

import { createContext } from './cli/basics/context'
import { endWith, exitCodeFor } from './cli/basics/outcome'
import { parseCliArgs } from './cli/commands/args'
import { serve } from './cli/engine/serve'
import { runTrayApp } from './cli/engine/tray-app'
import { KimiProxyError } from './core/basics/errors'

const context = createContext(process.env)

async function start(): Promise<number> {
  const command = parseCliArgs(process.argv.slice(2))
  if (command.kind !== 'start') {
    throw new KimiProxyError('USAGE.npmStart', {})
  }
  const { port, park } = command
  const args = port === undefined ? [] : ['--port', String(port)]
  const tray = await runTrayApp(context, __dirname, args)
  if (tray.kind === 'ended') return tray.exitCode
  context.print(context.say('cli.inTerminal', { reason: tray.reason }))
  return serve(context, { port, park })
}

void start()
  .catch((error: unknown) => exitCodeFor(error, context))
  .then(endWith)
