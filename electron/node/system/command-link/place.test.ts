import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CommandOnDisk } from './link'
import { type CommandPlaceOptions, commandPlace } from './place'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-place-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function tool(changes: Partial<CommandPlaceOptions>): CommandOnDisk {
  return new CommandOnDisk({
    platform: 'linux',
    homeDir: root,
    env: {},
    resources: '/tmp/.mount_1/resources',
    appImage: null,
    unavailable: null,
    packageCommand: join(root, 'package-command'),
    nowMs: () => 0,
    ...changes,
  })
}

describe('out of an AppImage', () => {
  const path = () => join(root, '.local', 'bin', 'kimi-proxy')

  test('the command is a file that starts the AppImage as Node, whatever characters its name holds', () => {
    const appImage = join(root, `Kimi's "Proxy" $1.AppImage`)
    const told = 'printf "%s\\n" "$ELECTRON_RUN_AS_NODE" "$1" "$3" "$4" "$5" "$6"'
    writeFileSync(appImage, `#!/bin/sh\n${told}\n`)
    chmodSync(appImage, 0o755)
    const command = tool({ appImage })
    command.install(command.status())
    expect(command.status().kind).toBe('installed')
    expect(statSync(path()).mode & 0o100).toBe(0o100)
    const ran = execFileSync(path(), ['--port', 'two words'], { encoding: 'utf8' })
    expect(ran.split('\n')).toEqual(['1', '-e', '--', '--no-sandbox', '--port', 'two words', ''])
  })

  test('the command says in one line that the AppImage has gone', () => {
    const command = tool({ appImage: join(root, "it's gone.AppImage") })
    command.install(command.status())
    const ran = spawnSync(path(), ['--check'], { encoding: 'utf8' })
    expect(ran).toMatchObject({ status: 127, stdout: '' })
    expect(ran.stderr).toMatch(/^kimi-proxy: the Kimi Proxy app is not at .*it's gone\.AppImage; .*\n$/)
  })

  test('the command of an older AppImage is renewed as ours, and so is one after the app was installed', () => {
    const older = tool({ appImage: join(root, 'Kimi-1.AppImage') })
    older.install(older.status())
    const newer = tool({ appImage: join(root, 'Kimi-2.AppImage') })
    expect(newer.status().kind).toBe('outdated')
    newer.renew()
    expect(readFileSync(path(), 'utf8')).toContain('Kimi-2.AppImage')
    const installed = tool({ resources: '/opt/Kimi Proxy/resources' })
    installed.renew()
    expect(installed.status().kind).toBe('installed')
    newer.renew()
    expect(newer.status().kind).toBe('installed')
    expect(readdirSync(dirname(path()))).toEqual(['kimi-proxy'])
  })
})

describe('on Windows', () => {
  const local = () => join(root, 'Local')
  const windows = (resources: string) =>
    ({ platform: 'win32', env: { LOCALAPPDATA: local() }, resources }) as const
  const textFor = (resources: string, localAppData?: string) => {
    const { form } = commandPlace({
      platform: 'win32',
      homeDir: root,
      env: localAppData === undefined ? {} : { LOCALAPPDATA: localAppData },
      resources,
      appImage: null,
    })
    return form.kind === 'file' ? form.text : ''
  }

  test('the command is a batch file in a folder that is on every account’s Path', () => {
    const command = tool(windows('C:\\Program Files\\Kimi Proxy\\resources'))
    const path = command.install(command.status())?.path ?? ''
    expect(path).toBe(join(local(), 'Microsoft', 'WindowsApps', 'kimi-proxy.cmd'))
    expect(command.status().kind).toBe('installed')
    const moved = tool(windows('D:\\Kimi Proxy\\resources'))
    expect(moved.status().kind).toBe('outdated')
    moved.renew()
    expect(readFileSync(path, 'utf8')).toContain('"D:\\Kimi Proxy\\resources\\bin\\kimi-proxy.cmd" %*\r\n')
    writeFileSync(path, '@echo off\r\nrem another\r\n')
    expect(moved.status()).toMatchObject({ kind: 'foreign', target: null })
  })

  test('a user name that the console cannot spell is written as a variable', () => {
    const text = textFor(
      'C:\\Users\\李\\AppData\\Local\\Programs\\kimi-proxy\\resources',
      'C:\\Users\\李\\AppData\\Local',
    )
    expect(text).toContain('"%LOCALAPPDATA%\\Programs\\kimi-proxy\\resources\\bin\\kimi-proxy.cmd" %*')
    expect(text).not.toContain('chcp')
    expect(textFor('D:\\程序\\resources')).toContain('chcp 65001 >nul\r\n')
  })

  test('a percent sign in the path stays one', () => {
    expect(textFor('D:\\100%\\resources')).toContain('"D:\\100%%\\resources\\bin\\kimi-proxy.cmd" %*')
  })

  test('both batch files end their lines as cmd expects', () => {
    const inside = readFileSync('resources/bin/kimi-proxy.cmd', 'utf8')
    for (const text of [inside, textFor('C:\\Kimi Proxy\\resources')]) {
      expect(text.match(/\n/g)?.length).toBe(text.match(/\r\n/g)?.length)
      expect(text.endsWith('\r\n')).toBe(true)
    }
    expect(inside).toContain('"%app%" "%~dp0..\\app.asar\\dist\\cli.js" %*')
  })
})

test('the folder of a Windows account is found without its variable', () => {
  mkdirSync(join(root, 'AppData'))
  const { path } = commandPlace({
    platform: 'win32',
    homeDir: root,
    env: {},
    resources: 'C:\\r',
    appImage: null,
  })
  expect(path).toBe(join(root, 'AppData', 'Local', 'Microsoft', 'WindowsApps', 'kimi-proxy.cmd'))
})
