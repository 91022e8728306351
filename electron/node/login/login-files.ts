/** Which credential files there are on this machine, each with its owner's conventions. */
import { createHash } from 'node:crypto'
import { readdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { isLoopbackHost } from '../../core/basics/loopback'
import type { HostPair } from '../../core/settings/region'
import { regionOf } from '../../core/settings/region'
import type { Settings } from '../../core/settings/schema'
import type { Paths } from '../files/paths'
import { CredentialFile } from './credential-file'

/** How long the official CLIs wait before they believe a refusal (ARCHITECTURE, fact 2). */
const KIMI_CODE_SETTLE_MS = 100
const KIMI_CLI_SETTLE_MS = 1_000

/** In order of preference: the one that was named, else our own, then the CLIs'. */
export function credentialFiles(settings: Settings, paths: Paths): CredentialFile[] {
  const { shareDir, codeHome } = homesOf(settings)
  if (settings.credentials !== null) return [namedFile(resolve(settings.credentials), shareDir, paths)]
  const slots = slotsFor(settings)
  const cli = foreign('kimi-cli', join(shareDir, 'credentials', 'kimi-code.json'), paths)
  return [
    ...ownLogins(settings, paths),
    ...slots.map((slot) => codeStyle('kimi-code', slotFile(join(codeHome, 'credentials'), slot))),
    ...(isForKimiCli(settings, slots) ? [cli] : []),
  ]
}

/**
 * Every login file there is, for whatever hosts: all slots of ours and of kimi-code, kimi-cli's file, and the one that
 * was named. Those that can be chosen from always are among them, also where the file is missing.
 */
export function everyCredentialFile(settings: Settings, paths: Paths): CredentialFile[] {
  const { shareDir, codeHome } = homesOf(settings)
  const codeFolder = join(codeHome, 'credentials')
  const files = [
    ...credentialFiles(settings, paths),
    ...slotsIn(paths.ownCredentialsDir).map((path) => codeStyle('own', path)),
    ...slotsIn(codeFolder).map((path) => codeStyle('kimi-code', path)),
    foreign('kimi-cli', join(shareDir, 'credentials', 'kimi-code.json'), paths),
  ]
  const byPlace = new Map(files.toReversed().map((file) => [realPath(file.source.path), file]))
  return files.filter((file) => byPlace.get(realPath(file.source.path)) === file)
}

function homesOf(settings: Settings): { readonly shareDir: string; readonly codeHome: string } {
  return {
    shareDir: settings.kimiShareDir ?? join(homedir(), '.kimi'),
    codeHome: settings.kimiCodeHome ?? join(homedir(), '.kimi-code'),
  }
}

function slotsIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^kimi-code.*\.json$/.test(name))
    return names.sort().map((name) => join(folder, name))
  } catch {
    return []
  }
}

/** Where our own login for these hosts is written. */
export function ownLogin(hosts: HostPair, paths: Paths): CredentialFile {
  return codeStyle('own', slotFile(paths.ownCredentialsDir, slotOf(hosts)))
}

/** Every file of our own that is used with these hosts. */
export function ownLogins(hosts: HostPair, paths: Paths): CredentialFile[] {
  return slotsFor(hosts).map((slot) => codeStyle('own', slotFile(paths.ownCredentialsDir, slot)))
}

/** A name that could lead out of the folder is no slot's: what is read, written and removed lies in it. */
export function slotFile(folder: string, slot: string): string {
  if (!/^[\w-]+$/.test(slot)) throw new Error(`"${slot}" is no slot`)
  return join(folder, `${slot}.json`)
}

/** The slot of Kimi's default hosts. */
export const DEFAULT_SLOT = 'kimi-code'

/**
 * kimi-code keeps one slot for its default hosts and one per other pair of hosts (ARCHITECTURE, fact 3), and so do we:
 * a login is never sent to another host than the one it came from.
 */
export function slotOf(hosts: HostPair): string {
  if (regionOf(hosts) === 'mainland-cn') return DEFAULT_SLOT
  const scope = JSON.stringify({ oauthHost: hosts.oauthHost, baseUrl: `${hosts.upstream}/v1` })
  return `kimi-code-env-${createHash('sha256').update(scope).digest('hex').slice(0, 16)}`
}

/** A login for the default hosts is offered to another host only on loopback, where simulators live. */
function slotsFor(hosts: HostPair): string[] {
  const slot = slotOf(hosts)
  return slot !== DEFAULT_SLOT && isLocal(hosts) ? [slot, DEFAULT_SLOT] : [slot]
}

function isLocal({ oauthHost, upstream }: HostPair): boolean {
  return [oauthHost, upstream].every((url) => isLoopbackHost(new URL(url).host))
}

/** It has one file, for the default hosts unless its own variables name others. */
function isForKimiCli(settings: Settings, slots: readonly string[]): boolean {
  const fromVariable = settings.origins.some(
    ({ name, source }) => name === 'oauthHost' && source.startsWith('KIMI_'),
  )
  return slots.includes(DEFAULT_SLOT) || fromVariable
}

function namedFile(path: string, shareDir: string, paths: Paths): CredentialFile {
  const folder = realPath(dirname(path))
  const below = relative(realPath(shareDir), folder)
  const inKimiCli = !below.startsWith('..') && !isAbsolute(below)
  if (inKimiCli) return foreign('kimi-cli', path, paths)
  return basename(folder) === 'credentials' ? codeStyle('file', path) : foreign('file', path, paths)
}

/** `credentials/X.json` with kimi-code's lock `oauth/X.lock` and its tombstones. */
function codeStyle(owner: 'own' | 'kimi-code' | 'file', path: string): CredentialFile {
  return new CredentialFile({
    source: { owner, path },
    lockTarget: join(dirname(realPath(dirname(path))), 'oauth', basename(path, '.json')),
    settleMs: KIMI_CODE_SETTLE_MS,
    tombstones: true,
    privateFolder: owner !== 'file',
  })
}

/** A file whose owner has no lock that Node can take: our processes lock among themselves, in our own home. */
function foreign(owner: 'kimi-cli' | 'file', path: string, paths: Paths): CredentialFile {
  const name = createHash('sha256').update(realPath(path)).digest('hex').slice(0, 32)
  return new CredentialFile({
    source: { owner, path },
    lockTarget: join(paths.locksDir, name),
    settleMs: KIMI_CLI_SETTLE_MS,
    tombstones: false,
    privateFolder: false,
  })
}

/** The path without symbolic links; where nothing exists yet, that of the nearest folder that does. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), basename(path))
  }
}
