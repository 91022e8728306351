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
/** The script inside of an app that is installed there. */
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

/** Runs it, and returns the code of what it threw. */
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

  test('none is offered, and none is put there', () => {
    writeFileSync(packageCommand(), `#!/bin/sh\nexec '${script()}' "$@"\n`)
    const tool = command()
    expect(tool.status()).toEqual({ kind: 'unavailable', reason: 'package' })
    expect(tool.install(tool.status())).toBeNull()
    expect(names()).toEqual([])
  })

  test('one that is there already can still be removed', () => {
    const tool = command()
    tool.install(tool.status())
    writeFileSync(packageCommand(), `#!/bin/sh\nexec '${script()}' "$@"\n`)
    expect(tool.status().kind).toBe('installed')
    tool.remove()
    expect(names()).toEqual([])
    expect(tool.status()).toEqual({ kind: 'unavailable', reason: 'package' })
  })

  test('another app’s package changes nothing', () => {
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

  test('follows an app that was moved, as soon as that starts', () => {
    command({ resources: join(root, 'old', 'resources') }).install({ kind: 'absent', path: path() })
    expect(command().status()).toEqual({ kind: 'outdated', path: path() })
    command().renew()
    expect(readlinkSync(path())).toBe(script())
    expect(names()).toEqual(['kimi-proxy'])
  })

  test('is known where the other copy of the app is still there, by the script it leads to', () => {
    mkdirSync(dirname(script('old')), { recursive: true })
    writeFileSync(script('old'), readFileSync('resources/bin/kimi-proxy'))
    link(script('old'))
    expect(command().status().kind).toBe('outdated')
  })

  test('on macOS is known by its place inside of an app', () => {
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

describe('somebody else’s', () => {
  test('link is shown with where it leads, and replaced in one step; what it led to stays', () => {
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

  test('link whose target is gone is not taken for ours, and what its name holds stays on one line', () => {
    link('/gone/kimi\nproxy\u202e.py')
    expect(command().status()).toMatchObject({ kind: 'foreign', target: '/gone/kimi?proxy?.py' })
  })

  test('script in a place like ours is not taken for ours', () => {
    mkdirSync(dirname(script('other')), { recursive: true })
    writeFileSync(script('other'), '#!/bin/sh\n')
    link(script('other'))
    expect(command().status().kind).toBe('foreign')
  })

  test('link that leads to a folder is one all the same', () => {
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

  test('file never takes the place of one that was kept before', () => {
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

  test('is never renewed and never removed', () => {
    put('mine')
    const tool = command()
    tool.renew()
    expect(codeOf(() => tool.remove())).toBe('COMMAND_CHANGED')
    expect(readFileSync(path(), 'utf8')).toBe('mine')
    expect(names()).toEqual(['kimi-proxy'])
  })
})

describe('what changes between the look and the deed', () => {
  test('a file that was not there when it was asked', () => {
    const tool = command()
    const seen = tool.status()
    put('new')
    expect(codeOf(() => tool.install(seen))).toBe('COMMAND_CHANGED')
    expect(readFileSync(path(), 'utf8')).toBe('new')
  })

  test('another file than the one that was asked about', () => {
    put('asked about')
    const tool = command()
    const seen = tool.status()
    writeFileSync(join(root, 'other'), 'another one')
    renameSync(join(root, 'other'), path())
    expect(codeOf(() => tool.install(seen))).toBe('COMMAND_CHANGED')
    expect(readFileSync(path(), 'utf8')).toBe('another one')
    expect(names()).toEqual(['kimi-proxy'])
  })

  test('a link that leads elsewhere by now', () => {
    link('/a')
    const tool = command()
    const seen = tool.status()
    rmSync(path())
    link('/b')
    expect(codeOf(() => tool.install(seen))).toBe('COMMAND_CHANGED')
    expect(readlinkSync(path())).toBe('/b')
  })

  test('what was asked about is gone: nothing is in the way any more', () => {
    link('/a')
    const tool = command()
    const seen = tool.status()
    rmSync(path())
    expect(tool.install(seen)).toMatchObject({ ledTo: null, keptAs: null })
    expect(tool.status().kind).toBe('installed')
  })

  test.each(['nothing', 'ours', 'link', 'file'])(
    'a file that appears at the last moment where there was %s',
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

  test('a file that takes the place of ours as it is being removed', () => {
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
  // A folder is such a one everywhere.
  test('is kept under its new one alone, and has its old one back when it is not replaced after all', () => {
    mkdirSync(join(root, 'one'))
    const kept = keepAs(join(root, 'two'), join(root, 'one'))
    expect(kept.isStillThere).toBe(false)
    expect(readdirSync(root)).toEqual(['two'])
    kept.undo()
    expect(readdirSync(root)).toEqual(['one'])
  })

  test('stays kept where another has taken its old name', () => {
    mkdirSync(join(root, 'one'))
    const kept = keepAs(join(root, 'two'), join(root, 'one'))
    writeFileSync(join(root, 'one'), 'another')
    kept.undo()
    expect(readdirSync(root).sort()).toEqual(['one', 'two'])
    expect(readFileSync(join(root, 'one'), 'utf8')).toBe('another')
  })
})

describe('what cannot be done', () => {
  test('a folder in the way is refused and stays', () => {
    mkdirSync(path(), { recursive: true })
    writeFileSync(join(path(), 'inside'), '')
    const tool = command()
    expect(tool.status()).toEqual({ kind: 'blocked', path: path() })
    expect(codeOf(() => tool.install(tool.status()))).toBe('COMMAND_BLOCKED')
    expect(codeOf(() => tool.remove())).toBe('COMMAND_CHANGED')
    expect(readdirSync(path())).toEqual(['inside'])
  })

  test('a file where the folder should be is told with its reason', () => {
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

  test('a folder that may not be written changes nothing', { tags: 'other-user' }, () => {
    // Root may write anywhere: as another user.
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

/** The module as plain Node can load it. */
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
