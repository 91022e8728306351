/** The tray app's entry: takes Electron's values and hands them to the parts of `shell/`. Decides nothing. */
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
import { createAutostart } from './node/autostart'
import { createSystemClock } from './node/clock'
import { createLogFile } from './node/log-file'
import { pathsFor } from './node/paths'
import { openTerminal } from './node/terminal'
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
import type { Question, Surroundings } from './shell/ports'
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
  guardAgainstCrashes(process, {
    log,
    nowMs: () => clock.wallMs(),
    relaunchedAtMs: options.relaunchedAtMs,
    survived() {
      desktop?.note({ kind: 'unexpectedError' })
      desktop?.checkEngine()
    },
    relaunch() {
      app.relaunch({ args: relaunchArgs(process.argv.slice(1), clock.wallMs()) })
      desktop?.abandon()
      app.exit(1)
    },
  })
  if (options.mistake !== null) log.warn('option passed over', { message: options.mistake.message })
  // The system's own item for ending the app must not wait for streams: it may be shutting down.
  app.on('before-quit', () => desktop?.abandon())
  app.on('window-all-closed', () => undefined)
  const openWindow = () => void desktop?.command({ kind: 'openWindow', face: 'status' })
  app.on('second-instance', openWindow)
  app.on('activate', openWindow)
  void app.whenReady().then(() => {
    desktop = compose(log)
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
      autostart: createAutostart(process.env, process.execPath, [HIDDEN_OPTION]),
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
    },
    desktop,
    clock,
    join(RESOURCES, 'tray'),
  )
  keepAppMenu(desktop)
  tellAwakenings(powerMonitor, (reason) => desktop.wake(reason))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void desktop.quit())
  app.once('will-quit', () => tray.destroy())
  void desktop.start()
  if (!startedAtLogin()) void desktop.command({ kind: 'openWindow', face: 'status' })
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
    ask,
    copy: (text) => void clipboard.writeText(text),
    openWindow: () => window.open(),
    closeWindow: () => window.close(),
    openTerminal: () => openTerminal(process.env),
    openLog: () => void openLog(),
    openKimi: () => openExternal(KIMI_PAGE),
    about: () => about(),
    holdAwake: createAwakeHold(powerSaveBlocker),
    exit: () => app.quit(),
  }
}

async function ask({ message, detail, proceed, goBack }: Question): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
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
  app.showAboutPanel()
}

function keepAppMenu(desktop: Desktop): void {
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

function startedAtLogin(): boolean {
  if (options.hidden) return true
  return platform === 'darwin' && app.isPackaged && app.getLoginItemSettings().wasOpenedAtLogin
}
