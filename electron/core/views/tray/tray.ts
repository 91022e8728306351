/** Icon, title, tooltip and menu of the tray, as data. Pure: the shell draws it and hands commands back. */

import type { AppState } from '../../../contract/app'
import { type Phase, type Standing, standingOf, tokenLeftMs } from '../../app/phase'
import { type Say, sayIn } from '../../words/say'
import { phaseLine, shortLeft, tokenLine } from '../status-lines'
import { menuOf } from './menu'
import type { MenuEntry } from './menu-entry'

/** Each shape has a picture of its own; the pictures differ in more than colour. */
export type IconShape = 'running' | 'refreshing' | 'trouble' | 'signIn' | 'stopped'

export interface TrayView {
  readonly icon: IconShape
  /** The text beside the icon; empty where there is none. */
  readonly title: string
  readonly tooltip: string
  readonly menu: readonly MenuEntry[]
}

/** `menuIsFresh`: the menu is built for this one click, so it may name the time left. */
export function trayView(state: AppState, nowMs: number, menuIsFresh: boolean): TrayView {
  const say = sayIn(state.language, state.platform)
  const standing = standingOf(state, nowMs)
  const { phase } = standing
  return {
    icon: iconOf(standing),
    title: titleOf(state, phase, nowMs, say),
    tooltip: tooltipOf(state, standing, nowMs, say),
    menu: menuOf(state, standing, nowMs, menuIsFresh, say),
  }
}

export function iconOf({ phase, problem }: Standing): IconShape {
  switch (phase) {
    case 'running':
    case 'elsewhere':
      return 'running'
    case 'refreshing':
      // Every few minutes, for less than a second: no news while the old token serves.
      return problem === null ? 'running' : 'refreshing'
    case 'starting':
    case 'looking':
      return 'refreshing'
    case 'signIn':
      return 'signIn'
    case 'off':
    case 'draining':
      return 'stopped'
    case 'expiring':
    case 'limited':
    case 'trouble':
    case 'cannotStart':
    case 'backingOff':
    case 'portTaken':
    case 'gaveUp':
    case 'elsewhereHung':
      return 'trouble'
  }
}

const COUNTING: readonly Phase[] = ['running', 'refreshing', 'expiring', 'limited', 'trouble']

/** Whether the time left of the token is shown: only while the proxy serves with that token. */
function counts(phase: Phase): boolean {
  return COUNTING.includes(phase)
}

function titleOf(state: AppState, phase: Phase, nowMs: number, say: Say): string {
  const leftMs = tokenLeftMs(state.engine, nowMs)
  const shown = state.platform === 'darwin' && state.preferences.titleCountdown && counts(phase)
  return shown && leftMs !== null && leftMs > 0 ? shortLeft(leftMs, say) : ''
}

/** Windows cuts a tooltip at 127 characters. */
function tooltipOf(state: AppState, standing: Standing, nowMs: number, say: Say): string {
  const { phase } = standing
  const lines = [`Kimi Proxy: ${phaseLine(state, standing, say, nowMs)}`]
  const token = counts(phase) || phase === 'signIn' ? tokenLine(state, nowMs, true, say) : null
  return [...lines, ...(token === null ? [] : [token])].join('\n').slice(0, 127)
}

/** How long until passing time alone changes the title; null where no title is shown. */
export function titleChangesInMs(state: AppState, nowMs: number): number | null {
  if (titleOf(state, standingOf(state, nowMs).phase, nowMs, sayIn(state.language)) === '') return null
  const leftMs = tokenLeftMs(state.engine, nowMs)
  return leftMs === null || leftMs <= 0 ? null : (leftMs % 60_000) + 1
}
