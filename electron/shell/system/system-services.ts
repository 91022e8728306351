/** The system around the app, as Electron offers it: notices, questions, clipboard, terminal, log, about, end. */
import type * as Electron from 'electron'
import type { Platform } from '../../contract/app'
import type { Question } from '../../core/views/question'
import type { LogFile } from '../../node/files/log-file'
import { openTerminal } from '../../node/system/terminal'
import type { SystemServices } from '../app/ports'
import type { AppWindow } from '../window/window'
import { externalLink, signInLink } from './links'
import { createNotifier } from './notifications'
import { createAwakeHold } from './power'

export type SystemServiceParts = Pick<
  typeof Electron,
  'app' | 'clipboard' | 'dialog' | 'Notification' | 'powerSaveBlocker' | 'shell'
>

export interface SystemServiceOptions {
  readonly window: AppWindow
  readonly log: LogFile
  readonly logFile: string
  readonly version: string
  readonly icon: string
  readonly platform: Platform
  readonly env: Readonly<Record<string, string | undefined>>
  onNoticeClick(): void
  onNoticeButton(): void
}

const KIMI_PAGE = 'https://www.kimi.com/'

export function createSystemServices(
  parts: SystemServiceParts,
  options: SystemServiceOptions,
): SystemServices {
  const { app, clipboard, Notification, powerSaveBlocker, shell } = parts
  const { window, log, logFile, env, platform } = options
  /** The open question. Without its window it could never be answered, so both are closed together. */
  let question: AbortController | null = null
  return {
    notify: createNotifier(
      { isSupported: () => Notification.isSupported(), create: (notice) => new Notification(notice) },
      log,
      { hasButtons: platform === 'darwin', ...options },
    ),
    async ask(asked) {
      question = new AbortController()
      try {
        return await ask(parts, options, asked, question)
      } finally {
        question = null
      }
    },
    copy: (text) => void clipboard.writeText(text),
    openWindow: () => void window.open(),
    presentWindow: () => window.present(),
    closeWindow() {
      // On macOS a window with an open question does not close.
      question?.abort()
      window.close()
    },
    openTerminal: () => openTerminal(env),
    openLog: () => void openLog(shell, logFile),
    openKimi: () => openExternal(shell, KIMI_PAGE),
    openReleases: (page) => openExternal(shell, page),
    openSignInPage(page, oauthHost) {
      const link = signInLink(page, oauthHost)
      if (link !== null) void shell.openExternal(link)
    },
    about: () => about(parts, options),
    holdAwake: createAwakeHold(powerSaveBlocker),
    exit: () => app.quit(),
  }
}

/** Opens a page of the short list, and no other. */
export function openExternal(shell: Pick<Electron.Shell, 'openExternal'>, url: string): void {
  const link = externalLink(url)
  if (link !== null) void shell.openExternal(link)
}

/**
 * The question belongs to the window. Without one, macOS would run it in a loop of its own that stops every stream
 * (electron#23319), and an app without a Dock icon might show it behind other windows.
 */
async function ask(
  { app, dialog }: SystemServiceParts,
  { window, platform }: SystemServiceOptions,
  { message, detail, proceed, goBack }: Question,
  withdrawn: AbortController,
): Promise<boolean> {
  const parent = window.open()
  const withdraw = () => withdrawn.abort()
  parent.once('closed', withdraw)
  if (platform === 'darwin') app.focus({ steal: true })
  const { response } = await dialog.showMessageBox(parent, {
    type: 'question',
    message,
    detail,
    buttons: [proceed, goBack],
    defaultId: 1,
    cancelId: 1,
    signal: withdrawn.signal,
  })
  if (!parent.isDestroyed()) parent.off('closed', withdraw)
  return response === 0 && !withdrawn.signal.aborted
}

/** Not every system has a program for the log file; without one, its folder is shown. */
async function openLog(shell: Electron.Shell, logFile: string): Promise<void> {
  const failure = await shell.openPath(logFile)
  if (failure !== '') shell.showItemInFolder(logFile)
}

function about({ app }: SystemServiceParts, { version, icon, platform }: SystemServiceOptions): void {
  app.setAboutPanelOptions({
    applicationName: 'Kimi Proxy',
    applicationVersion: version,
    copyright: 'MIT license. Not made or endorsed by Moonshot AI or Anthropic.',
    iconPath: icon,
  })
  if (platform === 'darwin') app.focus({ steal: true })
  app.showAboutPanel()
}
