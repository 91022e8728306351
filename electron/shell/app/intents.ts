/**
 * The commands that a person can give: one row each.
 *
 * - `run` carries the command out; `read` turns a message of the window into the command.
 * - A command of `contract/commands.ts` without a row here does not compile, nor does a window command without a reader.
 * - Called by `App` (`perform`) and by the IPC wrapper (`readWindowCommand`).
 */

import type { Note } from '../../contract/app'
import type { WindowCommand } from '../../contract/bridge'
import type { Command, CommandResult } from '../../contract/commands'
import { portOf } from '../../core/app/phase'
import { isFace, isNoteKind } from '../../core/app/window-message'
import { KimiProxyError } from '../../core/basics/errors'
import { isRecord } from '../../core/basics/json'
import { isLoginPick } from '../../core/login/login-choice'
import { readSettingsChanges } from '../../core/settings/form'
import { baseUrlOf, modelPicker } from '../../core/settings/launch-env'
import { readPreferences } from '../../core/settings/preferences'
import { copiedSettings } from '../../core/views/copied-settings'
import { reportLines } from '../../core/views/doctor-report'
import { reportOf } from '../../core/views/window/doctor'
import { SIGN_IN_COMMAND } from '../../core/views/window/sign-in'
import type { AppParts } from './app-parts'
import { savePreferences, saveSettings, undoSetting } from './saving'
import { beginSignIn, mayEndOther } from './shared-steps'

type Kind = Command['kind']
type CommandOf<K extends Kind> = Extract<Command, { kind: K }>
type Message = Readonly<Record<string, unknown>>
/** Undefined: the command succeeded. */
type Outcome = CommandResult | undefined

interface Intent<K extends Kind> {
  /**
   * Returns null for a message that is not exactly this command. `null` in place of a function: the window may not give it.
   */
  readonly read: K extends WindowCommand['kind'] ? (message: Message) => CommandOf<K> | null : null
  /** A failure is either thrown or returned. */
  readonly run: (app: AppParts, command: CommandOf<K>) => Outcome | Promise<Outcome>
}

