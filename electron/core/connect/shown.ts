/** What connecting changes, as lines for a person. Pure; keys that may be secret are hidden. */
import { printable } from '../basics/printable'
import { HIDDEN } from '../basics/secret'
import type { ChangedKey } from './connect-text'

export function diffLines(keys: readonly ChangedKey[]): readonly string[] {
  return keys.flatMap(({ name, wrote, former }) => [
    ...(former === null ? [] : [`- ${name}: ${shown(name, former)}`]),
    ...(wrote === null ? [] : [`+ ${name}: ${shown(name, JSON.stringify(wrote))}`]),
  ])
}

/** The other way round. */
export function diffLinesBack(keys: readonly ChangedKey[]): readonly string[] {
  return keys.flatMap(({ name, wrote, former }) => [
    ...(wrote === null ? [] : [`- ${name}: ${shown(name, JSON.stringify(wrote))}`]),
    ...(former === null ? [] : [`+ ${name}: ${shown(name, former)}`]),
  ])
}

function shown(name: string, json: string): string {
  if (/(?:KEY|TOKEN)$/.test(name)) return HIDDEN
  return printable(json.replace(/\/\/[^/@\s"]*@/g, `//${HIDDEN}@`))
}
