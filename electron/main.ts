/** The tray app's entry: takes Electron's values and hands them to the parts of `shell/`. Decides nothing. */
import { homedir, release } from 'node:os'
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
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
} from 'electron'
import { languageFor } from './core/app/initial'
import { terminalLanguage } from './core/basics/terminal-language'
import { noticeCommand } from './core/views/sign-in-command'
import { sayIn } from './core/words/say'
import { createSystemClock } from './node/basics/clock'
import { PLATFORM as platform } from './node/basics/platform'
import { RELEASES_PAGE, VERSION } from './node/basics/version'
import { ensureHome, makeFolder } from './node/files/home-folder'
import { createLogFile, type LogFile, redactedStack } from './node/files/log-file'
import { pathsFor } from './node/files/paths'
import { createAutostart } from './node/system/autostart'
import { CommandOnDisk } from './node/system/command-link/link'
import { appImageOf, outsideEnvironment } from './node/system/self-command'
import { hasTrayHost } from './node/system/tray-host'
import { App } from './shell/app/app'
import { guardAgainstCrashes } from './shell/system/crash-guard'
import { endWell } from './shell/system/ending'
import { plainArgs, readLaunchOptions, relaunchArgs } from './shell/system/launch-options'
import { externalLink } from './shell/system/links'
import { createLoginItem, HIDDEN_OPTION, whyUnavailable } from './shell/system/login-item'
import { tellAwakenings } from './shell/system/power'
import { openSettingsStore } from './shell/system/settings-store'
import { createSystemServices, openExternal } from './shell/system/system-services'
import { keepAppMenu } from './shell/tray/app-menu'
import { createTray } from './shell/tray/create'
import type { TrayIcon } from './shell/tray/tray'
import { APP_SCHEME, SCHEME_PRIVILEGES, serveApp } from './shell/window/app-scheme'
import { createWindow } from './shell/window/create'
import { connectWindow } from './shell/window/ipc'
import { windowMemory } from './shell/window/memory'

const RESOURCES = join(__dirname, 'resources')
const ICON = join(RESOURCES, 'icon.png')

const paths = pathsFor(process.env)
const options = readLaunchOptions(process.argv)
const clock = createSystemClock()

// Before the lock, which lies in this folder: one app for each home.
try {
  makeFolder(join(paths.home, 'window'))
} catch {
  // Said below.
}
app.setName('Kimi Proxy')
app.setPath('userData', paths.home)
app.setPath('sessionData', join(paths.home, 'window'))
if (platform === 'win32') app.setAppUserModelId('com.kimi-proxy.app')
app.enableSandbox()
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES])

if (app.requestSingleInstanceLock()) begin()
else if (isWritable()) app.exit(0)
else {
  // Nobody else has the lock: it could not be made.
  dialog.showErrorBox(
    'Kimi Proxy',
    sayIn(terminalLanguage(process.env))('app.homeUnwritable', { path: paths.home }),
  )
  app.exit(1)
}

function isWritable(): boolean {
  try {
    ensureHome(paths)
    return true
  } catch {
    return false
  }
}

function begin(): void {
  const log = createLogFile(paths.logFile)
  let trayApp: App | null = null
  guardAgainstCrashes(process, {
    log,
    nowMs: () => clock.wallMs(),
    relaunchedAtMs: options.relaunchedAtMs,
    survived() {
      trayApp?.note({ kind: 'unexpectedError' })
      trayApp?.checkEngine()
    },
    relaunch() {
      relaunch(relaunchArgs(process.argv.slice(1), clock.wallMs()))
      void Promise.resolve(trayApp?.endAtOnce()).finally(() => app.exit(1))
    },
  })
  if (options.mistake !== null) log.warn('option-passed-over', { message: options.mistake.message })
  endWell({ app, powerMonitor, process, nowMs: () => clock.elapsedMs(), running: () => trayApp })
  app.on('window-all-closed', () => undefined)
  const openWindow = () => void trayApp?.command({ kind: 'openWindow', face: 'status' })
  app.on('activate', openWindow)
  let startsAgain = false
  app.on('second-instance', (_event, argv) => {
    if (!trayApp?.state.quitting) {
      if (!argv.includes(HIDDEN_OPTION)) openWindow()
    } else if (!startsAgain) {
      // Started while this one ends: it starts again once it has, as if by hand.
      startsAgain = true
      relaunch(plainArgs(process.argv.slice(1)))
    }
  })
  app
    .whenReady()
    .then(() => {
      trayApp = compose(log)
    })
    .catch((error: unknown) => {
      log.error('not-composed', { stack: redactedStack(error) })
      log.flush()
      // One that shows nothing must not keep the place of the next.
      const say = sayIn(languageFor('system', app.getPreferredSystemLanguages()))
      dialog.showErrorBox('Kimi Proxy', say('app.cannotStart', { path: paths.logFile }))
      app.exit(1)
    })
}

