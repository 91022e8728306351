/** Saves what a person changes in Settings, and undoes the last of these changes. */
import type { Preferences, SavedName } from '../../contract/app'
import type { CommandResult } from '../../contract/commands'
import type { SettingsChanges } from '../../contract/settings'
import { PREFERENCE_KEYS } from '../../core/settings/preferences'
import { EDITED_KEYS } from '../../core/settings/table'
import type { AppParts } from './app-parts'

type Patch = Readonly<Record<string, unknown>>

const DONE: CommandResult = { ok: true }

export async function saveSettings(app: AppParts, changes: SettingsChanges): Promise<CommandResult> {
  const checked = app.settings.check(changes, app.state().settings)
  if (checked.kind === 'refused') {
    return { ok: false, problem: checked.error.toProblem(), field: checked.field }
  }
  return apply(app, checked.patch, nameIn(checked.patch))
}

export function savePreferences(app: AppParts, changes: Partial<Preferences>): Promise<CommandResult> {
  return apply(app, changes, nameIn(changes))
}

/** Undoing is no change that could be undone in turn: the person sees the setting and can change it again. */
export async function undoSetting(app: AppParts): Promise<CommandResult> {
  const { former } = app.settings
  return app.state().saved === null || former === null ? DONE : apply(app, former, null)
}

/** Asks first where the proxy has to restart and requests run. `name`: the setting whose change can be undone afterwards. */
async function apply(app: AppParts, patch: Patch, name: SavedName | null): Promise<CommandResult> {
  const { settings, engine, dispatch, may } = app
  if (Object.keys(patch).length === 0) return DONE
  const restarts = EDITED_KEYS.some((key) => Object.hasOwn(patch, key))
  if (restarts && engine.serves && !(await may('restart'))) return { ok: true, declined: true }
  settings.change(patch)
  if (restarts) dispatch({ kind: 'settings', settings: settings.editable(settings.currentOrDefault()) })
  else dispatchPreferences(app)
  dispatch({ kind: 'saved', name: settings.former === null ? null : name })
  if (!restarts) return DONE
  await engine.restart()
  // With another port, what Claude Code was given leads nowhere.
  await app.claudeTool.look()
  return DONE
}

function dispatchPreferences({ settings, dispatch }: AppParts): void {
  const { preferences } = settings.memory()
  dispatch({ kind: 'preferences', preferences, language: settings.languageFor(preferences) })
}

function nameIn(patch: Patch): SavedName | null {
  return [...EDITED_KEYS, ...PREFERENCE_KEYS].find((key) => Object.hasOwn(patch, key)) ?? null
}
