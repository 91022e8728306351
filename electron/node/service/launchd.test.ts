/** A script that plays launchd and keeps each loaded job as a file. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LAUNCHD_LABEL, launchdSession, type ServiceUnit } from '../../core/service/unit'
import { reason } from '../../core/words/reason'
import { launchdSupervisor } from './launchd'
import { systemCommand } from './system-command'

const UNIT: ServiceUnit = {
  program: '/usr/bin/node',
  args: ['/cli.js'],
  environment: {},
  stopSeconds: 45,
  mountsItself: false,
}

/**
 * The domain `gui/501` exists while the file `desktop` does; `user/501` always exists. `bootout` answers before the job has
 * gone.
 */
const LAUNCHCTL = `#!/bin/sh
cd "$ROOT" || exit 1
echo "$*" >> calls
job() { echo "job-$(echo "$1" | tr / _)"; }
domain_is_there() { case "$1" in gui/*) [ -e desktop ];; *) true;; esac; }
case "$1" in
  print)
    case "$2" in
      */501/*)
        if [ -e leaving ]; then rm leaving; exit 0; fi
        [ -e "$(job "$2")" ] || { echo "Could not find service in domain" >&2; exit 113; }
        printf '\\tstate = %s\\n\\tpid = 77\\n' "$(cat word)";;
      *) domain_is_there "$2" || { echo "Could not find domain for user gui: 501" >&2; exit 125; };;
    esac;;
  bootstrap)
    domain_is_there "$2" || { echo "Bootstrap failed: 125: Domain does not support specified action" >&2; exit 125; }
    [ ! -e leaving ] || { echo "Bootstrap failed: 5: Input/output error" >&2; exit 5; }
    : > "$(job "$2/${LAUNCHD_LABEL}")";;
  bootout) rm "$(job "$2")"; : > leaving;;
esac
`

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kimi-proxy-launchd-'))
  mkdirSync(join(root, 'bin'))
  writeFileSync(join(root, 'bin', 'launchctl'), LAUNCHCTL)
  chmodSync(join(root, 'bin', 'launchctl'), 0o755)
  writeFileSync(join(root, 'word'), 'running')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const withDesktop = () => writeFileSync(join(root, 'desktop'), '')
const calls = () => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n')

function supervisor(path = `${join(root, 'bin')}:${process.env['PATH']}`) {
  const run = systemCommand({ PATH: path, ROOT: root }, 10_000)
  return launchdSupervisor(run, { homeDir: root, uid: 501, stopMs: 10_000 })
}

async function write(launchd: ReturnType<typeof supervisor>, current: string | null = null) {
  const text = await launchd.textFor(UNIT, current)
  mkdirSync(dirname(launchd.file), { recursive: true })
  writeFileSync(launchd.file, text)
  return text
}

test('with a desktop the agent belongs to it, and can be started and stopped', async () => {
  withDesktop()
  const launchd = supervisor()
  expect(launchd.file).toBe(join(root, 'Library/LaunchAgents/com.kimi-proxy.service.plist'))
  expect(launchdSession(await write(launchd))).toBe('Aqua')
  expect(await launchd.state()).toEqual({ kind: 'absent' })
  await launchd.start()
  expect(calls()).toContain(`enable gui/501/${LAUNCHD_LABEL}`)
  expect(calls()).toContain(`bootstrap gui/501 ${launchd.file}`)
  expect(await launchd.state()).toEqual({ kind: 'running', atStart: true, pid: 77 })
  await launchd.stop()
  expect(await launchd.state()).toEqual({ kind: 'absent' })
  await launchd.stop()
  expect(calls().filter((call) => call.startsWith('bootout'))).toHaveLength(1)
})

test('without a desktop, as over SSH, the agent belongs to the user’s background, and stays there', async () => {
  const launchd = supervisor()
  const text = await write(launchd)
  expect(launchdSession(text)).toBe('Background')
  await launchd.start()
  expect(calls()).toContain(`bootstrap user/501 ${launchd.file}`)
  withDesktop()
  expect(await launchd.textFor(UNIT, text)).toBe(text)
  expect((await launchd.state()).kind).toBe('running')
})

test('a restart waits until the old job is gone', async () => {
  withDesktop()
  const launchd = supervisor()
  await write(launchd)
  await launchd.start()
  await launchd.start()
  expect(existsSync(join(root, 'leaving'))).toBe(false)
  expect(await launchd.state()).toMatchObject({ kind: 'running' })
})

test('an error of launchd is passed on', async () => {
  withDesktop()
  const launchd = supervisor()
  await write(launchd)
  await launchd.start()
  writeFileSync(join(root, 'word'), 'spawn scheduled')
  expect(await launchd.state()).toMatchObject({ kind: 'restarting' })
  writeFileSync(join(root, 'word'), 'not running')
  expect(await launchd.state()).toMatchObject({ kind: 'stopped' })
  await launchd.stop()
  rmSync(join(root, 'desktop'))
  expect(await launchd.state()).toEqual({
    kind: 'unreachable',
    reason: reason('said', { words: 'Could not find domain for user gui: 501' }),
  })
  await expect(launchd.start()).rejects.toMatchObject({
    code: 'SERVICE_FAILED',
    values: {
      reason: reason('said', { words: expect.stringContaining('Domain does not support specified action') }),
    },
  })
})

test('a system without launchctl is reported as such', async () => {
  expect(await supervisor(join(root, 'empty')).state()).toEqual({
    kind: 'unreachable',
    reason: reason('noLaunchctl'),
  })
})
