import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { launchdPlist, systemdUnit } from '../../core/service/unit'
import { pathsFor } from '../files/paths'
import { lastingPath, missingFiles, prepareUnit, startsThisProgram } from './unit'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-unit-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const contextOf = (env: Record<string, string>) => ({ env, paths: pathsFor(env) })

test('the unit starts this very program, in the home that the shell named, by whichever variable', () => {
  const env = { XDG_CONFIG_HOME: '/srv/config', KIMI_CODE_HOME: '~/k', KIMI_SHARE_DIR: 'share' }
  const { unit } = prepareUnit(contextOf(env), ['--park'], { HOST: 'service' })
  expect(unit.program).toBe(process.execPath)
  expect(unit.args.slice(-2)).toEqual(['--foreground', '--park'])
  expect(unit.environment).toEqual({
    KIMI_PROXY_HOME: '/srv/config/kimi-proxy',
    KIMI_CODE_HOME: join(homedir(), 'k'),
    KIMI_SHARE_DIR: resolve('share'),
    HOST: 'service',
  })
  expect(unit.mountsItself).toBe(false)
  expect(unit.stopSeconds * 1000).toBeGreaterThan(38_000)
  expect(startsThisProgram(systemdUnit(unit))).toBe(true)
  expect(startsThisProgram(systemdUnit({ ...unit, program: '/other/node' }))).toBe(false)
  symlinkSync(process.execPath, join(root, 'node'))
  expect(startsThisProgram(systemdUnit({ ...unit, program: join(root, 'node') }))).toBe(true)
})

test('the default home is not written down', () => {
  expect(prepareUnit(contextOf({}), [], {}).unit.environment).toEqual({})
})

test('a file that a unit starts and that is gone is named; the options of the unit are not', () => {
  const here = join(root, 'node')
  writeFileSync(here, '')
  const unit = {
    program: here,
    args: ['/gone/cli.js', '--foreground'],
    environment: {},
    stopSeconds: 1,
    mountsItself: false,
  }
  for (const text of [systemdUnit(unit), launchdPlist(unit, 'Aqua')]) {
    expect(missingFiles(text)).toEqual(['/gone/cli.js'])
  }
  expect(missingFiles(systemdUnit({ ...unit, args: ['-e', '/x/', '--foreground', '/y'] }))).toEqual(['/x/'])
})

test('a file in a packed app’s archive exists for plain Node too, until the archive is gone', () => {
  const [program, archive] = [join(root, 'kimi-proxy'), join(root, 'resources', 'app.asar')]
  mkdirSync(join(root, 'resources'))
  for (const path of [program, archive]) writeFileSync(path, '')
  const cli = join(archive, 'dist', 'cli.js')
  const args = [cli, '--foreground']
  const text = systemdUnit({ program, args, environment: {}, stopSeconds: 1, mountsItself: false })
  expect(missingFiles(text)).toEqual([])
  rmSync(archive)
  expect(missingFiles(text)).toEqual([cli])
})

test('Homebrew’s Node is named by the path that survives its updates', () => {
  mkdirSync(join(root, 'Cellar/node/24.1.0/bin'), { recursive: true })
  mkdirSync(join(root, 'Cellar/node/25.0.0/bin'), { recursive: true })
  const node = join(root, 'Cellar/node/24.1.0/bin/node')
  writeFileSync(node, '')
  writeFileSync(join(root, 'Cellar/node/25.0.0/bin/node'), '')
  expect(lastingPath(node)).toBe(node)
  mkdirSync(join(root, 'opt'))
  symlinkSync('../Cellar/node/24.1.0', join(root, 'opt/node'))
  expect(lastingPath(node)).toBe(join(root, 'opt/node/bin/node'))
  rmSync(join(root, 'opt/node'))
  symlinkSync('../Cellar/node/25.0.0', join(root, 'opt/node'))
  expect(lastingPath(node)).toBe(node)
})
