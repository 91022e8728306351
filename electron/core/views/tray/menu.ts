/**
 * The menu of the tray: how it stands, what the state calls for, the switch, then everything else. Pure.
 *
 * - The first item is what the state calls for; in most phases that is the switch itself, which has the id `toggle`.
 * - Explanations stand in the window. Here a problem is named in one line, where that is short enough.
 */

import type { AppState, LoginItem } from '../../../contract/app'
import { activeRequestsOf, type Standing } from '../../app/phase'
import { problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'
import { limitLines, queuedLine } from '../limit-lines'
import { remedyOf } from '../remedy'
import { signInCommand } from '../sign-in-command'
import { phaseLine, tokenLine, waitingLine } from '../status-lines'
import { type MenuEntry, menuItem, menuText, SEPARATOR } from './menu-entry'
import { accountMenu, helpMenu } from './submenus'

export function menuOf(
  state: AppState,
  standing: Standing,
  nowMs: number,
  isFresh: boolean,
  say: Say,
): readonly MenuEntry[] {
  return [
    ...status(state, standing, nowMs, isFresh, say),
    SEPARATOR,
    ...actions(state, standing, say),
    menuItem('openWindow', say('do.openWindow'), { kind: 'openWindow', face: 'status' }),
    claudeItem(state, say),
    SEPARATOR,
    ...accountMenu(state, standing.phase, say),
    menuItem('settings', say('tray.settings'), { kind: 'openWindow', face: 'settings' }),
    launchItem(state.loginItem, state.platform, say),
    helpMenu(state, standing.phase, say),
    menuItem('quit', say('do.quit'), { kind: 'quit' }, { enabled: !state.quitting }),
  ]
}

/** What this state calls for, then the switch. */
function actions(state: AppState, standing: Standing, say: Say): MenuEntry[] {
  const remedy = remedyItem(state, standing, say)
  const { phase } = standing
  switch (phase) {
    case 'off':
      return [menuItem('toggle', say('tray.start'), { kind: 'start' })]
    case 'draining':
      return [menuItem('toggle', say('tray.start'), { kind: 'start' }, { enabled: false })]
    // The supervisor has given up, or cannot start at all: the person may try again.
    case 'gaveUp':
    case 'cannotStart':
      return [...remedy, menuItem('toggle', say('tray.start'), { kind: 'retry' })]
    case 'elsewhere':
    case 'elsewhereHung':
      return otherItems(state, phase, say)
    case 'portTaken':
      return [...remedy, menuItem('toggle', say('tray.stopTrying'), { kind: 'stop', atOnce: false })]
    case 'backingOff':
    case 'signIn':
    case 'limited':
    case 'trouble':
    case 'expiring':
    case 'starting':
    case 'looking':
    case 'running':
    case 'refreshing':
      return [...remedy, stopItem(state, say)]
  }
}

/** None where the switch itself is what the state calls for. */
function remedyItem(state: AppState, standing: Standing, say: Say): MenuEntry[] {
  const { phase } = standing
  const remedy = remedyOf(state, standing)
  switch (remedy?.kind) {
    case 'signIn':
      return [menuItem('signIn', say('tray.signIn'), signInCommand(state))]
    case 'openWindow': {
      const label = say(phase === 'portTaken' ? 'tray.changePort' : 'tray.changeSettings')
      return [menuItem('changeSettings', label, remedy)]
    }
    case 'retry':
      return phase === 'backingOff' ? [menuItem('retry', say('do.retry'), remedy)] : []
    case 'refresh':
      return [menuItem('refreshNow', say('do.refresh'), remedy)]
    case 'openKimi':
      return [menuItem('openKimi', say('do.openKimi'), remedy)]
    case 'start':
    case 'takeOver':
    case undefined:
      return []
  }
}

/** One that does not answer is taken over rather than stopped. */
function otherItems(state: AppState, phase: 'elsewhere' | 'elsewhereHung', say: Say): MenuEntry[] {
  const count = activeRequestsOf(state)
  const label = count === 0 ? say('do.stopOther') : say('tray.stopOtherRunning', { count })
  const stop = menuItem('toggle', label, { kind: 'stopOther' })
  const takeOver = menuItem('takeOver', say('do.takeOver'), { kind: 'takeOver' })
  return phase === 'elsewhere' ? [stop, takeOver] : [takeOver, stop]
}

function stopItem({ engine }: AppState, say: Say): MenuEntry {
  const count = engine.traffic.activeRequests
  const label = count === 0 ? say('tray.stop') : say('tray.stopRunning', { count })
  return menuItem('toggle', label, { kind: 'stop', atOnce: false })
}

function status(state: AppState, standing: Standing, nowMs: number, isFresh: boolean, say: Say): MenuEntry[] {
  const { phase, problem } = standing
  const isOurs = state.serving.kind === 'serving'
  const serves = isOurs && state.engine.login.kind === 'signedIn' && phase !== 'signIn'
  const token = isOurs ? tokenLine(state, nowMs, isFresh, say) : null
  return [
    menuText('status', phaseLine(state, standing, say, nowMs)),
    ...optional('health', problem === null ? null : shortMessage(problemWords(say, problem).message)),
    ...optional('waiting', waitingLine(state, say)),
    ...(serves ? planEntries(state, say, nowMs) : []),
    ...optional('expiry', token),
  ]
}

function optional(id: string, label: string | null): MenuEntry[] {
  return label === null ? [] : [menuText(id, label)]
}

const WIDEST_MESSAGE = 56

/** A menu is as wide as its longest line; a Chinese character is two Latin ones wide. */
function shortMessage(message: string): string | null {
  const width = message.replace(/[\u3000-\u9fff\uff00-\uffef]/g, '##').length
  return width <= WIDEST_MESSAGE ? message : null
}

function planEntries(state: AppState, say: Say, nowMs: number): MenuEntry[] {
  return [
    ...optional('queued', queuedLine(state, say)),
    ...limitLines(state, say, nowMs).map((line, index) => menuText(`limit${index + 1}`, line)),
  ]
}

/** Shows the system's own answer. Where there can be no launch at login, Settings say why. */
function launchItem(loginItem: LoginItem, platform: AppState['platform'], say: Say): MenuEntry {
  const onWindows = platform === 'win32'
  const label = say(onWindows ? 'tray.launchOnWindows' : 'do.setLaunchAtLogin')
  switch (loginItem.kind) {
    case 'on':
    case 'off':
    case 'failed': {
      const on = loginItem.kind === 'on'
      return menuItem('launchAtLogin', label, { kind: 'setLaunchAtLogin', on: !on }, { checked: on })
    }
    case 'needsApproval':
      return menuItem(
        'launchAtLogin',
        say(onWindows ? 'tray.launchDisabledByWindows' : 'tray.launchNeedsApproval'),
        { kind: 'openLoginItemSettings' },
      )
    case 'unavailable':
      return menuItem(
        'launchAtLogin',
        label,
        { kind: 'setLaunchAtLogin', on: true },
        {
          enabled: false,
          checked: false,
        },
      )
  }
}

function claudeItem({ claude }: AppState, say: Say): MenuEntry {
  const label = claude.kind === 'connected' ? say('tray.claudeConnected') : say('tray.connectClaude')
  return menuItem('claude', label, { kind: 'openWindow', face: 'claude' })
}
