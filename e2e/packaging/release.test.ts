/** Tests of what a release adds, and of the app of macOS: packed for real, from folders that play Electron. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAC_LANGUAGES } from './electron-folder'
import { pack } from './pack'
import { propertyList } from './property-list'

const npm = createRequire(import.meta.url)
const fuses = npm('@electron/fuses') as {
  getCurrentFuseWire(path: string): Promise<Readonly<Record<number, number>>>
  FuseV1Options: Readonly<Record<string, number>>
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-release-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function fusesOf(executable: string): Promise<Record<string, string>> {
  const wire = await fuses.getCurrentFuseWire(executable)
  // The fuses are stored as the digits themselves.
  const nameOf = (state: number | undefined) => (state === '1'.charCodeAt(0) ? 'on' : 'off')
  const names = Object.keys(fuses.FuseV1Options).filter((name) => !/^\d+$/.test(name))
  return Object.fromEntries(names.map((name) => [name, nameOf(wire[fuses.FuseV1Options[name] ?? -1])]))
}

test('a release is Node for its command line, and takes code only from its archive', async () => {
  const { executable } = await pack(folder, {
    system: 'linux',
    args: ['--dir', '--config', 'resources/release.cjs'],
  })
  expect(await fusesOf(executable)).toMatchObject({
    RunAsNode: 'on',
    EnableNodeOptionsEnvironmentVariable: 'off',
    EnableNodeCliInspectArguments: 'off',
    EnableEmbeddedAsarIntegrityValidation: 'on',
    OnlyLoadAppFromAsar: 'on',
    GrantFileProtocolExtraPrivileges: 'off',
  })
})

test('any other build keeps Electron’s own fuses, so that it can be tested', async () => {
  const { executable } = await pack(folder, { system: 'linux' })
  expect(await fusesOf(executable)).toMatchObject({ RunAsNode: 'on', EnableNodeCliInspectArguments: 'on' })
})

test('the app of macOS is a menu-bar app with an icon, a command, and a checksum of its archive', {
  tags: 'python3',
}, async () => {
  const { resources } = await pack(folder, { system: 'darwin' })
  const contents = dirname(resources)
  expect(propertyList(join(contents, 'Info.plist'))).toMatchObject({
    CFBundleIdentifier: 'com.kimi-proxy.app',
    CFBundleDisplayName: 'Kimi Proxy',
    CFBundleExecutable: 'Kimi Proxy',
    CFBundleIconFile: 'icon.icns',
    LSUIElement: true,
    NSAppSleepDisabled: true,
    LSApplicationCategoryType: 'public.app-category.developer-tools',
    ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256' } },
  })
  expect(existsSync(join(resources, 'icon.icns'))).toBe(true)
  expect(readdirSync(join(contents, MAC_LANGUAGES)).sort()).toEqual(['en.lproj', 'zh_CN.lproj'])
  expect(existsSync(join(contents, 'Frameworks/Kimi Proxy Helper (Renderer).app'))).toBe(true)
  expect(statSync(join(resources, 'bin/kimi-proxy')).mode & 0o555).toBe(0o555)
})
