/** `kimi-proxy env` and `kimi-proxy token`: what a client needs, printed. */
import { type ClaudeOffer, claudeSettings, modelPicker } from '../../core/settings/launch-env'
import { KNOWN_MODELS } from '../../core/settings/models'
import { copiedSettings } from '../../core/views/copied-settings'
import { PLATFORM } from '../../node/basics/platform'
import { askModels, findEngine } from '../../node/engine/process'
import type { Paths } from '../../node/files/paths'
import { keyToOffer, localKey } from '../../node/login/local-key'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings } from '../basics/context'

/** What a client of this home is given: its key, and the models that the engine knows of. */
export async function offerOf(paths: Paths): Promise<ClaudeOffer> {
  const engine = await findEngine(paths)
  const models = engine?.answers ? await askModels(engine.record) : KNOWN_MODELS
  return { ...keyToOffer(paths), models }
}

/** Claude Code's variables as lines for the shell, or as settings.json. Always 0. */
export async function env(context: CliContext, { json }: CliCommand<'env'>): Promise<number> {
  const { paths, say, print, complain } = context
  const engine = await findEngine(paths)
  const port = engine?.answers ? engine.record.port : loadSettings(context, undefined).port
  const offer = await offerOf(paths)
  const settings = claudeSettings(port, context.env, offer)
  const form = json ? 'json' : 'shell'
  print(copiedSettings(settings, form, PLATFORM, modelPicker(offer.models)).trimEnd())
  // Only for a person who reads it: a shell that takes the lines over would repeat it at each of its starts.
  if (!json && process.stdout.isTTY) complain(say('cli.failed', { line: say('cli.envModels') }))
  if (!engine?.answers) complain(say('cli.failed', { line: say('cli.envNotRunning', { port }) }))
  return 0
}

/** For `apiKeyHelper` and the like. Throws HOME_UNWRITABLE. */
export function token({ paths, print }: CliContext): number {
  print(localKey(paths).reveal())
  return 0
}
