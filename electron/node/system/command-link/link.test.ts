import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { KimiProxyError } from '../../../core/basics/errors'
import { keepAs } from './file'
import { type CommandLinkOptions, CommandOnDisk } from './link'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-command-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const folder = () => join(root, '.local', 'bin')
const path = () => join(folder(), 'kimi-proxy')
/** The script inside an app that is installed at this place. */
function script(app = 'app'): string {
  return join(root, app, 'resources', 'bin', 'kimi-proxy')
}

function command(changes: Partial<CommandLinkOptions> = {}): CommandOnDisk {
  return new CommandOnDisk({
    platform: 'linux',
    homeDir: root,
    env: {},
    resources: join(root, 'app', 'resources'),
    appImage: null,
    unavailable: null,
    packageCommand: join(root, 'package-command'),
    nowMs: () => 1_000,
    ...changes,
  })
}

function put(text: string, mode = 0o755): void {
  mkdirSync(folder(), { recursive: true })
  writeFileSync(path(), text, { mode })
}

function link(target: string): void {
  mkdirSync(folder(), { recursive: true })
  symlinkSync(target, path())
}

/** Runs the deed, and returns the code of its error. */
function codeOf(deed: () => unknown): string | null {
  try {
    deed()
    return null
  } catch (error) {
    return error instanceof KimiProxyError ? error.code : String(error)
  }
}

const names = () => (existsSync(folder()) ? readdirSync(folder()).sort() : [])

describe('beside the command of the system’s package', () => {
  const packageCommand = () => join(root, 'package-command')
  const script = () => join(root, 'app', 'resources', 'bin', 'kimi-proxy')

  test('no command is offered, and none is installed', () => {
    writeFileSync(packageCommand(), `#!/bin/sh\nexec '${script()}' "$@"\n`)
    const tool = command()
    expect(tool.status()).toEqual({ kind: 'unavailable', reason: 'package' })
    expect(tool.install(tool.status())).toBeNull()
    expect(names()).toEqual([])
  })

  test('a command that exists already can still be removed', () => {
    const tool = command()
    tool.install(tool.status())
    writeFileSync(packageCommand(), `#!/bin/sh\nexec '${script()}' "$@"\n`)
    expect(tool.status().kind).toBe('installed')
    tool.remove()
    expect(names()).toEqual([])
    expect(tool.status()).toEqual({ kind: 'unavailable', reason: 'package' })
  })

  test('the package of another app changes nothing', () => {
    writeFileSync(packageCommand(), '#!/bin/sh\nexec \'/opt/Other/resources/bin/kimi-proxy\' "$@"\n')
    expect(command().status()).toEqual({ kind: 'absent', path: path() })
  })
})

describe('a command of ours', () => {
  test('is absent, installed, and removed again without a trace', () => {
    const tool = command()
    expect(tool.status()).toEqual({ kind: 'absent', path: path() })
    const done = { path: path(), ledTo: null, keptAs: null, onPath: false }
    expect(tool.install(tool.status())).toEqual(done)
    expect(readlinkSync(path())).toBe(script())
    expect(tool.status()).toEqual({ kind: 'installed', path: path() })
    expect(tool.remove()).toBe(path())
    expect(names()).toEqual([])
    expect(tool.remove()).toBe(path())
    expect(tool.status().kind).toBe('absent')
  })

  test('is corrected after the app was moved, at its next start', () => {
    command({ resources: join(root, 'old', 'resources') }).install({ kind: 'absent', path: path() })
    expect(command().status()).toEqual({ kind: 'outdated', path: path() })
    command().renew()
    expect(readlinkSync(path())).toBe(script())
    expect(names()).toEqual(['kimi-proxy'])
  })

  test('is recognized while the other copy of the app is still there, by the script that it leads to', () => {
    mkdirSync(dirname(script('old')), { recursive: true })
    writeFileSync(script('old'), readFileSync('resources/bin/kimi-proxy'))
    link(script('old'))
    expect(command().status().kind).toBe('outdated')
  })

  test('on macOS is recognized by its place inside an app', () => {
    link('/Volumes/Kimi Proxy/Kimi Proxy.app/Contents/Resources/bin/kimi-proxy')
    expect(command({ platform: 'darwin' }).status().kind).toBe('outdated')
  })

  test('is left alone by an app that is not installed, or that macOS runs from a passing place', () => {
    for (const reason of ['development', 'translocated'] as const) {
      link('/gone/resources/bin/kimi-proxy')
      const tool = command({ unavailable: reason })
      expect(tool.status()).toEqual({ kind: 'unavailable', reason })
      tool.renew()
      tool.install(tool.status())
      tool.remove()
      expect(readlinkSync(path())).toBe('/gone/resources/bin/kimi-proxy')
      rmSync(path())
    }
  })

  test.each([
    ['/usr/bin:HOME/.local/bin', true],
    ['HOME/.local/bin/', true],
    ['/usr/bin', false],
    ['', false],
  ])('says whether the PATH "%s" names its folder', (list, onPath) => {
    const tool = command({ env: { PATH: list.replace('HOME', root) } })
    expect(tool.install(tool.status())).toMatchObject({ onPath })
  })
})

