/** Everything a person can ask of a running engine, by menu, button or flag. Imports only the state's words. */
import type { Problem } from './state'

export type Command = { readonly kind: 'refresh' } | { readonly kind: 'stop' }

export type CommandResult = { readonly ok: true } | { readonly ok: false; readonly problem: Problem }
