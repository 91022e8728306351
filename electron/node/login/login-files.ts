/** Which credential files there are on this machine, each with its owner's conventions. */

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { FoundLogin } from '../../contract/engine'
import { isLoopbackHost } from '../../core/basics/loopback'
import type { Clock } from '../../core/basics/ports'
import { UsedTokens } from '../../core/login/keeper-memory'
import { chooseLogin, foundLogins } from '../../core/login/login-choice'
import { type HostPair, regionOf } from '../../core/settings/region'
import type { Settings } from '../../core/settings/schema'
import type { Paths } from '../files/paths'
import { CredentialFile, type CredentialFileOptions } from './credential-file'
import { isBelow, isSameFile, lockTargets, ourLocks, realPath, slotLock } from './login-locks'

/** How long the official CLIs wait before they believe a refusal (ARCHITECTURE, fact 2). */
const KIMI_CODE_SETTLE_MS = 100
const KIMI_CLI_SETTLE_MS = 1_000

/** In order of preference: the one that was named, else our own, then the CLIs'. */
export function credentialFiles(settings: Settings, paths: Paths): CredentialFile[] {
  const { codeHome } = homesOf(settings)
  if (settings.credentials !== null) return [namedFile(resolve(settings.credentials), settings, paths)]
  const slots = slotsFor(settings)
  const cli = cliStyle(cliFile(settings), settings, paths)
  return [
    ...ownLogins(settings, paths),
    ...slots.map((slot) => slotStyle('kimi-code', slotFile(join(codeHome, 'credentials'), slot), paths)),
    ...(isForKimiCli(settings, slots) ? [cli] : []),
  ]
}

/**
 * Every login file there is, for whatever hosts: all slots of ours and of kimi-code, kimi-cli's file, and the one that
 * was named. Those that can be chosen from always are among them, also where the file is missing.
 */
export function everyCredentialFile(settings: Settings, paths: Paths): CredentialFile[] {
  const codeFolder = join(homesOf(settings).codeHome, 'credentials')
  const files = [
    ...credentialFiles(settings, paths),
    ...slotsIn(paths.ownCredentialsDir).map((path) => slotStyle('own', path, paths)),
    ...slotsIn(codeFolder).map((path) => slotStyle('kimi-code', path, paths)),
    cliStyle(cliFile(settings), settings, paths),
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
  return slotStyle('own', slotFile(paths.ownCredentialsDir, slotOf(hosts)), paths)
}

/** Every file of our own that is used with these hosts. */
export function ownLogins(hosts: HostPair, paths: Paths): CredentialFile[] {
  return slotsFor(hosts).map((slot) => slotStyle('own', slotFile(paths.ownCredentialsDir, slot), paths))
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

/** kimi-cli has one file, for the default hosts unless its own variables name others. */
function isForKimiCli(settings: Settings, slots: readonly string[]): boolean {
  const fromVariable = settings.origins.some(
    ({ name, source }) => name === 'oauthHost' && source.startsWith('KIMI_'),
  )
  return slots.includes(DEFAULT_SLOT) || fromVariable
}

/** A file that a tool or we keep is used where it is kept, by whatever name it was given: who replaces it there is followed. */
function namedFile(path: string, settings: Settings, paths: Paths): CredentialFile {
  const folders = [join(homesOf(settings).codeHome, 'credentials'), paths.ownCredentialsDir]
  const slots = folders.flatMap((folder) => [
    ...slotsIn(folder),
    // Also while it is missing.
    ...slotsFor(settings).map((slot) => slotFile(folder, slot)),
  ])
  const kept = slots.find((slot) => isSameFile(slot, path))
  if (kept !== undefined) return codeStyle('file', kept, paths, slotLock(kept))
  const ofCli = cliFile(settings)
  if (isSameFile(ofCli, path)) return cliStyle(ofCli, settings, paths)
  const real = realPath(path)
  if (isBelow(realPath(homesOf(settings).shareDir), real)) return cliStyle(path, settings, paths)
  return basename(dirname(real)) === 'credentials'
    ? codeStyle('file', path, paths)
    : foreign('file', path, paths, () => lockTargets(path, paths, null))
}

function cliFile(settings: Settings): string {
  return join(homesOf(settings).shareDir, 'credentials', 'kimi-code.json')
}

/** Our own slots, and kimi-code's. */
function slotStyle(owner: 'own' | 'kimi-code', path: string, paths: Paths): CredentialFile {
  return codeStyle(owner, path, paths, slotLock(path))
}

/** `credentials/X.json` in kimi-code's way, with its tombstones. `lock`: what its owner takes besides, if it is a slot. */
function codeStyle(
  owner: 'own' | 'kimi-code' | 'file',
  path: string,
  paths: Paths,
  lock: string | null = null,
): CredentialFile {
  return new CredentialFile({
    source: { owner, path },
    lockTargets: () => lockTargets(path, paths, lock),
    spareFolder: paths.unsavedDir,
    settleMs: KIMI_CODE_SETTLE_MS,
    tombstones: true,
    privateFolder: owner !== 'file',
  })
}

/** Its home has a folder `credentials` too, and is not to get a lock beside it. */
function cliStyle(path: string, settings: Settings, paths: Paths): CredentialFile {
  return foreign('kimi-cli', path, paths, () => {
    const real = realPath(path)
    const isThere = isBelow(realPath(homesOf(settings).shareDir), real)
    return isThere ? ourLocks(real, paths) : lockTargets(path, paths, null)
  })
}

/** A file whose owner has no lock that Node can take: our processes lock among themselves. */
function foreign(
  owner: 'kimi-cli' | 'file',
  path: string,
  paths: Paths,
  targets: CredentialFileOptions['lockTargets'],
): CredentialFile {
  return new CredentialFile({
    source: { owner, path },
    lockTargets: targets,
    spareFolder: paths.unsavedDir,
    settleMs: KIMI_CLI_SETTLE_MS,
    tombstones: false,
    privateFolder: false,
  })
}

/** Never rejects. What a running engine has learnt about them (refused, say) is not known here. */
export async function surveyLogins(settings: Settings, paths: Paths, clock: Clock): Promise<FoundLogin[]> {
  const candidates = await Promise.all(
    credentialFiles(settings, paths).map(async (store) => ({ store, stored: await store.read() })),
  )
  return foundLogins(candidates, (one) => chooseLogin([one], [], clock, new UsedTokens()) !== null)
}
