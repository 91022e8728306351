/** `kimi-proxy service` under the real systemd. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { linesOf, Sandbox } from '../../electron/testing/harness'
import { message } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { KimiSimulator } from '../simulator'
import { startManager } from './systemd-manager'

/** Everything that systemd gives a meaning to, in one path. */
const ODD_NAME = 'a  b 100% %h $HOME $$ "q" \'s\' \\n # ; ä月'

async function bench() {
  const simulator = await KimiSimulator.start()
  const sandbox = new Sandbox(simulator)
  const runtime = join(sandbox.root, 'run')
  mkdirSync(runtime, { mode: 0o700 })
  sandbox.env['XDG_RUNTIME_DIR'] = runtime
  // The manager knows nothing of it.
  sandbox.env['XDG_CONFIG_HOME'] = join(sandbox.root, 'config')
  sandbox.env['KIMI_CODE_HOME'] = join(sandbox.root, ODD_NAME)
  sandbox.saveLogin(simulator.issueLogin(), join(sandbox.root, ODD_NAME, 'credentials', 'kimi-code.json'))
  const { PATH = '', HOME = '' } = sandbox.env
  const manager = await startManager(sandbox.root, { PATH, HOME, XDG_RUNTIME_DIR: runtime })
  onTestFinished(async () => {
    await sandbox.run(['service', 'remove', '--yes'])
    await manager.stop()
    await sandbox.close()
    await simulator.stop()
  })
  return { sandbox, port: await freePort() }
}

const title = 'is installed, comes back after kill -9, stays away after --stop, and is removed'

test(title, { tags: 'real-systemd' }, async () => {
  const { sandbox, port } = await bench()
  const install = () => sandbox.run(['service', 'install', '--port', String(port)])
  const answers = async () => (await message(port, 'hi')).status
  const first = await install()
  expect(first.stderr).toBe('')
  const { pid } = sandbox.runRecord()
  expect(linesOf(first.stdout)[0]).toBe(`kimi-proxy runs as a service on port ${port} (PID ${pid})`)
  expect(await answers()).toBe(200)
  expect(readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')).toContain(
    `KIMI_CODE_HOME=${sandbox.env['KIMI_CODE_HOME']}`,
  )

  process.kill(pid, 'SIGKILL')
  await until('another serves', () => sandbox.runRecord().pid !== pid)
  await until('systemd says so', async () => (await sandbox.run(['service', 'status'])).code === 0)
  expect(await answers()).toBe(200)
  expect((await install()).stdout).toContain('already runs as a service')

  expect((await sandbox.run(['--stop'])).code).toBe(0)
  const stopped = await sandbox.run(['service', 'status'])
  expect(stopped.code).toBe(2)
  expect(stopped.stdout).toContain('installed, not running')
  expect((await install()).code).toBe(0)

  expect(await sandbox.run(['service', 'remove'])).toMatchObject({ code: 0, stderr: '' })
  expect((await sandbox.run(['service', 'status'])).code).toBe(1)
  expect(sandbox.hasRunFile).toBe(false)
})
