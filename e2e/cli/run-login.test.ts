/** `kimi-proxy run` where nobody is signed in, and where a stranger has the port. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { DEFAULT_PORT } from '../../electron/core/settings/table'
import { CLI, finish, linesOf, Sandbox, untilOutput } from '../../electron/testing/harness'
import { call } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { KimiSimulator } from '../simulator'

let simulator: KimiSimulator
let sandbox: Sandbox

beforeEach(async () => {
  simulator = await KimiSimulator.start()
  sandbox = new Sandbox(simulator)
})

afterEach(async () => {
  await sandbox.close()
  await simulator.stop()
})

const RUN = ['run', '--', process.execPath, '-e', 'console.log("ran")']

it('says in one line that nobody is signed in where no terminal is, also when an engine runs already', async () => {
  sandbox.saveSettings({ port: await freePort() })
  const results = [await sandbox.run(RUN), await sandbox.run(RUN)]
  for (const result of results) {
    expect(result).toMatchObject({ code: 0, stdout: 'ran\n' })
    expect(linesOf(result.stderr)).toEqual([expect.stringMatching(/^Signed out: .*kimi-proxy login/)])
  }
})

it('says nothing where somebody has signed in since the engine last looked', async () => {
  sandbox.saveSettings({ port: await freePort() })
  await sandbox.run(RUN)
  sandbox.saveLogin(simulator.issueLogin())
  expect(await sandbox.run(RUN)).toMatchObject({ code: 0, stdout: 'ran\n', stderr: '' })
})

/** `run` in a terminal of 100 columns, with its whole output. */
function inTerminal() {
  const words = [process.execPath, CLI, ...RUN].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['-qefc', `stty cols 100 rows 60; exec ${words}`, '/dev/null'], {
    env: { ...sandbox.env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, finished: finish(child) }
}

it.each(['no engine', 'an engine'])(
  'signs in at a terminal and goes on, with %s running',
  { tags: 'script' },
  async (what) => {
    sandbox.saveSettings({ port: await freePort() })
    if (what === 'an engine') expect((await sandbox.run([])).code).toBe(0)
    const { child, finished } = inTerminal()
    const shown = await untilOutput(child, /[A-Z0-9]{4}-[A-Z0-9]{4}/)
    const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(shown)?.[0] ?? ''
    simulator.approveDevice(code)
    const { code: exitCode, stdout } = await finished
    expect(exitCode, stdout).toBe(0)
    const first = stdout.indexOf('Sign in to Kimi first')
    expect(first).toBeGreaterThan(-1)
    expect(stdout.indexOf('Signed in as Simulated User')).toBeGreaterThan(first)
    expect(stdout).toMatch(/ran\r?\n$/)
  },
)

it('does not start the command where the sign-in is refused at the terminal', {
  tags: 'script',
}, async () => {
  sandbox.saveSettings({ port: await freePort() })
  const { child, finished } = inTerminal()
  const shown = await untilOutput(child, /[A-Z0-9]{4}-[A-Z0-9]{4}/)
  simulator.denyDevice(/[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(shown)?.[0] ?? '')
  const { code, stdout } = await finished
  expect(code).toBe(1)
  expect(stdout).not.toMatch(/ran\r?\n/)
})

/** The usual port is a stranger's, whoever that is. */
async function strangerOnUsualPort(): Promise<void> {
  const stranger = createServer()
  onTestFinished(() => void stranger.close())
  await new Promise<void>((resolve) => {
    stranger.once('error', () => resolve()).listen(DEFAULT_PORT, '127.0.0.1', resolve)
  })
}

it('takes a free port where a stranger has the usual one, and says so in one line', async () => {
  await strangerOnUsualPort()
  sandbox.saveLogin(simulator.issueLogin())
  const { code, stdout, stderr } = await sandbox.run([
    ...RUN.slice(0, 4),
    'console.log(process.env.ANTHROPIC_BASE_URL)',
  ])
  const { port } = sandbox.runRecord()
  expect(port).not.toBe(DEFAULT_PORT)
  expect({ code, stdout }).toEqual({ code: 0, stdout: `http://127.0.0.1:${port}\n` })
  expect(linesOf(stderr)).toEqual([
    expect.stringMatching(new RegExp(`^Port ${DEFAULT_PORT} .* Using port ${port} instead\\.$`)),
  ])
  expect((await call(port, '/health')).status).toBe(200)
  // The next one goes there too.
  expect(await sandbox.run(RUN)).toMatchObject({ code: 0, stderr: '' })
})

it.each(['setting', 'option in front', 'option behind'])(
  'takes no other port than the %s asks for',
  async (how) => {
    const stranger = createServer()
    onTestFinished(() => void stranger.close())
    const port = await new Promise<number>((resolve) => {
      stranger.listen(0, '127.0.0.1', () => {
        const address = stranger.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    if (how === 'setting') sandbox.saveSettings({ port })
    const option = ['--port', String(port)]
    const [word = '', ...command] = RUN
    const inFront = how === 'option in front' ? option : []
    const behind = how === 'option behind' ? option : []
    const result = await sandbox.run([...inFront, word, ...behind, ...command])
    expect(result).toMatchObject({ code: 1, stdout: '' })
    expect(linesOf(result.stderr)).toHaveLength(1)
    expect(sandbox.hasRunFile).toBe(false)
  },
)

it('prints the variables for the shell, and as settings.json', async () => {
  sandbox.saveLogin(simulator.issueLogin())
  const port = await freePort()
  sandbox.saveSettings({ port })
  const before = await sandbox.run(['env'])
  expect(before.stdout).toContain(`export ANTHROPIC_BASE_URL=http://127.0.0.1:${port}\n`)
  expect(linesOf(before.stderr)).toEqual([expect.stringContaining('is not running on port')])
  await sandbox.run([])
  const key = (await sandbox.run(['token'])).stdout.trim()
  const { stdout, stderr } = await sandbox.run(['env', '--json'])
  expect(stderr).toBe('')
  const settings = JSON.parse(stdout)
  expect(settings).toMatchObject({
    env: { ANTHROPIC_AUTH_TOKEN: key, ANTHROPIC_DEFAULT_FABLE_MODEL: 'kimi-for-coding' },
    modelPicker: { replaceBuiltInOptions: true },
  })
  expect(Object.values(settings.env).every((value) => typeof value === 'string')).toBe(true)
  const shell = await sandbox.run(['env'])
  const sh = spawn('sh', ['-c', `${shell.stdout}\nprintf %s "$ANTHROPIC_DEFAULT_OPUS_MODEL_NAME"`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(await finish(sh)).toMatchObject({ code: 0, stdout: 'Kimi for Coding' })
})

it('serves nobody but who shows the key where it is required, and whoever `run` starts shows it', async () => {
  sandbox.saveLogin(simulator.issueLogin())
  sandbox.saveSettings({ port: await freePort(), requireKey: true })
  const ask = `const { ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: key } = process.env
    const headers = (token) => ({ authorization: 'Bearer ' + token })
    Promise.all([key, 'other'].map((token) => fetch(url + '/echo', { headers: headers(token) })))
      .then((answers) => console.log(answers.map(({ status }) => status).join(' ')))`
  const result = await sandbox.run(['run', '--', process.execPath, '-e', ask])
  expect(result).toMatchObject({ code: 0, stdout: '200 401\n', stderr: '' })
})
