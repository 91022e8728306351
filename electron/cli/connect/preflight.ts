/** Whether Claude Code would really work: who leads it elsewhere, by file and line, and one real message. */
import { homedir } from 'node:os'
import type { Finding } from '../../contract/doctor'
import { lineOf } from '../../core/connect/connect-text'
import { judgeClaude } from '../../core/doctor/claude'
import { jsonMistake } from '../../core/settings/json-mistake'
import { claudeSettings } from '../../core/settings/launch-env'
import { findingWords } from '../../core/views/finding-words'
import { PLATFORM } from '../../node/basics/platform'
import { tryMessage } from '../../node/connect/trial'
import { claudeSources } from '../../node/doctor/claude-settings'
import { type FoundEngine, readState } from '../../node/engine/process'
import { loadPlainFile } from '../../node/files/text-file'
import type { CliContext } from '../basics/context'
import type { ConnectPlace } from './place'

export type PreflightResult =
  /** A message was answered, and nothing leads elsewhere. */
  | 'good'
  /** No engine, or no login: nothing could be tried. */
  | 'untried'
  | 'bad'

/** `variables`: what Claude Code is given. */
export async function preflight(
  context: CliContext,
  { options, engine }: ConnectPlace,
  variables: Readonly<Record<string, string>>,
): Promise<PreflightResult> {
  const { say, print } = context
  const { env, port } = options
  const places = { env, homeDir: homedir(), platform: PLATFORM, projectFolder: process.cwd() }
  const sources = await claudeSources(places, (path) => path)
  const all = judgeClaude(sources, { engine: null, settingsPort: port }).filter(({ tone }) => tone !== 'good')
  // Where a file is passed over, what is not set follows from that.
  const isPassedOver = all.some(({ code }) => code === 'CLAUDE_UNUSABLE')
  const found = all.filter(({ code }) => !(isPassedOver && code === 'CLAUDE_UNSET'))
  for (const finding of found) await complainOf(context, finding)
  if (found.length === 0) print(say('connect.noConflict'))
  const tried = await tryOnce(context, engine, { ...claudeSettings(port, env), ...variables }, port)
  return found.length > 0 ? 'bad' : tried
}

async function complainOf({ say, complain }: CliContext, finding: Finding): Promise<void> {
  const { message, fix, command, paths } = findingWords(say.language, finding, 0)
  complain(say('connect.conflict', { message }))
  for (const path of paths) {
    const line = await lineIn(path, finding)
    complain(`    ${line === null ? path : `${path}:${line}`}`)
  }
  const way = [fix, command].filter((part) => part !== null).join(' ')
  if (way !== '') complain(`    -> ${way}`)
}

async function lineIn(path: string, { code, values }: Finding): Promise<number | null> {
  const text = await loadPlainFile(path).catch(() => null)
  if (text === null) return null
  if (code === 'CLAUDE_UNUSABLE') return jsonMistake(text.replace(/^\uFEFF/, ''))?.line ?? null
  const names = typeof values['name'] === 'string' ? [values['name']] : (NAMES[code] ?? [])
  const lines = names.map((name) => lineOf(text, name)).filter((line) => line !== null)
  return lines[0] ?? null
}

/** What a finding is about that names nothing itself. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  CLAUDE_ELSEWHERE: ['ANTHROPIC_BASE_URL'],
  CLAUDE_OTHER_PORT: ['ANTHROPIC_BASE_URL'],
  CLAUDE_OTHER_PATH: ['ANTHROPIC_BASE_URL'],
  CLAUDE_TWO_KEYS: ['ANTHROPIC_API_KEY'],
  CLAUDE_KEY_HELPER: ['apiKeyHelper'],
  CLAUDE_PROXIED: ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'],
}

async function tryOnce(
  { say, print, complain }: CliContext,
  engine: FoundEngine | null,
  { ANTHROPIC_MODEL: model = '', ANTHROPIC_AUTH_TOKEN: key = '' }: Readonly<Record<string, string>>,
  port: number,
): Promise<PreflightResult> {
  if (engine === null) {
    print(say('connect.notRunning', { port }))
    print(say('connect.lasting'))
    return 'untried'
  }
  if (engine.record.host === 'cli') print(say('connect.lasting'))
  const state = (await readState(engine.record))?.state
  if (state?.login.kind !== 'signedIn') {
    print(say('connect.signedOut'))
    return 'untried'
  }
  print(say('connect.trying'))
  const startedAtMs = performance.now()
  const trial = await tryMessage(port, model, key)
  switch (trial.kind) {
    case 'answered':
      print(say('connect.answered', { seconds: ((performance.now() - startedAtMs) / 1000).toFixed(1) }))
      return 'good'
    case 'refused':
      complain(say('connect.refused', trial))
      return 'bad'
    case 'unanswered':
      complain(say('connect.unanswered', { reason: trial.reason }))
      return 'bad'
  }
}
