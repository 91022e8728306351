/** The menu of the tray. In every phase its first item starts or stops the proxy. Pure. */

import type { AppState, CommandLink, LoginItem } from '../../../contract/app'
import type { Command } from '../../../contract/commands'
import { activeRequestsOf, type Phase, type Standing } from '../../app/phase'
import { problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { limitLines, queuedLine } from '../limit-lines'
import { loginWords, phaseLine, stopWords, tokenLine, waitingLine, wrapped } from '../status-lines'

export type MenuEntry =
  | { readonly kind: 'separator' }
  /** A line to read, which cannot be chosen. */
  | { readonly kind: 'text'; readonly id: string; readonly label: string }
  | {
      readonly kind: 'item'
      readonly id: string
      readonly label: string
      readonly enabled: boolean
      /** Null for an item that cannot be ticked. */
      readonly checked: boolean | null
      readonly command: Command
    }

const SEPARATOR: MenuEntry = { kind: 'separator' }

export function menuOf(
  state: AppState,
  standing: Standing,
  nowMs: number,
  isFresh: boolean,
  say: Say,
): readonly MenuEntry[] {
  const { phase } = standing
  return [
    ...actions(state, phase, say),
    SEPARATOR,
    ...status(state, standing, nowMs, isFresh, say),
    SEPARATOR,
    item('refresh', say('do.refresh'), { kind: 'refresh' }, { enabled: canRefresh(phase) }),
    phase === 'signIn'
      ? item('openWindow', say('tray.signIn'), { kind: 'openWindow', face: 'status' })
      : item('openWindow', say('do.openWindow'), { kind: 'openWindow', face: 'status' }),
    ...ownLoginItems(state, phase, say),
    item('settings', say('tray.settings'), { kind: 'openWindow', face: 'settings' }),
    item('copySettings', say('do.copySettings'), { kind: 'copySettings', form: 'shell' }),
    launchItem(state.loginItem, state.platform, say),
    commandItem(state.commandLink, say),
    SEPARATOR,
    item('openLog', say('do.openLog'), { kind: 'openLog' }),
    ...(state.releasesPage === ''
      ? []
      : [item('releases', say('do.openReleases'), { kind: 'openReleases' })]),
    item('about', say('do.about'), { kind: 'about' }),
    item('quit', say('do.quit'), { kind: 'quit' }, { enabled: !state.quitting }),
  ]
}

function item(
  id: string,
  label: string,
  command: Command,
  { enabled = true, checked = null }: { enabled?: boolean; checked?: boolean | null } = {},
): MenuEntry {
  return { kind: 'item', id, label, enabled, checked, command }
}

function text(id: string, label: string): MenuEntry {
  return { kind: 'text', id, label }
}

/** With a shared login, the item that signs in to one of our own; with our own login, the item that signs out of it. */
function ownLoginItems({ engine }: AppState, phase: Phase, say: Say): MenuEntry[] {
  const { login, logins } = engine
  if (logins.some(({ source }) => source.owner === 'own')) {
    return [item('signOut', say('tray.signOut'), { kind: 'signOut' })]
  }
  const isShared =
    login.kind === 'signedIn' && (login.source.owner === 'kimi-code' || login.source.owner === 'kimi-cli')
  return isShared && phase !== 'signIn' ? [item('signIn', say('tray.signInOwn'), { kind: 'signIn' })] : []
}

/** Start or Stop first, then whatever else this phase calls for. */
function actions(state: AppState, phase: Phase, say: Say): MenuEntry[] {
  switch (phase) {
    case 'off':
      return [item('toggle', say('do.start'), { kind: 'start' })]
    case 'draining':
      return [item('toggle', say('do.start'), { kind: 'start' }, { enabled: false })]
    // The supervisor has given up, or cannot start at all: the person may try again.
    case 'gaveUp':
    case 'cannotStart':
      return [item('toggle', say('do.start'), { kind: 'retry' })]
    case 'elsewhere':
    case 'elsewhereHung': {
      const count = activeRequestsOf(state)
      const label = count === 0 ? say('do.stopOther') : say('tray.stopOtherRunning', { count })
      return [
        item('toggle', label, { kind: 'stopOther' }),
        item('takeOver', say('do.takeOver'), { kind: 'takeOver' }),
      ]
    }
    case 'portTaken':
    case 'backingOff':
      return [stopItem(state, say), item('retry', say('do.retry'), { kind: 'retry' })]
    case 'limited':
    case 'trouble':
    case 'starting':
    case 'looking':
    case 'running':
    case 'refreshing':
    case 'expiring':
    case 'signIn':
      return [stopItem(state, say)]
  }
}

function stopItem({ engine }: AppState, say: Say): MenuEntry {
  return item('toggle', stopWords(say, engine.traffic.activeRequests), { kind: 'stop', atOnce: false })
}

function status(
  state: AppState,
  { phase, problem }: Standing,
  nowMs: number,
  isFresh: boolean,
  say: Say,
): MenuEntry[] {
  const entries = [text('status', phaseLine(state, phase, say, nowMs))]
  const isOurs = state.serving.kind === 'serving'
  const { login } = state.engine
  if (isOurs && login.kind === 'signedIn') entries.push(...planEntries(state, say, nowMs))
  const token = isOurs ? tokenLine(state, nowMs, isFresh, say) : null
  if (token !== null) entries.push(text('expiry', token))
  if (isOurs && login.kind === 'signedIn') {
    entries.push(text('login', say('tray.login', { login: loginWords(login.source.owner, say) })))
  }
  const waiting = waitingLine(state, say)
  if (waiting !== null) entries.push(text('waiting', waiting))
  if (problem === null) return entries
  const { message, recovery } = problemWords(say, problem)
  const lines = [...wrapped(message), ...wrapped(recovery)]
  return [
    ...entries,
    ...lines.map((line, index) => text(index === 0 ? 'health' : `health${index + 1}`, line)),
  ]
}

function planEntries(state: AppState, say: Say, nowMs: number): MenuEntry[] {
  const queued = queuedLine(state, say)
  return [
    ...limitLines(state, say, nowMs).map((line, index) => text(`limit${index + 1}`, line)),
    ...(queued === null ? [] : [text('queued', queued)]),
  ]
}

function canRefresh(phase: Phase): boolean {
  switch (phase) {
    case 'running':
    case 'expiring':
    case 'limited':
    case 'trouble':
    case 'signIn':
      return true
    case 'refreshing':
    case 'starting':
    case 'looking':
    case 'off':
    case 'draining':
    case 'backingOff':
    case 'portTaken':
    case 'gaveUp':
    case 'cannotStart':
    case 'elsewhere':
    case 'elsewhereHung':
      return false
  }
}

/** Shows the system's own answer. Where the system does not allow launch at login, a line says so and there is no item. */
function launchItem(loginItem: LoginItem, platform: AppState['platform'], say: Say): MenuEntry {
  switch (loginItem.kind) {
    case 'on':
    case 'off':
    case 'failed': {
      const on = loginItem.kind === 'on'
      const command = { kind: 'setLaunchAtLogin', on: !on } as const
      return item('launchAtLogin', say('do.setLaunchAtLogin'), command, { checked: on })
    }
    case 'needsApproval': {
      const label =
        platform === 'win32' ? say('tray.launchDisabledByWindows') : say('tray.launchNeedsApproval')
      return item('launchAtLogin', label, { kind: 'openLoginItemSettings' })
    }
    case 'unavailable': {
      const label =
        loginItem.reason === 'translocated' ? say('tray.launchTranslocated') : say('tray.launchDevelopment')
      return text('launchAtLogin', label)
    }
  }
}

function commandItem(link: CommandLink, say: Say): MenuEntry {
  switch (link.kind) {
    case 'installed':
      return item('commandLink', say('do.removeCommand'), { kind: 'removeCommand' })
    case 'absent':
    case 'outdated':
    case 'foreign':
    case 'blocked':
      return item('commandLink', say('do.installCommand'), { kind: 'installCommand' })
    case 'unavailable':
      return text('commandLink', say(COMMAND_UNAVAILABLE[link.reason]))
  }
}

const COMMAND_UNAVAILABLE = {
  development: 'command.menuDevelopment',
  translocated: 'command.menuTranslocated',
  package: 'command.menuPackage',
} as const
