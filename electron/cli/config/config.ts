/** `kimi-proxy config`: the settings file read and changed by hand of the one parser. */
import { homedir } from 'node:os'
import { differingSettings } from '../../core/settings/differences'
import type { Settings } from '../../core/settings/schema'
import { SETTING_KEYS, SETTINGS, type SettingKey, type Values } from '../../core/settings/table'
import { typedSetting } from '../../core/settings/typed'
import { alignedLines } from '../../core/views/cli/columns'
import { findEngine, readState } from '../../node/engine/process'
import { probeSetting } from '../../node/network/trust'
import { editSetting } from '../../node/settings/settings-edit'
import type { CliCommand } from '../basics/command'
import { type CliContext, loadSettings, settingsOrInstead } from '../basics/context'
import { lookOf } from '../basics/look'

/** 0 shown or changed. Throws SETTING_INVALID, and nothing is changed then. */
export async function config(context: CliContext, command: CliCommand<'config'>): Promise<number> {
  switch (command.action) {
    case 'get':
      return get(context, command.key)
    case 'set':
      return change(context, command.key, valueToWrite(context, command.key, command.values))
    case 'unset':
      return change(context, command.key, undefined)
  }
}

/** Of one setting the bare value, for scripts: what counts now, wherever it comes from. */
function get(context: CliContext, key: SettingKey | null): number {
  const settings = loadSettings(context, undefined)
  if (key !== null) {
    context.print(shown(key, settings))
    return 0
  }
  const { say, print } = context
  const rows = SETTING_KEYS.map((each) => {
    const source = settings.origins.find(({ name }) => name === each)?.source ?? say('config.default')
    return [each, shown(each, settings) || say('config.none'), source]
  })
  for (const line of alignedLines(rows, lookOf(context.env).columns)) print(line)
  return 0
}

function valueToWrite({ paths }: CliContext, key: SettingKey, values: readonly string[]): unknown {
  const value = typedSetting(key, values, { filePath: paths.settingsFile, homeDir: homedir() })
  if (value !== undefined) probeSetting(key, value)
  return value
}

async function change(context: CliContext, key: SettingKey, value: unknown): Promise<number> {
  const { say, print, paths } = context
  const path = paths.settingsFile
  if (!(await editSetting(paths, key, value))) {
    print(say('config.same'))
    return 0
  }
  // What else stands in the file may make no sense, which is told elsewhere.
  const { settings } = settingsOrInstead(context, undefined)
  const origin = settings.origins.find(({ name }) => name === key)
  if (value === undefined) print(say('config.unset', { key, path }))
  else {
    const own = settingsOrInstead({ ...context, env: {} }, undefined).settings
    print(say('config.set', { key, value: shown(key, own), path }))
  }
  if (origin !== undefined && origin.source !== path) {
    context.complain(say('config.outranked', { source: origin.source, key, value: origin.value }))
  }
  await sayIfNotUsed(context, key, settings)
  return 0
}

async function sayIfNotUsed(context: CliContext, key: SettingKey, settings: Settings): Promise<void> {
  const { say, complain, paths } = context
  const running = await findEngine(paths)
  const told = running?.answers ? await readState(running.record) : null
  if (running === null || told === null) return
  const differs =
    key === 'port'
      ? running.record.port !== settings.port
      : differingSettings(told.state.settings, settings.origins, paths.settingsFile).includes(key)
  if (differs) complain(say('config.runs'))
}

/** Never with a password. Empty where there is no value. */
function shown(key: SettingKey, values: Values): string {
  return printed(key, values[key])
}

function printed<Key extends SettingKey>(key: Key, value: Values[Key]): string {
  return value === null ? '' : SETTINGS[key].kind.print(value)
}
