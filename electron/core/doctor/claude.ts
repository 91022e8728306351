/** What the doctor says of where Claude Code goes. Pure. */
import type { Finding } from '../../contract/doctor'
import { isLoopbackHost } from '../admission'
import { baseUrlOf } from '../launch-env'
import { bypassesProxy } from '../no-proxy'
import type { BaseUrl, ClaudeSource } from './claude-source'
import type { DoctorFacts } from './facts'
import { found } from './found'

type Asked = Pick<DoctorFacts, 'claude' | 'engine' | 'settingsPort'>

export function claudeFindings({ claude, engine, settingsPort }: Asked): Finding[] {
  if (claude === null) return []
  const ownPort = engine?.kind === 'answers' ? engine.port : settingsPort
  const unusable = claude.flatMap(({ unusable: reason, ...source }) =>
    reason === null ? [] : [found('CLAUDE_UNUSABLE', { ...placeOf(source), reason })],
  )
  const deciding = claude.findLast(({ base }) => base !== null)
  if (deciding?.base === undefined || deciding.base === null) {
    // `kimi-proxy run` sets the environment right, but what files put into it wins.
    const files = claude
      .filter(({ source }) => source !== 'environment')
      .map((file) => ({ ...file, models: file.models.filter(({ name }) => name !== 'model') }))
    return [found('CLAUDE_UNSET', {}, 'kimi-proxy run -- claude'), ...unusable, ...contradictions(files)]
  }
  const aim = aimFinding(deciding, deciding.base, ownPort)
  if (aim.code !== 'CLAUDE_GOOD') return [aim, ...unusable]
  return [aim, ...unusable, ...contradictions(claude), ...detours(claude, ownPort)]
}

function aimFinding(source: ClaudeSource, { host, port, secure }: BaseUrl, ownPort: number): Finding {
  const values = { ...placeOf(source), baseUrl: baseUrlOf(ownPort) }
  if (!isLoopbackHost(host) || secure) return found('CLAUDE_ELSEWHERE', { ...values, host: host || '?' })
  return port === ownPort
    ? found('CLAUDE_GOOD', values)
    : found('CLAUDE_OTHER_PORT', { ...values, port, ownPort })
}

/** What would send it elsewhere in spite of the base URL, or makes it warn. */
function contradictions(claude: readonly ClaudeSource[]): Finding[] {
  return [
    ...twoKeys(claude),
    ...foreignModels(claude),
    ...claude.flatMap((source) => {
      const place = placeOf(source)
      return [
        ...(source.hasKeyHelper ? [found('CLAUDE_KEY_HELPER', place)] : []),
        ...source.sets
          .filter((name) => name.startsWith('CLAUDE_CODE_'))
          .map((name) => found('CLAUDE_OTHER_SERVICE', { ...place, name })),
      ]
    }),
  ]
}

function twoKeys(claude: readonly ClaudeSource[]): Finding[] {
  const token = claude.findLast(({ sets }) => sets.includes('ANTHROPIC_AUTH_TOKEN'))
  const key = claude.findLast(({ sets }) => sets.includes('ANTHROPIC_API_KEY'))
  if (token === undefined || key === undefined) return []
  return [found('CLAUDE_TWO_KEYS', { source: token.source, otherSource: key.source, path: key.path ?? '' })]
}

/** Of each setting the last word counts; ANTHROPIC_MODEL wins over `model` (Claude Code's documentation, "Model configuration"). */
function foreignModels(claude: readonly ClaudeSource[]): Finding[] {
  const words = new Map(
    claude.flatMap((source) => source.models.map((model) => [model.name, { source, ...model }] as const)),
  )
  if (words.has('ANTHROPIC_MODEL')) words.delete('model')
  return [...words.values()]
    .filter(({ isForeign }) => isForeign)
    .map(({ source, name }) => found('CLAUDE_OTHER_MODEL', { ...placeOf(source), name }))
}

/** It asks the network proxy for 127.0.0.1 too, unless NO_PROXY names it. */
function detours(claude: readonly ClaudeSource[], ownPort: number): Finding[] {
  const proxied = claude.findLast(({ sets }) => sets.some((name) => /_proxy$/i.test(name)))
  const noProxy = claude.findLast((source) => source.noProxy !== null)?.noProxy ?? ''
  if (proxied === undefined || bypassesProxy('127.0.0.1', ownPort, noProxy)) return []
  return [found('CLAUDE_PROXIED', placeOf(proxied))]
}

function placeOf({ source, path }: Pick<ClaudeSource, 'source' | 'path'>) {
  return { source, path: path ?? '' }
}
