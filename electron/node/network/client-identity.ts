/**
 * How Kimi Proxy presents itself to Kimi's sign-in host and managed API: by its own name, in the fields the official
 * tools use (ARCHITECTURE, fact 8). "Every host must state its own platform explicitly" (kimi-code's identity.ts).
 */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { arch, hostname, release } from 'node:os'
import { dirname } from 'node:path'
import { makeFolder } from '../files/home-folder'
import type { Paths } from '../files/paths'
import { readText } from '../files/text-file'

export interface ClientIdentity {
  /** Names in lower case, values in ASCII and never empty. */
  headers(): Readonly<Record<string, string>>
}

export interface Device {
  readonly name: string
  /** As "Linux x64" or "macOS 15.1 arm64". */
  readonly model: string
  readonly osVersion: string
}

const SYSTEMS: Readonly<Record<string, string>> = { win32: 'Windows', linux: 'Linux' }
/** Node tells the kernel's version only. */
const MACOS_VERSION_FILE = '/System/Library/CoreServices/SystemVersion.plist'

/** The device id is made, or read, with the first request. */
export function createIdentity(paths: Paths, version: string, device = thisDevice()): ClientIdentity {
  let id: string | null = null
  return {
    headers() {
      id ??= deviceId(paths.deviceIdFile)
      return {
        'user-agent': `kimi-proxy/${plain(version)}`,
        'x-msh-platform': 'kimi-proxy',
        'x-msh-version': plain(version),
        'x-msh-device-name': plain(device.name),
        'x-msh-device-model': plain(device.model),
        'x-msh-os-version': plain(device.osVersion),
        'x-msh-device-id': id,
      }
    },
  }
}

function thisDevice(): Device {
  const mac = /<key>ProductVersion<\/key>\s*<string>([\d.]+)</.exec(readText(MACOS_VERSION_FILE) ?? '')?.[1]
  const system = mac === undefined ? (SYSTEMS[process.platform] ?? process.platform) : `macOS ${mac}`
  return { name: hostname(), model: `${system} ${arch()}`, osVersion: mac ?? release() }
}

/** A header field holds no more than that; a name in Chinese characters would end the request. */
function plain(text: string): string {
  const ascii = text
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 128)
  return ascii === '' ? 'unknown' : ascii
}

/** Made once per home. A disk that refuses only means another one next time. */
function deviceId(path: string): string {
  const known = knownId(path)
  if (known !== null) return known
  const made = randomUUID()
  try {
    makeFolder(dirname(path))
    // Whoever was first in the same moment wins; what is there and makes no sense is replaced.
    writeFileSync(path, `${made}\n`, { mode: 0o600, flag: readText(path) === null ? 'wx' : 'w' })
  } catch {
    return knownId(path) ?? made
  }
  return made
}

function knownId(path: string): string | null {
  return /^[0-9a-f][0-9a-f-]{15,63}$/i.exec(readText(path)?.trim() ?? '')?.[0] ?? null
}
