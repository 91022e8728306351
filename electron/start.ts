/** `npm start`: the tray where there is one, the engine in this terminal otherwise. Says which in one line. */
import { createContext } from './cli/context'
import { serve } from './cli/serve'
import { toKimiProxyError } from './core/errors'

const context = createContext(process.env)
context.print('No tray app in this version: running the proxy in this terminal.')

serve(context, undefined).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    const { code, message, recovery } = toKimiProxyError(error)
    const running = code === 'ALREADY_RUNNING'
    if (running) context.print(message)
    else context.complain(`kimi-proxy: ${message} ${recovery}`.trimEnd())
    process.exit(running ? 0 : code === 'SETTING_INVALID' ? 64 : 1)
  },
)
