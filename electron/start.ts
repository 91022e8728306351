/**
 * `npm start`: the tray where there is one, the engine in this terminal otherwise. One line says which and why.
 * Takes `--port` and nothing else: `npm start -- --port 19000`.
 */
import { parseCliArgs } from './cli/args'
import { createContext } from './cli/context'
import { endWith, exitCodeFor } from './cli/outcome'
import { serve } from './cli/serve'
import { KimiProxyError } from './core/errors'

const context = createContext(process.env)

async function start(): Promise<number> {
  const command = parseCliArgs(process.argv.slice(2))
  if (command.kind !== 'start') {
    throw new KimiProxyError('USAGE', 'npm start takes --port only.', 'For the rest see kimi-proxy --help.')
  }
  context.print(`Kimi Proxy runs in this terminal: ${whyNoTray()}.`)
  return serve(context, command.port)
}

function whyNoTray(): string {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env
  if (process.platform === 'linux' && !x11 && !wayland) return 'there is no display for a tray icon'
  return 'this version has no tray app yet'
}

void start()
  .catch((error: unknown) => exitCodeFor(error, context))
  .then(endWith)
