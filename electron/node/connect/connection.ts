/**
 * Connects Claude Code with the proxy in one of its settings files, and takes that back.
 *
 *     plan (reads only)  ->  shown and agreed to  ->  carried out
 *
 * Writing: a dated copy beside the file, our record with what takes it back, the file in one step, the record once more.
 */

import { copyFile, rm } from 'node:fs/promises'
import { KimiProxyError, systemReason } from '../../core/basics/errors'
import { writtenByHand } from '../../core/connect/by-hand'
import {
  changedSince,
  connectText,
  disconnectText,
  isEmptySettings,
  undone,
  variablesIn,
  wishesFor,
} from '../../core/connect/connect-text'
import { ownModelPicker, ownSettings, type StatusLineWish } from '../../core/connect/own-settings'
import { diffLines, diffLinesBack } from '../../core/connect/shown'
import {
  baseUrlOf,
  type ClaudeOffer,
  claudeSettings,
  type Environment,
  MODEL_VARIABLES,
} from '../../core/settings/launch-env'
import { ensureHome } from '../files/home-folder'
import type { Paths } from '../files/paths'
import { type ClaudeFile, readClaudeFile, refusedFile, replaceClaudeFile } from './claude-file'
import {
  allConnections,
  type ConnectedState,
  forgetConnection,
  hashOf,
  readConnection,
  writeConnection,
} from './connection-record'

export interface ConnectOptions {
  readonly paths: Paths
  /** The settings file, as the person knows it. */
  readonly path: string
  readonly port: number
  /** For hosts that are reached directly, and a Kimi model that was chosen. */
  readonly env: Environment
  /** The key and the models that Claude Code is given. A file that others share holds no key. */
  readonly offer?: ClaudeOffer
  /** The file is the user's own: only there Claude Code reads which models `/model` is to show. */
  readonly isUsers?: boolean
  /** Without it none is added, and one of ours stays. */
  readonly statusLine?: StatusLineWish
  readonly nowMs: () => number
}

interface Plan {
  readonly file: ClaudeFile
  /** For a person, without a secret. */
  readonly diff: readonly string[]
}

export interface ConnectPlan extends Plan {
  readonly text: string
  readonly next: Omit<ConnectedState, 'backup' | 'atMs'>
  /** The variables that somebody has changed since the last time. */
  readonly changedBack: readonly string[]
}

/** Rejects with CLAUDE_SETTINGS, also where another's status line is in the way. */
export async function planConnection({
  paths,
  path,
  port,
  env,
  offer,
  isUsers = false,
  statusLine = 'none',
}: ConnectOptions): Promise<ConnectPlan> {
  const file = await readClaudeFile(path)
  const before = file.text ?? ''
  const last = stateOf(paths, file)
  return refusing(path, () => {
    // What is ours from last time goes first, so that it is never taken for what stood there before.
    const base = last === null || file.text === null ? before : withoutOurs(before, last)
    const chosen = { ...wantedOf(env), ...variablesIn(base) }
    const line = ownSettings(base, before, statusLine)
    if (line === null) throw new KimiProxyError('CLAUDE_SETTINGS.statusLine', { path })
    const picker = isUsers ? ownModelPicker(base, offer?.models) : null
    const settings = { ...picker?.settings, ...line }
    const wishes = wishesFor({ ...picker?.variables, ...claudeSettings(port, chosen, offer) })
    const { text, keys, undo, madeEnv } = connectText(base, wishes, settings)
    const madeFile = file.text === null || (last?.madeFile === true && isEmptySettings(base))
    return {
      file,
      text,
      diff: diffLines(connectText(before, wishes, settings).keys),
      next: { hash: hashOf(text), baseUrl: baseUrlOf(port), keys, undo, madeEnv, madeFile },
      changedBack: last === null || file.text === null ? [] : changedSince(before, last.keys),
    }
  })
}

/** Where the copy of the former file lies; null where there was none. Call it only for a plan that changes something. Rejects with CLAUDE_SETTINGS. */
export async function carryOutConnection(options: ConnectOptions, plan: ConnectPlan): Promise<string | null> {
  const { paths, path, nowMs } = options
  const { file, text, next } = plan
  const former = readConnection(paths, file.target)
  const atMs = nowMs()
  ensureHome(paths)
  const backup = file.text === null ? null : await backedUp(path, atMs)
  const state: ConnectedState = { ...next, backup, atMs }
  const record = (states: readonly ConnectedState[]) =>
    writeConnection(paths, file.target, { path, states: [...states, state] as [ConnectedState] })
  try {
    await record(former?.states ?? [])
    await replaceClaudeFile(file, text)
  } catch (error) {
    if (backup !== null) await rm(backup, { force: true }).catch(() => undefined)
    const back =
      former === null ? forgetConnection(paths, file.target) : writeConnection(paths, file.target, former)
    await back.catch(() => undefined)
    throw asSettingsError(path, error)
  }
  // The older states would only matter had the file not been replaced.
  await record([]).catch(() => undefined)
  return backup
}

