/**
 * Which region the logins on this machine are of, by kimi-code's own rules (its region.ts; ARCHITECTURE, fact 4): the
 * login's host, else its default slot, else its marker file. Reads a few small files, and throws never.
 */
import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import {
  type DetectedRegion,
  HOSTS_OF,
  isRegion,
  type Region,
  regionOfOauthHost,
} from '../../core/settings/region'
import type { LoginHomes } from '../../core/settings/schema'
import type { Paths } from '../files/paths'
import { readText } from '../files/text-file'
import { slotOf } from '../login/login-files'
import { realPath } from '../login/login-locks'

/** Null where nothing tells. */
export function detectRegion(paths: Paths, { kimiCodeHome, credentials }: LoginHomes): DetectedRegion | null {
  if (credentials !== null) return fromFileName(credentials)
  return fromOwnLogins(paths.ownCredentialsDir) ?? fromKimiCode(kimiCodeHome ?? join(homedir(), '.kimi-code'))
}

function fileOf(folder: string, region: Region): string {
  return join(folder, `${slotOf(HOSTS_OF[region])}.json`)
}

function fromFileName(path: string): DetectedRegion | null {
  // A link is of the region of what it leads to.
  return basename(realPath(path)) === basename(fileOf('', 'global'))
    ? { region: 'global', source: path }
    : null
}

/** Of two, the one written last: it is the one in use. */
function fromOwnLogins(folder: string): DetectedRegion | null {
  const [mainland, global] = [fileOf(folder, 'mainland-cn'), fileOf(folder, 'global')]
  const [mainlandAtMs, globalAtMs] = [writtenAtMs(mainland), writtenAtMs(global)]
  if (mainlandAtMs === null && globalAtMs === null) return null
  return (globalAtMs ?? 0) > (mainlandAtMs ?? 0)
    ? { region: 'global', source: global }
    : { region: 'mainland-cn', source: mainland }
}

function fromKimiCode(home: string): DetectedRegion | null {
  const config = join(home, 'config.toml')
  const named =
    /^\s*"?oauth_?host"?\s*=\s*["']([^"'\s]+)["']|[{,]\s*oauth_?host\s*=\s*["']([^"'\s]+)["']/im.exec(
      textOf(config),
    )
  const region = regionOfOauthHost(named?.[1] ?? named?.[2] ?? '')
  if (region !== null) return { region, source: config }
  const slot = fileOf(join(home, 'credentials'), 'mainland-cn')
  if (existsSync(slot)) return { region: 'mainland-cn', source: slot }
  const marker = join(home, 'region')
  const marked = textOf(marker).trim()
  return isRegion(marked) ? { region: marked, source: marker } : null
}

function textOf(path: string): string {
  return readText(path) ?? ''
}

function writtenAtMs(path: string): number | null {
  try {
    return statSync(path).mtimeMs
  } catch {
    return null
  }
}