const INTENTS: { readonly [K in Kind]: Intent<K> } = {
  start: { read: () => ({ kind: 'start' }), run: async ({ engine }) => void (await engine.start()) },
  retry: { read: () => ({ kind: 'retry' }), run: async ({ engine }) => void (await engine.retry()) },
  stop: {
    read: ({ atOnce }) => (isFlag(atOnce) ? { kind: 'stop', atOnce } : null),
    run: async ({ engine, may }, { atOnce }) => {
      if (atOnce || (await may('stop'))) await engine.stop()
    },
  },
  refresh: { read: () => ({ kind: 'refresh' }), run: ({ engine }) => engine.refresh() },
  stopOther: {
    read: () => ({ kind: 'stopOther' }),
    run: async (app) => {
      if (await mayEndOther(app)) await app.engine.stopOther()
    },
  },
  takeOver: {
    read: () => ({ kind: 'takeOver' }),
    run: async (app) => {
      if (await mayEndOther(app)) await app.engine.takeOver()
    },
  },
  openWindow: {
    read: ({ face }) => (isFace(face) ? { kind: 'openWindow', face } : null),
    run: ({ dispatch, services, checkUp, claudeTool }, { face }) => {
      dispatch({ kind: 'face', face })
      services.openWindow()
      if (face === 'doctor') void checkUp.run()
      if (face === 'claude') void claudeTool.look()
    },
  },
  closeWindow: {
    read: () => ({ kind: 'closeWindow' }),
    run: ({ services }) => void services.closeWindow(),
  },
  copySettings: {
    read: ({ form }) => (isForm(form) ? { kind: 'copySettings', form } : null),
    run: ({ state, settings, services, platform, dispatch }, { form }) => {
      const port = portOf(state())
      services.copy(copiedSettings(settings.claude(port), form, platform, modelPicker()))
      dispatch({ kind: 'copied', port })
      settings.remember({ copiedPort: port })
    },
  },
  copyBaseUrl: {
    read: () => ({ kind: 'copyBaseUrl' }),
    run: ({ state, services }) => void services.copy(baseUrlOf(portOf(state()))),
  },
  connectClaude: { read: () => ({ kind: 'connectClaude' }), run: ({ claudeTool }) => claudeTool.connect() },
  disconnectClaude: {
    read: () => ({ kind: 'disconnectClaude' }),
    run: ({ claudeTool }) => claudeTool.disconnect(),
  },
  copySignInCommand: {
    read: () => ({ kind: 'copySignInCommand' }),
    run: ({ services, dispatch }) => {
      services.copy(SIGN_IN_COMMAND)
      dispatch({ kind: 'signInCommandCopied' })
    },
  },
  useLogin: {
    read: ({ pick }) => (isLoginPick(pick) ? { kind: 'useLogin', pick } : null),
    run: ({ engine }, { pick }) => engine.host.use(pick),
  },
  runDoctor: { read: () => ({ kind: 'runDoctor' }), run: async ({ checkUp }) => void (await checkUp.run()) },
  copyReport: {
    read: () => ({ kind: 'copyReport' }),
    run: ({ state, services }) => {
      const { doctor, language } = state()
      const report = reportOf(doctor)
      if (report !== null) services.copy(`${reportLines(report, language).join('\n')}\n`)
    },
  },
  signIn: {
    read: () => ({ kind: 'signIn' }),
    run: (app) => void beginSignIn(app, false),
  },
  signInByPhone: {
    read: () => ({ kind: 'signInByPhone' }),
    run: (app) => void beginSignIn(app, true),
  },
  cancelSignIn: { read: () => ({ kind: 'cancelSignIn' }), run: ({ ownLogin }) => void ownLogin.cancel() },
  copySignInCode: {
    read: () => ({ kind: 'copySignInCode' }),
    run: ({ ownLogin }) => void ownLogin.copyCode(),
  },
  openSignInPage: {
    read: () => ({ kind: 'openSignInPage' }),
    run: ({ ownLogin }) => void ownLogin.openPage(),
  },
  signOut: {
    read: () => ({ kind: 'signOut' }),
    run: async ({ ownLogin, may }) => {
      if (await may('signOut')) await ownLogin.signOut()
    },
  },
  openTerminal: {
    read: () => ({ kind: 'openTerminal' }),
    run: async ({ services, dispatch }) => {
      if (await services.openTerminal()) return void dispatch({ kind: 'terminalOpened' })
      throw new KimiProxyError('NO_TERMINAL', {})
    },
  },
  openLog: {
    read: () => ({ kind: 'openLog' }),
    run: ({ log, services }) => {
      log.flush()
      services.openLog()
    },
  },
  openKimi: { read: () => ({ kind: 'openKimi' }), run: ({ services }) => void services.openKimi() },
  setLaunchAtLogin: {
    read: ({ on }) => (isFlag(on) ? { kind: 'setLaunchAtLogin', on } : null),
    run: ({ loginItem, dispatch }, { on }) => {
      loginItem.set(on)
      dispatch({ kind: 'loginItem', loginItem: loginItem.status() })
    },
  },
  openLoginItemSettings: {
    read: () => ({ kind: 'openLoginItemSettings' }),
    run: ({ loginItem }) => void loginItem.openSettings(),
  },
  installCommand: {
    read: () => ({ kind: 'installCommand' }),
    run: async ({ commandTool }) => void (await commandTool.install()),
  },
  removeCommand: {
    read: () => ({ kind: 'removeCommand' }),
    run: ({ commandTool }) => void commandTool.remove(),
  },
  setPreferences: {
    read: (message) => {
      const changes = readPreferences(message['changes'])
      return changes === null ? null : { kind: 'setPreferences', changes }
    },
    run: (app, { changes }) => savePreferences(app, changes),
  },
  saveSettings: {
    read: (message) => {
      const changes = readSettingsChanges(message['changes'])
      return changes === null ? null : { kind: 'saveSettings', changes }
    },
    run: (app, { changes }) => saveSettings(app, changes),
  },
  undoSetting: { read: () => ({ kind: 'undoSetting' }), run: undoSetting },
  dismissNote: {
    read: ({ note }) => (isNoteKind(note) ? { kind: 'dismissNote', note } : null),
    run: ({ dispatch }, { note }) => dismiss(dispatch, note),
  },
  openReleases: {
    read: () => ({ kind: 'openReleases' }),
    run: ({ state, services }) => void services.openReleases(state().releasesPage),
  },
  finishSetUp: {
    read: () => ({ kind: 'finishSetUp' }),
    run: ({ dispatch }) => void dispatch({ kind: 'setUpOver' }),
  },
  about: { read: null, run: ({ services }) => void services.about() },
  quit: {
    read: null,
    run: async ({ state, may, quit }) => {
      if (state().quitting || (await may('quit'))) await quit()
    },
  },
}

/** Carries a command out. Rejects with a failure that its row throws. */
export async function perform(app: AppParts, command: Command): Promise<CommandResult> {
  return (await outcomeOf(app, command.kind, command)) ?? { ok: true }
}

function outcomeOf<K extends Kind>(app: AppParts, kind: K, command: CommandOf<K>) {
  return INTENTS[kind].run(app, command)
}

/**
 * The command in a message of the window, with known fields only; null for anything that is not a command of the window.
 */
export function readWindowCommand(message: unknown): WindowCommand | null {
  if (!isRecord(message) || !isKind(message['kind'])) return null
  return INTENTS[message['kind']].read?.(message) ?? null
}

function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(INTENTS, value)
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isForm(value: unknown): value is CommandOf<'copySettings'>['form'] {
  return value === 'shell' || value === 'json'
}

function dismiss(dispatch: AppParts['dispatch'], note: Note['kind']): undefined {
  dispatch({ kind: 'noteDismissed', note })
}
