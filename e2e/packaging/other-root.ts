/**
 * This system with a layer over it: the system's own tools install packages there, and the changed files can be read
 * afterwards. Needs Linux and root: a user namespace may mount, but may not write over files that belong to root outside of
 * it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { untilOutput } from '../../electron/testing/harness'

/** Folders of the real system that are visible unchanged. */
const SHARED = ['proc', 'dev', 'sys', 'tmp']

const MOUNT = `set -e
umask 022
mount -t tmpfs tmpfs "$1"
mkdir "$1/changes" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" "$1/root"
for shared in ${SHARED.join(' ')}; do mount --rbind "/$shared" "$1/root/$shared"; done
`

export class OtherRoot {
  readonly #keeper: ChildProcess
  readonly #folder: string

  private constructor(keeper: ChildProcess, folder: string) {
    this.#keeper = keeper
    this.#folder = folder
  }

  static canBeHad(): boolean {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
    const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-root-'))
    try {
      execFileSync('dpkg', ['--version'], { stdio: 'ignore' })
      execFileSync('unshare', ['--mount', 'sh', '-c', MOUNT, 'sh', folder], { stdio: 'ignore' })
      return true
    } catch {
      return false
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  static async open(): Promise<OtherRoot> {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-proxy-root-'))
    const keep = `${MOUNT}echo mounted
exec cat`
    const keeper = spawn('unshare', ['--mount', 'sh', '-c', keep, 'sh', folder], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    await untilOutput(keeper, /^mounted$/m)
    return new OtherRoot(keeper, folder)
  }

  /** The words in front of a command that start it there. */
  get prefix(): string[] {
    return ['nsenter', `--target=${this.#keeper.pid}`, '--mount', 'chroot', join(this.#folder, 'root')]
  }

  /** The path of a program that runs `program` there with its arguments, for callers that can only start one program. */
  executableFor(program: string): string {
    const path = join(this.#folder, 'enter')
    // Below the mount no file of this process is visible, so the program lies beside the mount.
    writeFileSync(
      `${path}.sh`,
      `#!/bin/sh\nexec ${this.prefix.map(quoted).join(' ')} ${quoted(program)} "$@"\n`,
    )
    chmodSync(`${path}.sh`, 0o755)
    return `${path}.sh`
  }

  /** Runs a command there and returns its output. Throws when it fails. */
  run(command: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
    const [program = '', ...args] = [...this.prefix, ...command]
    return execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** The path of every file that was written over this system. A file that was removed again is not listed. */
  changes(): string[] {
    const changed = join(`/proc/${this.#keeper.pid}/root`, this.#folder, 'changes')
    return readdirSync(changed, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => !entry.isDirectory() && !entry.isCharacterDevice())
      .map((entry) => join(entry.parentPath, entry.name).slice(changed.length))
      .sort()
  }

  close(): void {
    this.#keeper.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
