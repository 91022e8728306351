/** The Debian package, made by electron-builder and Debian's own tools, installed over this system and removed again. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Sandbox } from '../../electron/testing/harness'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { launchApp } from '../app/launch'
import { buildWorker } from '../harness/worker-build'
import { KimiSimulator } from '../simulator'
import { OtherRoot } from './other-root'
import { PACKING_LIMIT_MS, pack } from './pack'

/** The stand-in's Chromium is a program of its own, which keeps its fonts there. */
const CHROMIUM_CACHE = '.cache'

const MENU_ENTRY = '/usr/share/applications/kimi-proxy.desktop'
/** Plays AppArmor: accepts any profile, and records which ones it was asked to load or remove. */
const APPARMOR = `mkdir -p /etc/apparmor.d
printf '#!/bin/sh\\necho "$*" >> /var/tmp/apparmor-calls\\n' > /usr/sbin/apparmor_parser
chmod 755 /usr/sbin/apparmor_parser`
const PROFILE = '/etc/apparmor.d/kimi-proxy'

describe('the Debian package', { tags: 'overlay' }, () => {
  let folder: string
  let deb: string
  let root: OtherRoot
  let simulator: KimiSimulator
  let sandbox: Sandbox

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-deb-test-'))
    const { output } = await pack(folder, {
      args: ['deb', '--config.extraMetadata.homepage=https://kimi-proxy.invalid/'],
      env: { CUSTOM_FPM_PATH: await fpm(folder) },
    })
    deb = join(output, readdirSync(output).find((name) => name.endsWith('.deb')) ?? '')
    root = await OtherRoot.open()
    simulator = await KimiSimulator.start()
    sandbox = new Sandbox(simulator)
    sandbox.saveLogin(simulator.issueLogin())
    root.run(['sh', '-c', APPARMOR])
    install()
  }, PACKING_LIMIT_MS)
  // The packages that Debian would fetch for Electron need not be on this machine.
  const autostartEntry = () => join(sandbox.root, '.config/autostart/kimi-proxy.desktop')
  const install = () => root.run(['dpkg', '--force-depends', '--install', deb])
  afterAll(async () => {
    await sandbox?.close()
    await simulator?.stop()
    root?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('says what it is', () => {
    const field = (name: string) => execFileSync('dpkg-deb', ['-f', deb, name], { encoding: 'utf8' }).trim()
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(field('Package')).toBe('kimi-proxy')
    expect(field('Version')).toBe(version)
    expect(field('Section')).toBe('devel')
    expect(field('Depends')).toContain('libgtk-3-0')
    expect(field('Recommends')).toBe('')
  })

  test('brings a menu entry, with its icon', () => {
    const text = root.run(['cat', MENU_ENTRY])
    expect(text).toMatch(/^Exec="\/opt\/Kimi Proxy\/kimi-proxy" %U$/m)
    expect(text).toMatch(/^Icon=kimi-proxy$/m)
    root.run(['test', '-x', '/opt/Kimi Proxy/kimi-proxy'])
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      root.run(['test', '-s', `/usr/share/icons/hicolor/${size}x${size}/apps/kimi-proxy.png`])
    }
  })

  test('brings a menu entry that the desktop accepts', { tags: 'desktop-file-validate' }, () => {
    expect(root.run(['desktop-file-validate', '--no-hints', MENU_ENTRY])).toBe('')
  })

  test('brings the command, which runs on the app’s own runtime and leaves its engine running', async () => {
    const command = [...root.prefix, '/usr/bin/kimi-proxy']
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect((await sandbox.run(['--version'], {}, command)).stdout.trim()).toContain(version)
    const port = await freePort()
    const started = await sandbox.run(['--port', String(port)], {}, command)
    expect(started).toMatchObject({ code: 0, stderr: '' })
    const { pid } = sandbox.runRecord()
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('app.asar/dist/cli.js')
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toContain('ELECTRON_RUN_AS_NODE=1')
    expect(await sandbox.run(['--check'], {}, command)).toMatchObject({ code: 0 })
    expect(await sandbox.run(['--stop'], {}, command)).toMatchObject({ code: 0 })
  })

  test('is installed over itself, as an upgrade is, and is complete again', async () => {
    root.run(['rm', '/var/tmp/apparmor-calls'])
    install()
    expect(root.run(['cat', PROFILE])).toContain('/opt/Kimi Proxy/kimi-proxy')
    // The profile was loaded again, and at no moment removed.
    const calls = root.run(['cat', '/var/tmp/apparmor-calls']).trim().split('\n')
    expect(calls.at(-1)).toBe(`-r -T -W ${PROFILE}`)
    expect(calls.filter((call) => call.includes('-R'))).toEqual([])
    const { code } = await sandbox.run(['--version'], {}, [...root.prefix, '/usr/bin/kimi-proxy'])
    expect(code).toBe(0)
  })

  test('makes Chromium’s sandbox a root program only where people may make no user namespaces', () => {
    const mode = () => root.run(['stat', '--format=%a %U', '/opt/Kimi Proxy/chrome-sandbox']).trim()
    const unshare = (lets: string) => {
      const script = `printf '#!/bin/sh\\n%s\\n' '${lets}' > /usr/local/bin/unshare; chmod 755 /usr/local/bin/unshare`
      root.run(['sh', '-c', script])
      install()
    }
    unshare('exit 0')
    expect(mode()).toBe('755 root')
    unshare('[ "$(id -u)" = 0 ]')
    expect(mode()).toBe('4755 root')
    root.run(['rm', '/usr/local/bin/unshare'])
  })

  test('starts at login by an entry that is ignored once the package is gone', {
    tags: 'app',
  }, async () => {
    const { app, close } = await launchApp({
      executable: root.executableFor('/opt/Kimi Proxy/kimi-proxy'),
      env: { ...sandbox.env, XDG_CONFIG_HOME: join(sandbox.root, '.config') },
    })
    try {
      await until('there is a window', () => app.windows().length > 0)
      const [page] = app.windows()
      await page?.locator('h1').waitFor()
      await page?.evaluate("window.kimi.command({ kind: 'setLaunchAtLogin', on: true })")
      // The app offers no second command beside the package's own.
      expect(await page?.evaluate('window.kimi.hello().then((state) => state.commandLink)')).toEqual({
        kind: 'unavailable',
        reason: 'package',
      })
      await until('the entry is there', () => existsSync(autostartEntry()))
    } finally {
      await close()
    }
    const text = readFileSync(autostartEntry(), 'utf8')
    expect(text).toContain('Exec="/opt/Kimi Proxy/kimi-proxy" --hidden\n')
    expect(text).toContain('TryExec=/opt/Kimi Proxy/kimi-proxy\n')
  })

  test('starts at login by an entry that the desktop accepts', {
    tags: ['app', 'desktop-file-validate'],
  }, () => {
    const args = ['--no-hints', autostartEntry()]
    expect(execFileSync('desktop-file-validate', args, { encoding: 'utf8' })).toBe('')
  })

  test('is removed completely, except for files in the person’s own folders', () => {
    root.run(['dpkg', '--purge', 'kimi-proxy'])
    const own = (path: string) => /kimi/i.test(path) && !path.startsWith('/var/lib/dpkg/')
    expect(root.changes().filter(own)).toEqual([])
    expect(existsSync(sandbox.credentials)).toBe(true)
    // README, "Uninstall", lists these files.
    expect(readdirSync(join(sandbox.root, '.config/autostart'))).toEqual(['kimi-proxy.desktop'])
    const left = readdirSync(sandbox.root).filter((name) => name !== CHROMIUM_CACHE)
    expect(left.sort()).toEqual(['.config', '.kimi-code', 'proxy-home'])
  })
})

/** The path of a program that electron-builder takes for fpm. */
async function fpm(folder: string): Promise<string> {
  const script = await buildWorker('../packaging/fpm.ts', folder)
  const path = join(folder, 'bin/fpm')
  mkdirSync(join(folder, 'bin'))
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`)
  chmodSync(path, 0o755)
  return path
}
