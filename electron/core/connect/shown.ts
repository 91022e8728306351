/** What connecting changes, as lines for a person. Pure; keys that may be secret are hidden. */
import { oneLine } from '../basics/printable'
import { HIDDEN } from '../basics/secret'
import type { ChangedKey } from './connect-text'

export function diffLines(keys: readonly ChangedKey[]): readonly string[] {
  return keys.flatMap(({ name, former, ...key }) => {
    const wrote = jsonWritten(key)
    return [
      ...(former === null ? [] : [`- ${name}: ${shown(name, former)}`]),
      ...(wrote === null ? [] : [`+ ${name}: ${shown(name, wrote)}`]),
    ]
  })
}

/** The other way round. */
export function diffLinesBack(keys: readonly ChangedKey[]): readonly string[] {
  return keys.flatMap(({ name, former, ...key }) => {
    const wrote = jsonWritten(key)
    return [
      ...(wrote === null ? [] : [`- ${name}: ${shown(name, wrote)}`]),
      ...(former === null ? [] : [`+ ${name}: ${shown(name, former)}`]),
    ]
  })
}

function jsonWritten({ wrote, place }: Pick<ChangedKey, 'wrote' | 'place'>): string | null {
  return wrote === null || place === 'settings' ? wrote : JSON.stringify(wrote)
}

/** A list of models would fill the screen. */
const LONGEST_SHOWN = 100

function shown(name: string, json: string): string {
  if (/(?:KEY|TOKEN)$/.test(name)) return HIDDEN
  const text = json.replace(/\/\/[^/@\s"]*@/g, `//${HIDDEN}@`)
  return text.length > LONGEST_SHOWN ? `${oneLine(text, LONGEST_SHOWN)}…` : oneLine(text)
}
