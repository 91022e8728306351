/** The environment in which Claude Code uses Kimi through us (ARCHITECTURE, fact 5). Pure. */

export const MODEL_VARIABLES = [
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_SMALL_FAST_MODEL',
] as const

const DEFAULT_MODEL = 'kimi-for-coding'
/** The same for every model but k3 (ARCHITECTURE, fact 6). */
const CONTEXT_TOKENS = 262_144
const K3_CONTEXT_TOKENS = 1_048_576

/** Each would send Claude Code elsewhere, or make it warn about two ways of signing in. */
export const CONFLICTING = [
  'ANTHROPIC_API_KEY',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_MANTLE',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD',
] as const

export type Environment = Readonly<Record<string, string | undefined>>

/** Where Claude Code finds the proxy. */
export function baseUrlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

/** The variables that must be set; a Kimi model that the person chose in `inherited` stays. */
export function claudeSettings(port: number, inherited: Environment): Record<string, string> {
  const chosen = inherited['ANTHROPIC_MODEL']
  const model = chosen !== undefined && isKimiModel(chosen) ? chosen : DEFAULT_MODEL
  const contextTokens = String(model === 'k3' ? K3_CONTEXT_TOKENS : CONTEXT_TOKENS)
  const settings: Record<string, string> = {
    ANTHROPIC_BASE_URL: baseUrlOf(port),
    // Any text does: the proxy replaces it with the real token.
    ANTHROPIC_AUTH_TOKEN: 'kimi-proxy',
  }
  for (const name of MODEL_VARIABLES) {
    const own = inherited[name]
    settings[name] = own !== undefined && isKimiModel(own) ? own : model
  }
  return {
    ...settings,
    CLAUDE_CODE_MAX_CONTEXT_TOKENS: contextTokens,
    CLAUDE_CODE_AUTO_COMPACT_WINDOW: contextTokens,
    CLAUDE_CODE_ATTRIBUTION_HEADER: '0',
    NO_PROXY: withLoopback(inherited['NO_PROXY'] ?? inherited['no_proxy']),
  }
}

/** The whole environment for one Claude Code process. */
export function claudeEnvironment(port: number, inherited: Environment): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && !CONFLICTING.some((conflict) => conflict === name)) environment[name] = value
  }
  const settings = claudeSettings(port, inherited)
  // Some programs read the lower-case form first.
  if (environment['no_proxy'] !== undefined) environment['no_proxy'] = settings['NO_PROXY'] ?? ''
  return { ...environment, ...settings }
}

export function isKimiModel(id: string): boolean {
  return /^(kimi-|k\d)/i.test(id)
}

function withLoopback(noProxy: string | undefined): string {
  const hosts = (noProxy ?? '').split(',').map((host) => host.trim())
  return [...new Set([...hosts.filter((host) => host !== ''), '127.0.0.1', 'localhost'])].join(',')
}
