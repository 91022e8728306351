/** The commands of the command line, as data. */
import type { LoginPick } from '../../contract/engine'
import type { StatusLineWish } from '../../core/connect/own-settings'
import type { Region } from '../../core/settings/region'
import type { SettingKey } from '../../core/settings/table'
import type { Scope } from '../../node/connect/claude-file'

/** The shells that completions are made for. */
export const SHELL_NAMES = ['bash', 'zsh', 'fish'] as const
export type ShellName = (typeof SHELL_NAMES)[number]

/** The options that an engine is started with. */
export interface StartOptions {
  /** Undefined where none was given, which is not the same as the default. */
  readonly port: number | undefined
  /** Requests wait for a new sign-in or the network instead of failing. */
  readonly park: boolean
}

interface Commands {
  readonly run: StartOptions & { readonly command: readonly string[] }
  readonly login: { readonly region: Region | undefined; readonly open: boolean }
  readonly logout: { readonly yes: boolean }
  readonly connect: {
    readonly scope: Scope
    readonly dryRun: boolean
    readonly yes: boolean
    /** Looks only. */
    readonly check: boolean
    readonly statusLine: StatusLineWish
  }
  readonly disconnect: { readonly scope: Scope; readonly dryRun: boolean; readonly yes: boolean }
  readonly start: StartOptions & { readonly foreground: boolean }
  readonly check: { readonly port: number | undefined }
  readonly status: { readonly json: boolean }
  readonly quota: { readonly json: boolean; readonly watch: boolean }
  readonly log: {
    readonly follow: boolean
    readonly json: boolean
    readonly export: boolean
    readonly session: string | undefined
    readonly limit: number | undefined
  }
  readonly use: { readonly pick: LoginPick }
  readonly doctor: { readonly port: number | undefined; readonly json: boolean }
  readonly stop: { readonly all: boolean; readonly yes: boolean }
  readonly watchdog: StartOptions & { readonly foreground: boolean }
  readonly service:
    | (StartOptions & { readonly action: 'install'; readonly yes: boolean })
    | { readonly action: 'remove'; readonly yes: boolean }
    | { readonly action: 'status'; readonly json: boolean }
  readonly token: object
  readonly env: { readonly json: boolean }
  readonly restart: StartOptions & { readonly yes: boolean }
  readonly logs: object
  readonly config:
    | { readonly action: 'get'; readonly key: SettingKey | null }
    | { readonly action: 'set'; readonly key: SettingKey; readonly values: readonly string[] }
    | { readonly action: 'unset'; readonly key: SettingKey }
  readonly completion: { readonly shell: ShellName }
  readonly statusline: object
  /** `of`: the command that it is about, if a certain one. */
  readonly help: { readonly of?: CommandKind | undefined }
  readonly version: object
}

export type CommandKind = keyof Commands

export type CliCommand<Kind extends CommandKind = CommandKind> = {
  [Each in Kind]: { readonly kind: Each } & Commands[Each]
}[Kind]

export type ServiceCommand = CliCommand<'service'>
