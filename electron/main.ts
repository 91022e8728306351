/** The tray app's entry: takes Electron's values and hands them to the parts of `shell/`. Decides nothing. */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  shell,
  Tray,
} from 'electron'
import type { Platform } from './contract/desktop'
import type { Question } from './core/views/question'
import { createAutostart } from './node/autostart'
import { createSystemClock } from './node/clock'
import { createLogFile, redactText } from './node/log-file'
import { pathsFor } from './node/paths'
import { openTerminal } from './node/terminal'
import { hasTrayHost } from './node/tray-host'
import { VERSION } from './node/version'
import { appMenuTemplate } from './shell/app-menu'
import { APP_SCHEME, SCHEME_PRIVILEGES, serveApp } from './shell/app-scheme'
import { guardAgainstCrashes } from './shell/crash-guard'
import { Desktop } from './shell/desktop'
import { connectWindow } from './shell/ipc'
import { readLaunchOptions, relaunchArgs } from './shell/launch-options'
import { externalLink } from './shell/links'
import { createLoginItem, HIDDEN_OPTION } from './shell/login-item'
import { createNotifier } from './shell/notifications'
import type { Surroundings } from './shell/ports'
import { createAwakeHold, tellAwakenings } from './shell/power'
import { openSettingsStore } from './shell/settings-store'
import { TrayIcon } from './shell/tray'
import { AppWindow } from './shell/window'

const RESOURCES = join(__dirname, 'resources')
const KIMI_PAGE = 'https://www.kimi.com/'

const paths = pathsFor(process.env)
const options = readLaunchOptions(process.argv)
const clock = createSystemClock()
const platform: Platform =
  process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'

// Before the lock, which lies in this folder: one app for each home.
try {
  mkdirSync(paths.home, { recursive: true, mode: 0o700 })
} catch {
  // The engine says so in words, and shows it.
}
app.setName('Kimi Proxy')
app.setPath('userData', paths.home)
app.setPath('sessionData', join(paths.home, 'window'))
if (platform === 'win32') app.setAppUserModelId('com.kimi-proxy.app')
app.enableSandbox()
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES])

if (app.requestSingleInstanceLock()) begin()
else app.exit(0)

function begin(): void {
  const log = createLogFile(paths.logFile)
  let desktop: Desktop | null = null
  const relaunch = (args: readonly string[]) => {
    // An AppImage's own path is a passing mount.
    const { APPIMAGE: execPath } = process.env
    app.relaunch(execPath === undefined ? { args: [...args] } : { args: [...args], execPath })
  }
  guardAgainstCrashes(process, {
    log,
    nowMs: () => clock.wallMs(),
    relaunchedAtMs: options.relaunchedAtMs,
    survived() {
      desktop?.note({ kind: 'unexpectedError' })
      desktop?.checkEngine()
    },
    relaunch() {
      relaunch(relaunchArgs(process.argv.slice(1), clock.wallMs()))
      void Promise.resolve(desktop?.endAtOnce()).finally(() => app.exit(1))
    },
  })
  if (options.mistake !== null) log.warn('option passed over', { message: options.mistake.message })
  endWell(() => desktop)
  app.on('window-all-closed', () => undefined)
  const openWindow = () => void desktop?.command({ kind: 'openWindow', face: 'status' })
  app.on('activate', openWindow)
  app.on('second-instance', (_event, argv) => {
    // Started while this one ends: it starts again once it has.
    if (desktop?.state.quitting) relaunch(process.argv.slice(1))
    else if (!argv.includes(HIDDEN_OPTION)) openWindow()
  })
  app
    .whenReady()
    .then(() => {
      desktop = compose(log)
    })
    .catch((error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : 'not an error'
      log.error('not composed', { stack: redactText(text) })
      log.flush()
      // One that shows nothing must not keep the place of the next.
      dialog.showErrorBox('Kimi Proxy', `Kimi Proxy cannot start. The log says why: ${paths.logFile}`)
      app.exit(1)
    })
}

/** A person's quit, whatever it came by, drains first; a computer that is shutting down is never held up. */
function endWell(desktop: () => Desktop | null): void {
  let shuttingDown = false
  // What watches the system may be used only then.
  void app.whenReady().then(() => {
    powerMonitor.on('shutdown', () => {
      shuttingDown = true
      desktop()?.abandon()
    })
  })
  app.on('before-quit', (event) => {
    const running = desktop()
    if (running === null || running.hasEnded) return
    if (shuttingDown) return running.abandon()
    event.preventDefault()
    void running.quit()
  })
}

