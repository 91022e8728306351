/** `npm start` with a display: the tray where Electron's runtime is, one line and the engine where it is not. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CLI, finish, linesOf, untilOutput } from '../../electron/testing/harness'
import { call, message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { sandboxed } from '../harness/sandboxed'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const STAND_IN = join(ROOT, 'e2e', 'stand-in', 'bin')

async function bench() {
  const { sandbox } = await sandboxed()
  const port = await freePort()
  const start = (env: Record<string, string>): ChildProcess =>
    sandbox.spawn(['--port', String(port)], env, [process.execPath, join(dirname(CLI), 'start.js')])
  return { sandbox, port, start }
}

/** A display of its own; its number. */
async function display(): Promise<string> {
  const xvfb = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1000x800x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void xvfb.kill())
  const number = await untilOutput(xvfb, /^\d+\n/)
  return `:${number.trim()}`
}

describe('npm start', () => {
  test('opens the tray app and its window where runtime and display are', {
    tags: ['browser-with-windows', 'xvfb'],
  }, async () => {
    const { sandbox, port, start } = await bench()
    const DISPLAY = await display()
    const child = start({ DISPLAY, ELECTRON_OVERRIDE_DIST_PATH: STAND_IN, KIMI_PROXY_DIST: dirname(CLI) })
    const finished = finish(child)
    const told = untilOutput(child, /running in the menu bar or system tray/)
    await until('the app serves', () =>
      message(port, 'hello').then(
        ({ status }) => status === 200,
        () => false,
      ),
    )
    // It is written right after the port is taken, and requests are served from then on.
    await until('its run file is there', () => sandbox.hasRunFile)
    expect(sandbox.runRecord()).toMatchObject({ host: 'tray', port })
    await until('its window is drawn', () => hasWindow(DISPLAY))
    await told
    child.kill('SIGINT')
    const { code, stdout } = await finished
    expect(code).toBe(0)
    expect(stdout).not.toContain('terminal')
    expect(sandbox.hasRunFile).toBe(false)
  })

  test('runs the engine in the terminal when Electron ends at once, and says so in one line', async () => {
    const { sandbox, port, start } = await bench()
    const folder = join(sandbox.root, 'runtime')
    mkdirSync(folder)
    writeFileSync(join(folder, 'electron'), '#!/bin/sh\nexit 127\n')
    chmodSync(join(folder, 'electron'), 0o755)
    const why = await fallsBack(start({ DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: folder }), port)
    expect(why).toBe('Kimi Proxy runs in this terminal: Electron ended at once (code 127).')
  })

  test('says it in one line when its folder cannot be written', { tags: 'other-user' }, async () => {
    const { sandbox, port, start: _start } = await bench()
    // Root may write anywhere, so somebody else tries; the folder is root's.
    const home = join(sandbox.root, 'not-yours')
    mkdirSync(home, { mode: 0o755 })
    chmodSync(sandbox.root, 0o755)
    const env = {
      DISPLAY: ':99',
      ELECTRON_OVERRIDE_DIST_PATH: STAND_IN,
      KIMI_PROXY_HOME: home,
      KIMI_PROXY_DIST: dirname(CLI),
    }
    const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath]
    const start = join(dirname(CLI), 'start.js')
    const { code, stdout, stderr } = await finish(
      sandbox.spawn(['--port', String(port)], env, [...nobody, start]),
    )
    expect(code).toBe(64)
    expect(stdout).toContain('Electron ended at once')
    expect(stderr).toContain(`The folder ${home} cannot be written`)
  })

  test('runs it there too when the runtime named is not there', async () => {
    const { sandbox, port, start } = await bench()
    const why = await fallsBack(start({ DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: sandbox.root }), port)
    expect(why).toContain('could not be fetched')
  })

  test('tries once to fetch a runtime that is missing, from the mirror that is set', {
    tags: 'no-runtime',
  }, async () => {
    const { sandbox, port, start } = await bench()
    const env = {
      DISPLAY: ':99',
      // Nobody answers there.
      ELECTRON_MIRROR: `http://127.0.0.1:${await freePort()}/`,
      electron_config_cache: join(sandbox.root, 'cache'),
    }
    const why = await fallsBack(start(env), port, ['Fetching Electron, once (about 110 MB) …'])
    expect(why).toContain('could not be fetched')
  })
})

/** Its first line, once the engine runs in this terminal; ends it. */
async function fallsBack(child: ChildProcess, port: number, before: readonly string[] = []): Promise<string> {
  const finished = finish(child)
  await untilOutput(child, /Press Ctrl\+C/)
  expect((await call(port, '/health')).status).toBe(200)
  child.kill('SIGINT')
  const { code, stdout } = await finished
  expect(code).toBe(0)
  const lines = linesOf(stdout)
  expect(lines.slice(0, before.length)).toEqual(before)
  expect(lines.slice(before.length + 1)).toEqual([
    `kimi-proxy listening on 127.0.0.1:${port} (foreground)`,
    'Press Ctrl+C to stop',
  ])
  return lines[before.length] ?? ''
}

/** Whether anything but the empty root is on that display: a screen in one colour has one colour. */
function hasWindow(number: string): boolean {
  try {
    const dump = execFileSync('xwd', ['-root', '-silent', '-display', number], {
      maxBuffer: 64 * 1024 * 1024,
    })
    return new Set(dump.subarray(dump.length - 1_000_000)).size > 8
  } catch {
    return false
  }
}
