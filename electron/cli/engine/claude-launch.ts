/** The command of `run` as it is started: Claude Code with settings that win over its own, anything else as it is. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { KimiProxyError } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import { oneLine } from '../../core/basics/printable'
import type { ClaudeSource } from '../../core/doctor/claude'
import { givenSettings, isClaude, obstacles, settingsToGive } from '../../core/doctor/claude-launch'
import { type ClaudeOffer, claudeEnvironment } from '../../core/settings/launch-env'
import { findingWords } from '../../core/views/finding-words'
import type { Say } from '../../core/words/say'
import { PLATFORM } from '../../node/basics/platform'
import { type ClaudePlaces, claudeFiles, claudeSources } from '../../node/doctor/claude-settings'
import type { CliContext } from '../basics/context'

export interface Launch {
  readonly args: readonly string[]
  readonly env: Record<string, string>
  /** Takes away what was written for this one start. */
  dispose(): void
}

/**
 * Rejects with CLAUDE_MANAGED where an organization's settings would send the work elsewhere, and with USAGE for settings
 * that are given and cannot be read. Another command that may start Claude Code itself is warned of, in one line.
 */
export async function launchOf(
  context: CliContext,
  port: number,
  [program = '', ...args]: readonly string[],
  offer: ClaudeOffer,
): Promise<Launch> {
  const { env } = context
  const launch: Launch = { args, env: claudeEnvironment(port, env, offer), dispose: () => undefined }
  const places = { env, homeDir: homedir(), platform: PLATFORM, projectFolder: process.cwd() }
  const files = (await claudeSources(places, (path) => path)).filter(({ source }) => source !== 'environment')
  if (!isClaude(program)) {
    warnOf(context, port, program, files)
    return launch
  }
  refuseManaged(context, port, files)
  const { given, rest } = givenSettings(args)
  const settings = settingsToGive(port, env, await contents(places), readGiven(given), offer)
  return { ...launch, ...settingsArgument(JSON.stringify(settings), rest) }
}

function warnOf(context: CliContext, port: number, program: string, files: readonly ClaudeSource[]): void {
  const { say, env, complain } = context
  const obstacle = obstacleOf(say, port, env, files)
  if (obstacle === null) return
  complain(say('cli.failed', { line: say('cli.claudeMayLeave', { program: oneLine(program), obstacle }) }))
}

function refuseManaged({ say, env }: CliContext, port: number, files: readonly ClaudeSource[]): void {
  const managed = files.filter(({ source }) => source === 'managed')
  const obstacle = obstacleOf(say, port, env, managed)
  if (obstacle !== null) throw new KimiProxyError('CLAUDE_MANAGED', { obstacle })
}

/** The first thing that would lead elsewhere, and where it stands; without a full stop. */
function obstacleOf(
  say: Say,
  port: number,
  env: CliContext['env'],
  files: readonly ClaudeSource[],
): string | null {
  const [first] = obstacles(port, env, files)
  if (first === undefined) return null
  const { message, paths } = findingWords(say.language, first, 0)
  const bare = message.replace(/[.。]$/, '')
  return paths.length === 0 ? bare : say('cli.foundIn', { message: bare, path: paths.join(', ') })
}

async function contents(places: ClaudePlaces): Promise<Record<string, unknown>[]> {
  const read = await Promise.all(
    claudeFiles(places)
      .filter(([source]) => source !== 'managed' && source !== 'userLocal')
      .map(async ([, path]) => jsonIn(path)),
  )
  return read.filter((json) => json !== null)
}

function jsonIn(path: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    return isRecord(json) ? json : null
  } catch {
    return null
  }
}

function isPath(given: string | null): boolean {
  return given !== null && !given.trim().startsWith('{')
}

function readGiven(given: string | null): Record<string, unknown> {
  if (given === null) return {}
  const json = isPath(given) ? jsonIn(given) : parsed(given)
  if (json !== null) return json
  throw new KimiProxyError('USAGE.claudeSettings', {})
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text)
    return isRecord(json) ? json : null
  } catch {
    return null
  }
}

/** In a file of this user's: every process of the computer can read arguments, and the settings hold the local key. */
function settingsArgument(json: string, rest: readonly string[]): Pick<Launch, 'args' | 'dispose'> {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-claude-'))
  const path = join(folder, 'settings.json')
  writeFileSync(path, json, { mode: 0o600 })
  return {
    // The shell of Windows reads the quotes.
    args: ['--settings', PLATFORM === 'win32' ? `"${path}"` : path, ...rest],
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}
