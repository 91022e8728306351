/** What connecting sets beside `env`: the models for `/model`, and the status line. Pure. */

import { modelPicker } from '../settings/launch-env'
import type { KimiModel } from '../settings/models'
import { isSameJson, type OwnSettings, settingIn, variablesIn } from './connect-text'

/** Whether a status line was asked for, and whether it may take the place of another. */
export type StatusLineWish = 'none' | 'add' | 'replace'

const COMMAND = 'kimi-proxy statusline'
/** A countdown that stands still would mislead. */
const REFRESH_SECONDS = 30
export const STATUS_LINE = 'statusLine'
/** As it is written. */
export const OUR_STATUS_LINE = `{ "type": "command", "command": "${COMMAND}", "refreshInterval": ${REFRESH_SECONDS} }`

/**
 * The settings for a text from which what was ours has been taken out. `before`: the text as it was; a status line of ours in it
 * stays. Null where another status line is in the way. Throws RefusedText.
 */
export function ownSettings(base: string, before: string, wish: StatusLineWish): OwnSettings | null {
  const former = settingIn(before, STATUS_LINE)
  const wasOurs = former !== null && isSameJson(former, OUR_STATUS_LINE)
  if (wish === 'none' && !wasOurs) return {}
  const present = settingIn(base, STATUS_LINE)
  // Whoever calls ours in another way, with a padding or through a program of their own, has it already.
  if (present?.includes(COMMAND) === true && !wasOurs) return {}
  if (present !== null && !wasOurs && wish === 'add') return null
  return { [STATUS_LINE]: OUR_STATUS_LINE }
}

export const MODEL_PICKER = 'modelPicker'

/** As it is written: the models by name, each once (ARCHITECTURE, fact 10). */
export function ourModelPicker(models: readonly KimiModel[] | undefined): string {
  const json = JSON.stringify(modelPicker(models).modelPicker, null, 1)
  return json.replace(/\n\s*/g, ' ')
}

/**
 * What makes `/model` show Kimi's models; nothing where a person chose what it shows. A variable that is set stays. `base`: without what
 * was ours. Throws RefusedText.
 */
export function ownModelPicker(
  base: string,
  models: readonly KimiModel[] | undefined,
): { readonly settings: OwnSettings; readonly variables: Readonly<Record<string, string>> } {
  if (settingIn(base, MODEL_PICKER) !== null) return { settings: {}, variables: {} }
  const set = variablesIn(base)
  const missing = Object.entries(modelPicker(models).variables).filter(([name]) => set[name] === undefined)
  return {
    settings: { [MODEL_PICKER]: ourModelPicker(models) },
    variables: Object.fromEntries(missing),
  }
}

/** Whether the text has a status line, of whomever. Throws RefusedText. */
export function hasStatusLine(text: string): boolean {
  return settingIn(text, STATUS_LINE) !== null
}