export interface DisconnectPlan extends Plan {
  /** Null takes the file away, which connecting had made. */
  readonly text: string | null
  /** The variables that somebody has changed since; they stay. */
  readonly left: readonly string[]
  /** Whether the file is again what it was, to the byte. */
  readonly isExact: boolean
  readonly backup: string | null
}

/** Null where the file does not lead here. Rejects with CLAUDE_SETTINGS. */
export async function planDisconnection(options: ConnectOptions): Promise<DisconnectPlan | null> {
  const { paths, path, port, offer } = options
  const file = await readClaudeFile(path)
  const before = file.text
  if (before === null) return null
  const state = stateOf(paths, file)
  return refusing(path, () => {
    const known = state ?? { ...writtenByHand(before, port, offer), hash: '', madeFile: false, backup: null }
    if (known.keys.length === 0 && state === null) return null
    const isExact = known.hash === hashOf(before)
    const { text, left } = isExact
      ? { text: undone(before, known.undo), left: [] }
      : disconnectText(before, known)
    const changed = known.keys.filter(({ name }) => !left.includes(name))
    return {
      file,
      text: known.madeFile && isEmptyAfter(text) ? null : text,
      diff: text === before ? [] : diffLinesBack(changed),
      left,
      isExact,
      backup: isExact ? known.backup : null,
    }
  })
}

/** Rejects with CLAUDE_SETTINGS. */
export async function carryOutDisconnection(options: ConnectOptions, plan: DisconnectPlan): Promise<void> {
  const { paths, path } = options
  const { file, text, backup } = plan
  if (text !== file.text) await replaceClaudeFile(file, text)
  try {
    await forgetConnection(paths, file.target)
  } catch (error) {
    throw asSettingsError(path, error)
  }
  // A copy of the very file that is in place again is litter.
  if (backup === null || text === null) return
  const copy = await readClaudeFile(backup).catch(() => null)
  if (copy?.text === text) await rm(backup, { force: true }).catch(() => undefined)
}

/**
 * How a settings file that was connected is now.
 *
 *     connected --another program--> changed | gone       connected --disconnect--> (no longer listed)
 */
export type Connection =
  | { readonly kind: 'connected'; readonly path: string; readonly baseUrl: string }
  | { readonly kind: 'changed'; readonly path: string; readonly names: readonly string[] }
  | { readonly kind: 'gone'; readonly path: string }

/** Of every file that was connected. Reads only; never rejects. */
export async function lookAtConnections(paths: Paths): Promise<readonly Connection[]> {
  return Promise.all(
    allConnections(paths).map(async ({ path }): Promise<Connection> => {
      try {
        const file = await readClaudeFile(path)
        const state = stateOf(paths, file)
        if (file.text === null || state === null) return { kind: 'gone', path }
        const names = changedSince(file.text, state.keys)
        if (names.length > 0) return { kind: 'changed', path, names }
        return { kind: 'connected', path, baseUrl: state.baseUrl }
      } catch {
        return { kind: 'gone', path }
      }
    }),
  )
}

/** The state that the file is in; the newest where somebody has changed it since. */
function stateOf(paths: Paths, { target, text }: ClaudeFile): ConnectedState | null {
  const states = readConnection(paths, target)?.states
  const hash = text === null ? null : hashOf(text)
  return states?.findLast((state) => state.hash === hash) ?? states?.at(-1) ?? null
}

function withoutOurs(text: string, state: ConnectedState): string {
  return state.hash === hashOf(text) ? undone(text, state.undo) : disconnectText(text, state).text
}

/** Of the shell: what a person chose there. */
function wantedOf(env: Environment): Environment {
  const names = ['NO_PROXY', 'no_proxy', ...MODEL_VARIABLES]
  return Object.fromEntries(names.map((name) => [name, env[name]]).filter(([, value]) => value !== undefined))
}

function isEmptyAfter(text: string): boolean {
  return text === '' || isEmptySettings(text)
}

async function backedUp(path: string, atMs: number): Promise<string> {
  const stamp = new Date(atMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  const backup = `${path}.kimi-proxy-${stamp}`
  try {
    await copyFile(path, backup)
  } catch (error) {
    throw asSettingsError(path, error)
  }
  return backup
}

function asSettingsError(path: string, error: unknown): unknown {
  if (error instanceof KimiProxyError) return error
  return new KimiProxyError('CLAUDE_SETTINGS.unwritable', { path, reason: systemReason(error) }, error)
}

function refusing<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw refusedFile(path, error)
  }
}
