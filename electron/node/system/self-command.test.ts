import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appImageOf, outsideEnvironment, selfCommand } from './self-command'

const NODE = {
  execPath: '/usr/bin/node',
  execArgv: ['--no-warnings'],
  argv: ['/usr/bin/node', '/opt/cli.js', '--check'],
}
const APP = {
  ...NODE,
  execPath: '/opt/Kimi Proxy/kimi-proxy',
  execArgv: [],
  versions: { node: '24.0.0', electron: '45.4.1' },
}
const PLAIN = { node: '20.20.2' }

test('Node starts its script again, with the options that it was started with', () => {
  expect(selfCommand({ ...NODE, env: {}, versions: PLAIN })).toEqual({
    program: '/usr/bin/node',
    args: ['--no-warnings', '/opt/cli.js'],
    env: {},
  })
})

test('the app’s own runtime starts again as Node, and not as a second app', () => {
  expect(selfCommand({ ...APP, env: {}, versions: APP.versions })).toEqual({
    program: '/opt/Kimi Proxy/kimi-proxy',
    args: ['/opt/cli.js'],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  })
})

test('the AppImage of another program, from whose terminal this one was started, is not taken for ours', () => {
  const env = { APPIMAGE: '/home/a/Editor.AppImage', APPDIR: '/tmp/.mount_Edit' }
  expect(appImageOf(env, '/tmp/.mount_Edit/kimi-proxy')).toBe('/home/a/Editor.AppImage')
  expect(appImageOf(env, '/tmp/.mount_Editor2/kimi-proxy')).toBeNull()
  expect(appImageOf(env, '/usr/bin/node')).toBeNull()
  expect(appImageOf({ APPIMAGE: '/home/a/Editor.AppImage' }, '/usr/bin/node')).toBeNull()
})

describe('the environment of another program that we start', () => {
  const mount = '/tmp/.mount_Kimi'
  const inside = {
    APPIMAGE: '/home/a/Kimi.AppImage',
    APPDIR: mount,
    OWD: '/home/a',
    ARGV0: './Kimi.AppImage',
    ELECTRON_RUN_AS_NODE: '1',
    PATH: `${mount}:${mount}/usr/sbin:/usr/bin:${mount}er/bin`,
    LD_LIBRARY_PATH: `${mount}/usr/lib`,
    XDG_DATA_DIRS: `${mount}/usr/share/:/usr/share/`,
    KEPT: mount,
  }

  test('has no variable of our AppImage, and not the one that makes Electron run as Node', () => {
    const { versions } = APP
    expect(outsideEnvironment({ env: inside, execPath: `${mount}/kimi-proxy`, versions })).toEqual({
      PATH: `/usr/bin:${mount}er/bin`,
      XDG_DATA_DIRS: '/usr/share/',
      KEPT: mount,
    })
  })

  test('keeps the variables of another program’s AppImage', () => {
    expect(outsideEnvironment({ env: inside, execPath: '/usr/bin/node', versions: PLAIN })).toEqual(inside)
    expect(inside.PATH).toContain(mount)
  })
})

describe('an AppImage, played by a script', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kimi-proxy-appimage-'))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  test('a process that must outlive this one mounts the AppImage again', () => {
    const mount = join(root, 'mount')
    mkdirSync(join(mount, 'resources/app.asar/dist'), { recursive: true })
    writeFileSync(
      join(mount, 'resources/app.asar/dist/cli.js'),
      'console.log(JSON.stringify(process.argv.slice(1)))',
    )
    const appImage = join(root, 'Kimi Proxy.AppImage')
    const node = `#!/bin/sh
# As electron-builder's does where user namespaces are not to be had.
case " $* " in *' --no-sandbox '*) ;; *) set -- --no-sandbox "$@" ;; esac
exec "${process.execPath}" -r "${join(root, 'as-mounted.cjs')}" "$@"
`
    writeFileSync(
      join(root, 'as-mounted.cjs'),
      `process.execPath = ${JSON.stringify(join(mount, 'kimi-proxy'))}`,
    )
    writeFileSync(appImage, node)
    chmodSync(appImage, 0o755)

    const { program, args, env } = selfCommand({
      ...APP,
      execPath: join(mount, 'kimi-proxy'),
      env: { APPIMAGE: appImage, APPDIR: mount },
      versions: APP.versions,
    })
    expect(env).toEqual({ ELECTRON_RUN_AS_NODE: '1' })
    const told = execFileSync(program, [...args, '--check', '--port', '19000'], { encoding: 'utf8' })
    expect(JSON.parse(told)).toEqual([
      join(mount, 'resources/app.asar/dist/cli.js'),
      '--check',
      '--port',
      '19000',
    ])
  })
})