describe('another program’s', () => {
  test('link is shown with its target, and replaced in one step; the target stays', () => {
    const target = join(root, 'kimi-proxy.py')
    writeFileSync(target, '#!/usr/bin/env python3\n')
    link('../../kimi-proxy.py')
    const tool = command()
    const seen = tool.status()
    expect(seen).toMatchObject({ kind: 'foreign', path: path(), target })
    expect(tool.install(seen)).toMatchObject({ ledTo: target, keptAs: null })
    expect(readlinkSync(path())).toBe(script())
    expect(names()).toEqual(['kimi-proxy'])
    expect(existsSync(target)).toBe(true)
  })

  test('link whose target is gone is not taken for ours, and is shown on one line whatever its name holds', () => {
    link('/gone/kimi\nproxy\u202e.py')
    expect(command().status()).toMatchObject({ kind: 'foreign', target: '/gone/kimi?proxy?.py' })
  })

  test('script in a place like ours is not taken for ours', () => {
    mkdirSync(dirname(script('other')), { recursive: true })
    writeFileSync(script('other'), '#!/bin/sh\n')
    link(script('other'))
    expect(command().status().kind).toBe('foreign')
  })

  test('link to a folder is treated as a link', () => {
    link(root)
    const tool = command()
    expect(tool.status()).toMatchObject({ kind: 'foreign', target: root })
    tool.install(tool.status())
    expect(lstatSync(path()).isSymbolicLink()).toBe(true)
    expect(existsSync(root)).toBe(true)
  })

  test('file is kept beside it with its rights', () => {
    put('#!/bin/sh\necho mine\n', 0o750)
    const tool = command()
    const keptAs = `${path()}.old-1000`
    expect(tool.install(tool.status())).toMatchObject({ ledTo: null, keptAs })
    expect(readFileSync(keptAs, 'utf8')).toBe('#!/bin/sh\necho mine\n')
    expect(lstatSync(keptAs).mode & 0o777).toBe(0o750)
    expect(readlinkSync(path())).toBe(script())
    expect(names()).toEqual(['kimi-proxy', 'kimi-proxy.old-1000'])
  })

  test('file never replaces one that was kept before', () => {
    put('second')
    writeFileSync(`${path()}.old-1000`, 'first')
    const tool = command()
    expect(codeOf(() => tool.install(tool.status()))).toBe('COMMAND_UNWRITABLE')
    expect(readFileSync(path(), 'utf8')).toBe('second')
    expect(readFileSync(`${path()}.old-1000`, 'utf8')).toBe('first')
  })

  test('pipe is not waited for', () => {
    mkdirSync(folder(), { recursive: true })
    execFileSync('mkfifo', [path()])
    const tool = command()
    expect(tool.status()).toMatchObject({ kind: 'foreign', target: null })
    tool.install(tool.status())
    expect(tool.status().kind).toBe('installed')
    expect(lstatSync(`${path()}.old-1000`).isFIFO()).toBe(true)
  })

  test('file is never renewed and never removed', () => {
    put('mine')
    const tool = command()
    tool.renew()
    expect(codeOf(() => tool.remove())).toBe('COMMAND_CHANGED')
    expect(readFileSync(path(), 'utf8')).toBe('mine')
    expect(names()).toEqual(['kimi-proxy'])
  })
})