/** Once this process has ended. An AppImage's own path is a passing mount. */
function relaunch(args: readonly string[]): void {
  const execPath = appImageOf(process.env, process.execPath)
  app.relaunch(execPath === null ? { args: [...args] } : { args: [...args], execPath })
}

function compose(log: LogFile): App {
  if (platform === 'darwin') {
    app.setActivationPolicy('accessory')
    app.dock?.hide()
  }
  protocol.handle(APP_SCHEME, (request) => serveApp(request, join(__dirname, 'renderer')))
  const openWindow = () => void trayApp.command({ kind: 'openWindow', face: 'status' })
  const { store, note } = openSettingsStore(paths, {
    nowMs: () => clock.wallMs(),
    onWritten: dropForeignChannel,
    onMended: (mended) => trayApp.note(mended),
  })
  const notes = note === null ? [] : [note]
  const window = createWindow(
    { BrowserWindow, nativeTheme, screen, systemPreferences },
    {
      platform,
      memory: windowMemory(store, paths.settingsFile, log),
      tray: () => tray?.place ?? null,
      preload: join(__dirname, 'preload.js'),
      icon: ICON,
      openExternal: (url) => openExternal(shell, url),
    },
    release(),
    { log, onChange: (open) => trayApp.windowChanged(open) },
  )
  let tray: TrayIcon | null = null
  const trayApp: App = new App({
    paths,
    version: VERSION,
    releasesPage: externalLink(RELEASES_PAGE) ?? '',
    log,
    clock,
    systemProxy: (url) => session.defaultSession.resolveProxy(url),
    env: process.env,
    homeDir: homedir(),
    platform,
    languages: app.getPreferredSystemLanguages(),
    port: options.port,
    store,
    loginItem: loginItem(),
    commandLink: commandLink(),
    services: createSystemServices(
      { app, clipboard, dialog, Notification, powerSaveBlocker, shell },
      {
        window,
        log,
        logFile: paths.logFile,
        version: VERSION,
        icon: ICON,
        platform,
        env: outsideEnvironment(process),
        onNoticeClick: openWindow,
        onNoticeButton: () => void trayApp.commandFromTray(noticeCommand(trayApp.state)),
      },
    ),
    notes: options.relaunchedAtMs === null ? notes : [...notes, { kind: 'relaunched' }],
  })
  const resize = (heightPx: number) => window.fit(heightPx)
  connectWindow({ ipcMain, source: trayApp, log, window: () => window.webContents, resize })
  const parts = { Menu, nativeImage, nativeTheme, Tray }
  const desktop = process.env['XDG_CURRENT_DESKTOP']
  tray = createTray(parts, trayApp, clock, join(RESOURCES, 'tray'), desktop)
  keepAppMenu(Menu, trayApp, (step) => window.zoom(step))
  tellAwakenings(powerMonitor, (reason) => trayApp.wake(reason))
  app.once('will-quit', () => tray?.destroy())
  void trayApp.start()
  void startsQuietly().then((quietly) => {
    if (!quietly) openWindow()
  })
  return trayApp
}

function loginItem() {
  const autostart = createAutostart(process.env, process.execPath, [HIDDEN_OPTION])
  if (platform === 'linux' && app.isPackaged) autostart.renew()
  const openSettingsPage = (url: string) => void shell.openExternal(url)
  return createLoginItem({ app, platform, execPath: process.execPath, autostart, openSettingsPage })
}

function commandLink(): CommandOnDisk {
  const { execPath, env } = process
  const link = new CommandOnDisk({
    platform,
    homeDir: homedir(),
    env,
    resources: process.resourcesPath,
    appImage: appImageOf(env, execPath),
    unavailable: whyUnavailable({ app, platform, execPath }),
    packageCommand: '/usr/bin/kimi-proxy',
    nowMs: () => clock.wallMs(),
  })
  link.renew()
  return link
}

/** electron-store answers any page on a channel of its own, which nobody here needs. */
function dropForeignChannel(): void {
  ipcMain.removeAllListeners('electron-store-get-data')
}

/** Started by the system, and with an icon to be seen by: then no window opens. */
async function startsQuietly(): Promise<boolean> {
  if (platform === 'darwin') {
    return options.hidden || (app.isPackaged && app.getLoginItemSettings().wasOpenedAtLogin)
  }
  return options.hidden && (platform !== 'linux' || (await hasTrayHost(process.env)))
}
