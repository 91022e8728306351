/**
 * The settings for Claude Code that an organization keeps in the system's own store of policies, each one JSON object: on Windows the value
 * `Settings` below `SOFTWARE\\Policies\\ClaudeCode`, on macOS the managed preferences `com.anthropic.claudecode` (Claude Code's
 * documentation, "Settings"; the key and the value stand in 2.1.332 for Windows). Read with the system's own tools.
 */
import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Platform } from '../../contract/app'
import type { Environment } from '../../core/settings/launch-env'

export interface PolicyText {
  /** Where it stands, for people. */
  readonly path: string
  readonly text: string
}

/** What a program printed; null where it failed, is not there, or took too long. Never rejects. */
export type RunTool = (program: string, args: readonly string[]) => Promise<string | null>

const LIMIT_MS = 3_000
const MOST_BYTES = 1_048_576

/** The one that wins last. */
export async function policyTexts(
  platform: Platform,
  env: Environment,
  run: RunTool = runTool,
): Promise<readonly PolicyText[]> {
  switch (platform) {
    case 'linux':
      return []
    case 'darwin':
      return texts(PREFERENCES(), (path) =>
        run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', path]),
      )
    case 'win32': {
      const reg = join(env['SystemRoot'] || 'C:\\Windows', 'System32', 'reg.exe')
      return texts(KEYS, async (key) => valueIn(await run(reg, ['query', key, '/v', 'Settings'])))
    }
  }
}

const KEYS = ['HKCU\\SOFTWARE\\Policies\\ClaudeCode', 'HKLM\\SOFTWARE\\Policies\\ClaudeCode']
const PREFERENCES = () =>
  ['', userInfo().username].map((user) =>
    join('/Library/Managed Preferences', user, 'com.anthropic.claudecode.plist'),
  )

async function texts(
  places: readonly string[],
  read: (place: string) => Promise<string | null>,
): Promise<readonly PolicyText[]> {
  const all = await Promise.all(places.map(async (path) => ({ path, text: await read(path) })))
  return all.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]))
}

/** In the answer of `reg query`: the name, the type, and the value to the end of the line. */
function valueIn(answer: string | null): string | null {
  return /^\s+Settings\s+REG_(?:EXPAND_)?SZ\s+(.*)$/m.exec(answer ?? '')?.[1]?.trim() ?? null
}

function runTool(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, maxBuffer: MOST_BYTES, windowsHide: true, encoding: 'utf8' } as const
    execFile(program, args, options, (error, stdout) => resolve(error === null ? stdout : null))
  })
}