function compose(log: ReturnType<typeof createLogFile>): Desktop {
  if (platform === 'darwin') {
    app.setActivationPolicy('accessory')
    app.dock?.hide()
  }
  protocol.handle(APP_SCHEME, (request) => serveApp(request, join(__dirname, 'renderer')))
  const window = new AppWindow(
    {
      create: (windowOptions) => new BrowserWindow(windowOptions),
      preload: join(__dirname, 'preload.js'),
      icon: join(RESOURCES, 'icon.png'),
      isDark: () => nativeTheme.shouldUseDarkColors,
      openExternal,
    },
    { log, onChange: (open) => desktop.windowChanged(open) },
  )
  const autostart = createAutostart(process.env, process.execPath, [HIDDEN_OPTION])
  if (platform === 'linux' && app.isPackaged) autostart.renew()
  const { store, note } = openSettingsStore(paths, () => clock.wallMs())
  const notes = note === null ? [] : [note]
  const desktop = new Desktop({
    paths,
    version: VERSION,
    log,
    clock,
    env: process.env,
    homeDir: homedir(),
    platform,
    languages: app.getPreferredSystemLanguages(),
    port: options.port,
    store,
    loginItem: createLoginItem({
      app,
      platform,
      execPath: process.execPath,
      autostart,
      openSettingsPage: (url) => void shell.openExternal(url),
    }),
    surroundings: surroundings(
      window,
      log,
      () => void desktop.command({ kind: 'openWindow', face: 'status' }),
    ),
    notes: options.relaunchedAtMs === null ? notes : [...notes, { kind: 'relaunched' }],
  })
  connectWindow({ ipcMain, source: desktop, log, window: () => window.webContents })
  const tray = new TrayIcon(
    {
      createTray: (image) => new Tray(image),
      createMenu: (template) => Menu.buildFromTemplate(template),
      loadImage: (path) => nativeImage.createFromPath(path),
      nativeTheme,
      hasDarkPanel: /GNOME|Unity|Pantheon|Budgie/i.test(process.env['XDG_CURRENT_DESKTOP'] ?? ''),
    },
    {
      get state() {
        return desktop.state
      },
      nowMs: () => desktop.nowMs(),
      subscribe: (listener) => desktop.subscribe(listener),
      onTick: (ticker) => desktop.onTick(ticker),
      refreshLoginItem: () => desktop.refreshLoginItem(),
      command: (command) => desktop.commandFromTray(command),
    },
    clock,
    join(RESOURCES, 'tray'),
  )
  keepAppMenu(desktop)
  tellAwakenings(powerMonitor, (reason) => desktop.wake(reason))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void desktop.quit())
  app.once('will-quit', () => tray.destroy())
  void desktop.start()
  void startsQuietly().then((quietly) => {
    if (!quietly) void desktop.command({ kind: 'openWindow', face: 'status' })
  })
  return desktop
}

function surroundings(
  window: AppWindow,
  log: ReturnType<typeof createLogFile>,
  onNoticeClick: () => void,
): Surroundings {
  return {
    notify: createNotifier(
      { isSupported: () => Notification.isSupported(), create: (notice) => new Notification(notice) },
      log,
      onNoticeClick,
    ),
    ask: (question) => ask(window, question),
    copy: (text) => void clipboard.writeText(text),
    openWindow: () => void window.open(),
    closeWindow: () => window.close(),
    openTerminal: () => openTerminal(process.env),
    openLog: () => void openLog(),
    openKimi: () => openExternal(KIMI_PAGE),
    about: () => about(),
    holdAwake: createAwakeHold(powerSaveBlocker),
    exit: () => app.quit(),
  }
}

/**
 * Asked in the window: without one, macOS would run the question in a loop of its own that stops every stream
 * (electron#23319), and an app without a Dock icon might show it behind others.
 */
async function ask(window: AppWindow, { message, detail, proceed, goBack }: Question): Promise<boolean> {
  const parent = window.open()
  if (platform === 'darwin') app.focus({ steal: true })
  const { response } = await dialog.showMessageBox(parent, {
    type: 'question',
    message,
    detail,
    buttons: [proceed, goBack],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0
}

/** A file of lines has no program of its own on every system; then its folder is shown. */
async function openLog(): Promise<void> {
  const failure = await shell.openPath(paths.logFile)
  if (failure !== '') shell.showItemInFolder(paths.logFile)
}

function openExternal(url: string): void {
  const link = externalLink(url)
  if (link !== null) void shell.openExternal(link)
}

function about(): void {
  app.setAboutPanelOptions({
    applicationName: 'Kimi Proxy',
    applicationVersion: VERSION,
    copyright: 'MIT license. Not made or endorsed by Moonshot AI or Anthropic.',
    iconPath: join(RESOURCES, 'icon.png'),
  })
  if (platform === 'darwin') app.focus({ steal: true })
  app.showAboutPanel()
}

/** macOS alone has it; elsewhere it would stand in the window, where copy and paste work without one. */
function keepAppMenu(desktop: Desktop): void {
  if (platform !== 'darwin') return Menu.setApplicationMenu(null)
  let shown: string | null = null
  const draw = () => {
    const { language } = desktop.state
    if (language === shown) return
    shown = language
    const template = appMenuTemplate(language, (command) => void desktop.command(command))
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  draw()
  desktop.subscribe(draw)
}

/** Started by the system, and with an icon to be seen by: then no window opens. */
async function startsQuietly(): Promise<boolean> {
  if (platform === 'darwin') {
    return options.hidden || (app.isPackaged && app.getLoginItemSettings().wasOpenedAtLogin)
  }
  return options.hidden && (platform !== 'linux' || (await hasTrayHost(process.env)))
}
