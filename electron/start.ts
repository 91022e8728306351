/**
 * `npm start`: the tray where there is a display and Electron's runtime, the engine in this terminal otherwise. One
 * line says which and why.
 */
import { createContext } from './cli/context'
import { exitCodeFor } from './cli/outcome'
import { serve } from './cli/serve'

const context = createContext(process.env)
context.print(`Kimi Proxy runs in this terminal: ${whyNoTray()}.`)

void serve(context, undefined)
  .catch((error: unknown) => exitCodeFor(error, context))
  .then((exitCode) => process.exit(exitCode))

function whyNoTray(): string {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env
  if (process.platform === 'linux' && !x11 && !wayland) return 'there is no display for a tray icon'
  return "Electron's runtime is not installed"
}
