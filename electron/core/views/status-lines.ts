/** The lines that tray, menu and window share. Pure. */
import type { AppState } from '../../contract/app'
import type { LoginOwner } from '../../contract/engine'
import { type Phase, tokenLeftMs } from '../app/phase'
import { needsSignIn } from '../engine/health'
import type { Say } from '../words/say'
import { reachedLine } from './limit-lines'

/** The present activity of the proxy, in a word or two. */
export function phaseLine(state: AppState, phase: Phase, say: Say, nowMs: number): string {
  const { serving } = state
  if (phase === 'limited') return reachedLine(state, say, nowMs) ?? say('phase.running')
  if (phase !== 'elsewhere' && phase !== 'elsewhereHung') return say(`phase.${phase}`)
  return say(`phase.${phase}`, { pid: serving.kind === 'elsewhere' ? serving.other.pid : 0 })
}

/** The label of Stop while `count` requests run. */
export function stopWords(say: Say, count: number): string {
  return count === 0 ? say('do.stop') : say('tray.stopRunning', { count })
}

/** Null without a token. `counting`: include the time left, which is out of date a minute later. */
export function tokenLine(state: AppState, nowMs: number, counting: boolean, say: Say): string | null {
  const { login } = state.engine
  if (login.kind !== 'signedIn') return null
  const { expiresAtMs } = login.token
  const leftMs = tokenLeftMs(state.engine, nowMs)
  if (expiresAtMs === null || leftMs === null) return say('token.endUnknown')
  if (leftMs === 0) return say('token.expired')
  const time = timeOfDay(expiresAtMs)
  return counting ? say('token.left', { left: shortLeft(leftMs, say), time }) : say('token.until', { time })
}

/** Whose login is in use. */
export function loginWords(owner: LoginOwner, say: Say): string {
  switch (owner) {
    case 'own':
      return say('login.own')
    case 'kimi-code':
      return say('login.kimiCode')
    case 'kimi-cli':
      return say('login.kimiCli')
    case 'file':
      return say('login.file')
  }
}

/** Null while no request waits. */
export function waitingLine({ engine }: AppState, say: Say): string | null {
  const count = engine.traffic.waitingRequests
  if (count === 0) return null
  return say(needsSignIn(engine) ? 'waiting.signIn' : 'waiting.network', { count })
}

/** The time left in minutes, "12m"; the last minute is "<1m". */
export function shortLeft(leftMs: number, say: Say): string {
  const minutes = Math.floor(leftMs / 60_000)
  if (minutes < 1) return say('token.lastMinute')
  const hours = Math.floor(minutes / 60)
  return hours === 0
    ? say('token.minutes', { minutes })
    : say('token.hours', { hours, minutes: minutes % 60 })
}

/** The local time of day, "14:05". */
export function timeOfDay(atMs: number): string {
  return new Date(atMs).toTimeString().slice(0, 5)
}

/**
 * Breaks a sentence into lines, after a word or between Chinese characters, because a menu is as wide as its longest line.
 */
export function wrapped(text: string, widest = 52): string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const part of text.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+|\s+/g) ?? []) {
    const partWidth = /[\u3000-\u9fff\uff00-\uffef]/.test(part) ? 2 : part.length
    if (width + partWidth > widest && line.trim() !== '') {
      lines.push(line.trim())
      line = ''
      width = 0
    }
    line += part
    width += partWidth
  }
  return line.trim() === '' ? lines : [...lines, line.trim()]
}
