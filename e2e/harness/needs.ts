/**
 * The programs that some tests need besides Node.
 *
 * - A test names a need as a tag (`test('…', { tags: 'xvfb' }, …)`, or `@module-tag` in the first comment of a file, for
 *   all of its tests).
 * - Where the need is missing, the test is skipped, and the closing line names the need: skipped "without …".
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { TestTagDefinition } from 'vitest/config'
import { findNginx } from '../../bench/nginx'
import { DIST, HAS_RUNTIME, ON_STAND_IN, ROOT } from '../app/runtime'
import { whyNoManager } from '../cli/systemd-manager'
import { OtherRoot } from '../packaging/other-root'

declare module 'vitest' {
  interface TaskMeta {
    /** The need that the test lacks, in words that can follow "without". */
    missing?: string
  }
}

interface Need {
  readonly tag: string
  /** In words that can follow "without". */
  readonly name: string
  readonly isMet: boolean
}

/** Every tag of the suite. `chromium`, `withWindows`: the paths of those that were found, for all tests and for windows. */
export function testTags(chromium: string | null, withWindows: string | null): TestTagDefinition[] {
  return [...needsOfBrowsers(chromium, withWindows), ...needsOfPrograms(), ...needsOfSystems()].map(
    ({ tag, name, isMet }) => ({
      name: tag,
      description: `needs ${name}`,
      ...(isMet ? {} : { skip: true, meta: { missing: name } }),
    }),
  )
}

const A_CHROMIUM = 'a Chromium (npx playwright install chromium)'

function needsOfBrowsers(chromium: string | null, withWindows: string | null): Need[] {
  return [
    { tag: 'browser', name: A_CHROMIUM, isMet: chromium !== null },
    { tag: 'app', name: A_CHROMIUM, isMet: chromium !== null || !ON_STAND_IN },
    {
      tag: 'browser-with-windows',
      name: 'a Chromium that can show windows',
      isMet: withWindows !== null,
    },
    { tag: 'stand-in', name: 'the stand-in', isMet: ON_STAND_IN },
    {
      // Without a runtime, the package `electron` fetches one; only a build that lies beside the package does that.
      tag: 'no-runtime',
      name: 'an Electron whose runtime is still to be fetched',
      isMet: !HAS_RUNTIME && DIST.startsWith(ROOT),
    },
  ]
}

function needsOfPrograms(): Need[] {
  const python = spawnSync('python3', ['-c', 'import plistlib'], { stdio: 'ignore' }).status === 0
  const installed = ['systemd-analyze', 'desktop-file-validate'].map((tag) => ({
    tag,
    name: tag,
    isMet: hasProgram(tag),
  }))
  return [
    ...installed,
    { tag: 'xvfb', name: 'Xvfb and xwd', isMet: hasProgram('Xvfb') && hasProgram('xwd') },
    { tag: 'nginx', name: 'nginx', isMet: findNginx() !== null },
    { tag: 'python3', name: 'python3', isMet: python },
    // The `script` of other systems takes other arguments.
    { tag: 'script', name: 'the script of util-linux', isMet: onLinux && hasProgram('script') },
  ]
}

function needsOfSystems(): Need[] {
  const noManager = whyNoManager()
  const isRoot = process.getuid?.() === 0
  return [
    { tag: 'linux', name: 'Linux', isMet: onLinux },
    { tag: 'linux-x64', name: 'Linux x64', isMet: onLinux && process.arch === 'x64' },
    { tag: 'not-windows', name: 'a system other than Windows', isMet: process.platform !== 'win32' },
    {
      // Root may write anywhere, so these tests run a command as another user.
      tag: 'other-user',
      name: 'root, and setpriv to become another user',
      isMet: isRoot && hasProgram('setpriv'),
    },
    {
      // A user whose rights end somewhere, ourselves or not.
      tag: 'ordinary-user',
      name: 'setpriv to become an ordinary user',
      isMet: !isRoot || hasProgram('setpriv'),
    },
    { tag: 'mount', name: 'the right to mount', isMet: canMount() },
    { tag: 'immutable', name: 'root, and chattr on this file system', isMet: canLock() },
    { tag: 'overlay', name: 'dpkg, root and the right to mount an overlay', isMet: OtherRoot.canBeHad() },
    { tag: 'real-systemd', name: `a systemd of its own (${noManager})`, isMet: noManager === null },
    {
      tag: 'real-claude-code',
      name: 'KIMI_PROXY_CLAUDE',
      isMet: (process.env['KIMI_PROXY_CLAUDE'] ?? '') !== '',
    },
    {
      tag: 'npm-clients',
      name: 'KIMI_PROXY_CLIENTS',
      isMet: (process.env['KIMI_PROXY_CLIENTS'] ?? '') !== '',
    },
    {
      tag: 'real-kimi-code',
      name: 'KIMI_PROXY_REAL_CLI=1',
      isMet: process.env['KIMI_PROXY_REAL_CLI'] === '1',
    },
  ]
}

const onLinux = process.platform === 'linux'

function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function canLock(): boolean {
  if (!onLinux || !hasProgram('chattr')) return false
  const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-lock-'))
  const isLocked = spawnSync('chattr', ['+i', folder], { stdio: 'ignore' }).status === 0
  if (isLocked) spawnSync('chattr', ['-i', folder], { stdio: 'ignore' })
  rmSync(folder, { recursive: true, force: true })
  return isLocked
}

function canMount(): boolean {
  const mount = ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']
  return onLinux && spawnSync('unshare', mount, { stdio: 'ignore' }).status === 0
}