describe('what changes after the look', () => {
  test('a file that was not there at the question stays', () => {
    const tool = command()
    const seen = tool.status()
    put('new')
    expect(codeOf(() => tool.install(seen))).toBe('COMMAND_CHANGED')
    expect(readFileSync(path(), 'utf8')).toBe('new')
  })

  test('another file than the one that was asked about stays', () => {
    put('asked about')
    const tool = command()
    const seen = tool.status()
    writeFileSync(join(root, 'other'), 'another one')
    renameSync(join(root, 'other'), path())
    expect(codeOf(() => tool.install(seen))).toBe('COMMAND_CHANGED')
    expect(readFileSync(path(), 'utf8')).toBe('another one')
    expect(names()).toEqual(['kimi-proxy'])
  })

  test('a link that now leads elsewhere stays', () => {
    link('/a')
    const tool = command()
    const seen = tool.status()
    rmSync(path())
    link('/b')
    expect(codeOf(() => tool.install(seen))).toBe('COMMAND_CHANGED')
    expect(readlinkSync(path())).toBe('/b')
  })

  test('a file that was asked about and is gone is in nobody’s way', () => {
    link('/a')
    const tool = command()
    const seen = tool.status()
    rmSync(path())
    expect(tool.install(seen)).toMatchObject({ ledTo: null, keptAs: null })
    expect(tool.status().kind).toBe('installed')
  })

  test.each(['nothing', 'ours', 'link', 'file'])(
    'a file that appears at the last moment stays, where there was %s',
    (before) => {
      if (before === 'ours') link(script('old'))
      if (before === 'link') link('/a')
      if (before === 'file') put('asked about')
      const onLooked = () => {
        writeFileSync(join(root, 'late'), 'late')
        renameSync(join(root, 'late'), path())
      }
      mkdirSync(folder(), { recursive: true })
      const tool = command({ onLooked })
      const seen = tool.status()
      expect(codeOf(() => tool.install(seen))).toBe('COMMAND_CHANGED')
      expect(readFileSync(path(), 'utf8')).toBe('late')
      expect(names()).toEqual(['kimi-proxy'])
    },
  )

  test('a file that takes the place of ours during the removal stays', () => {
    command().install({ kind: 'absent', path: path() })
    const onLooked = () => {
      rmSync(path())
      put('late')
    }
    expect(codeOf(() => command({ onLooked }).remove())).toBe('COMMAND_CHANGED')
    expect(readFileSync(path(), 'utf8')).toBe('late')
    expect(names()).toEqual(['kimi-proxy'])
  })
})

describe('a file that cannot have two names', () => {
  // A folder cannot have two names on any system.
  test('keeps only its new name, and gets the old one back when it is not replaced after all', () => {
    mkdirSync(join(root, 'one'))
    const kept = keepAs(join(root, 'two'), join(root, 'one'))
    expect(kept.isStillThere).toBe(false)
    expect(readdirSync(root)).toEqual(['two'])
    kept.undo()
    expect(readdirSync(root)).toEqual(['one'])
  })

  test('stays under its new name where another file has taken the old one', () => {
    mkdirSync(join(root, 'one'))
    const kept = keepAs(join(root, 'two'), join(root, 'one'))
    writeFileSync(join(root, 'one'), 'another')
    kept.undo()
    expect(readdirSync(root).sort()).toEqual(['one', 'two'])
    expect(readFileSync(join(root, 'one'), 'utf8')).toBe('another')
  })
})

describe('an installation that is not possible', () => {
  test('is refused where a folder is in the way, and the folder stays', () => {
    mkdirSync(path(), { recursive: true })
    writeFileSync(join(path(), 'inside'), '')
    const tool = command()
    expect(tool.status()).toEqual({ kind: 'blocked', path: path() })
    expect(codeOf(() => tool.install(tool.status()))).toBe('COMMAND_BLOCKED')
    expect(codeOf(() => tool.remove())).toBe('COMMAND_CHANGED')
    expect(readdirSync(path())).toEqual(['inside'])
  })

  test('is refused with the reason where a file is in place of the folder', () => {
    mkdirSync(join(root, '.local'))
    writeFileSync(folder(), '')
    const tool = command()
    expect(tool.status().kind).toBe('absent')
    expect(() => tool.install(tool.status())).toThrow(
      expect.objectContaining({
        code: 'COMMAND_UNWRITABLE',
        values: { path: path(), reason: expect.anything() },
      }),
    )
  })

  test('changes nothing where the folder may not be written to', { tags: 'other-user' }, () => {
    // Root may write anywhere, so the installation runs as another user.
    put('mine')
    chmodSync(root, 0o755)
    chmodSync(folder(), 0o555)
    chmodSync(path(), 0o600)
    const code = `
      const { CommandOnDisk } = require(${JSON.stringify(build())})
      const tool = new CommandOnDisk({ platform: 'linux', homeDir: ${JSON.stringify(root)}, env: {},
        resources: '/app/resources', appImage: null, unavailable: null,
        packageCommand: '', nowMs: () => 1000 })
      try { tool.install(tool.status()) } catch (error) { console.log(error.code, error.values.path, error.values.reason.reason) }`
    const ran = spawnSync('setpriv', ['--reuid', '65534', '--clear-groups', process.execPath, '-e', code], {
      encoding: 'utf8',
    })
    expect(ran.stdout).toBe(`COMMAND_UNWRITABLE ${path()} denied\n`)
    expect(names()).toEqual(['kimi-proxy'])
    expect(readFileSync(path(), 'utf8')).toBe('mine')
  })
})

/** Bundles the module so that plain Node can load it. */
function build(): string {
  const file = join(root, 'command-link.cjs')
  const args = [
    'electron/node/system/command-link/link.ts',
    '--bundle',
    '--platform=node',
    `--outfile=${file}`,
  ]
  execFileSync(process.execPath, ['node_modules/esbuild/bin/esbuild', ...args, '--log-level=error'])
  return file
}
