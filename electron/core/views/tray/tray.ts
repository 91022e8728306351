/** Icon, title, tooltip and menu of the tray, as data. Pure: the shell draws it and hands commands back. */

import type { AppState, Preferences } from '../../../contract/app'
import { type Phase, type Standing, standingOf, tokenLeftMs } from '../../app/phase'
import { fiveHoursNow, leftPercent } from '../../plan/left'
import { type Say, sayIn } from '../../words/say'
import { limitLine } from '../limit-lines'
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

/** Whether token and limit have a place in tooltip and title: only while the proxy serves with that token. */
function counts(phase: Phase): boolean {
  return COUNTING.includes(phase)
}

/** The text beside the icon that was chosen; `off` wherever no menu bar can show one. */
function chosenTitle({ platform, preferences }: AppState, phase: Phase): Preferences['menuBarTitle'] {
  return platform === 'darwin' && counts(phase) ? preferences.menuBarTitle : 'off'
}

/** Only a value of the present stands there, since there is no room to say how old it is. */
function titleOf(state: AppState, phase: Phase, nowMs: number, say: Say): string {
  switch (chosenTitle(state, phase)) {
    case 'off':
      return ''
    case 'token': {
      const leftMs = tokenLeftMs(state.engine, nowMs)
      return leftMs !== null && leftMs > 0 ? shortLeft(leftMs, say) : ''
    }
    case 'fiveHours': {
      const window = fiveHoursNow(state.engine.plan, nowMs)
      const percent = window === null ? null : leftPercent(window)
      return percent === null ? '' : say('limits.percent', { percent })
    }
  }
}

/** Windows cuts a tooltip at 127 characters. */
function tooltipOf(state: AppState, standing: Standing, nowMs: number, say: Say): string {
  const { phase } = standing
  const lines = [`Kimi Proxy: ${phaseLine(state, standing, say, nowMs)}`]
  const token = counts(phase) || phase === 'signIn' ? tokenLine(state, nowMs, true, say) : null
  const named = titleOf(state, phase, nowMs, say) === '' ? null : limitBehind(state, phase, nowMs, say)
  return [...lines, token, named]
    .filter((line) => line !== null)
    .join('\n')
    .slice(0, 127)
}

/** Says what the percentage beside the icon is; null where none stands there. */
function limitBehind(state: AppState, phase: Phase, nowMs: number, say: Say): string | null {
  const { plan } = state.engine
  const window = chosenTitle(state, phase) === 'fiveHours' ? fiveHoursNow(plan, nowMs) : null
  return window === null || plan.quota.kind !== 'known' ? null : limitLine(plan.quota, window, say, nowMs)
}

/** How long until passing time alone changes the title; null where no title is shown. */
export function titleChangesInMs(state: AppState, nowMs: number): number | null {
  const { phase } = standingOf(state, nowMs)
  if (titleOf(state, phase, nowMs, sayIn(state.language)) === '') return null
  if (chosenTitle(state, phase) === 'fiveHours') {
    const resetsAtMs = fiveHoursNow(state.engine.plan, nowMs)?.resetsAtMs ?? null
    return resetsAtMs === null ? null : resetsAtMs - nowMs
  }
  const leftMs = tokenLeftMs(state.engine, nowMs)
  return leftMs === null || leftMs <= 0 ? null : (leftMs % 60_000) + 1
}
