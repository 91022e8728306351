/** The commands as words, `restart`, `config`, `logs` and `statusline`: real processes against the simulated Kimi. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CLI, type Sandbox } from '../../electron/testing/harness'
import { call, message, messageBody } from '../../electron/testing/network/client'
import { freePort } from '../../electron/testing/network/free-port'
import { until } from '../../electron/testing/until'
import { sandboxed } from '../harness/sandboxed'

async function bench() {
  return { ...(await sandboxed()), port: await freePort() }
}

function runRecord(sandbox: Sandbox): { pid: number; port: number } {
  return JSON.parse(readFileSync(join(sandbox.home, 'run.json'), 'utf8'))
}

test('start, check, stop, help and version do what their options do', async () => {
  const { sandbox, port } = await bench()
  expect(await sandbox.run(['start', '--port', `${port}`])).toMatchObject({ code: 0, stderr: '' })
  const { stdout, code } = await sandbox.run(['check'])
  expect([code, stdout.split('\n')[0]]).toEqual([
    0,
    `kimi-proxy healthy (PID ${runRecord(sandbox).pid}) on port ${port}`,
  ])
  expect((await sandbox.run(['stop'])).stdout).toMatch(/^Stopped kimi-proxy \(PID \d+\)\n$/)
  expect((await sandbox.run(['check'])).code).toBe(1)
  expect((await sandbox.run(['stop', '--all'])).code).toBe(0)
  expect((await sandbox.run(['help'])).stdout).toBe((await sandbox.run(['--help'])).stdout)
  expect((await sandbox.run(['-v'])).stdout).toBe((await sandbox.run(['version'])).stdout)
  expect(await sandbox.run(['statsu'])).toMatchObject({
    code: 64,
    stderr: 'kimi-proxy: Unknown command "statsu". Did you mean "kimi-proxy status"?\n',
  })
})

describe('changed settings', () => {
  test('are named at a second start, and used after restart, on the port and with the waiting of before', async () => {
    const { sandbox, port } = await bench()
    await sandbox.run(['start', '--port', `${port}`, '--park'])
    const first = runRecord(sandbox)
    const again = await sandbox.run(['start', '--port', `${port}`, '--park'])
    expect([again.code, again.stderr]).toEqual([0, ''])
    await sandbox.run(['config', 'set', 'parkMinutes', '3'])
    const proxied = { NO_PROXY: '127.0.0.1,localhost,example.com' }
    expect(await sandbox.run(['--port', `${port}`], proxied)).toMatchObject({
      code: 0,
      stderr:
        'kimi-proxy: It still runs with older settings: parkMinutes, noProxy. To apply the current ones: kimi-proxy restart\n',
    })
    expect(await sandbox.run(['restart'], proxied)).toMatchObject({ code: 0, stderr: '' })
    expect(runRecord(sandbox)).toMatchObject({ port })
    expect(runRecord(sandbox).pid).not.toBe(first.pid)
    expect((await sandbox.run(['check'])).stdout).toContain('up to 3m 0s')
    expect((await sandbox.run(['--port', `${port}`, '--park'], proxied)).stderr).toBe('')
  })

  test('that make no sense leave the engine as it is', async () => {
    const { sandbox } = await bench()
    const { pid } = await sandbox.startEngine()
    sandbox.saveSettings('{')
    expect((await sandbox.run(['restart'])).code).toBe(64)
    expect(runRecord(sandbox).pid).toBe(pid)
  })
})

describe('restart', () => {
  test('starts where nothing runs', async () => {
    const { sandbox, port } = await bench()
    const { code, stdout } = await sandbox.run(['restart', '--port', `${port}`])
    expect([code, stdout]).toEqual([0, expect.stringContaining(`kimi-proxy started on port ${port}`)])
  })

  test('cuts no answer without --yes where nobody can be asked', async () => {
    const { simulator, sandbox } = await bench()
    const { port, pid } = await sandbox.startEngine()
    const answer = message(port, 'count to 30, slow 100 ms', true)
    await until('the stream runs', () => simulator.log.apiRequests.some(({ status }) => status === 200))
    expect(await sandbox.run(['restart'])).toMatchObject({
      code: 1,
      stderr:
        'kimi-proxy: It serves 1 request at the moment, which would be cut. Wait, or run kimi-proxy restart --yes.\n',
    })
    expect(runRecord(sandbox).pid).toBe(pid)
    expect((await answer).text).toContain('message_stop')
  })

  test('brings a watchdog back as well', async () => {
    const { sandbox, port } = await bench()
    await sandbox.run(['watchdog', '--port', `${port}`])
    const { code, stdout } = await sandbox.run(['restart'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^kimi-watchdog started .* on port ${port}\n$`)),
    ])
    expect((await sandbox.run(['stop'])).stdout).toContain('Stopped kimi-watchdog')
  })
})

describe('config', () => {
  test('sets, shows and takes back, and says what the running engine does not use yet', async () => {
    const { sandbox } = await bench()
    await sandbox.startEngine()
    const path = join(sandbox.home, 'settings.json')
    expect(await sandbox.run(['config', 'set', 'metrics', 'true'])).toMatchObject({
      code: 0,
      stdout: `metrics = true (in ${path})\n`,
      stderr: 'kimi-proxy still runs without this change. To use it now: kimi-proxy restart\n',
    })
    expect((await sandbox.run(['config', 'get', 'metrics'])).stdout).toBe('true\n')
    expect((await sandbox.run(['config', 'get'])).stdout).toMatch(new RegExp(`^metrics +true +${path}$`, 'm'))
    expect((await sandbox.run(['config', 'set', 'metrics', 'true'])).stdout).toBe('Nothing to change.\n')
    expect((await sandbox.run(['config', 'unset', 'metrics'])).stdout).toBe(
      `metrics is back at its default (in ${path})\n`,
    )
    expect(readFileSync(path, 'utf8')).toBe('{}\n')
  })

  test('never prints a password, and says what wins over the file', async () => {
    const { sandbox } = await bench()
    const secret = 'http://me:hunter2@127.0.0.1:9'
    const set = await sandbox.run(['config', 'set', 'proxy', secret], {
      HTTPS_PROXY: 'http://you:hunter3@127.0.0.1:8',
    })
    const get = await sandbox.run(['config', 'get'])
    const one = await sandbox.run(['config', 'get', 'proxy'])
    expect(set.stdout).toContain('proxy = http://[redacted]@127.0.0.1:9')
    expect(set.stderr).toContain('HTTPS_PROXY wins over the file')
    expect(one.stdout).toBe('http://[redacted]@127.0.0.1:9\n')
    expect(JSON.stringify([set, get, one])).not.toMatch(/hunter/)
    expect(readFileSync(join(sandbox.home, 'settings.json'), 'utf8')).toContain(secret)
  })

  test('refuses what is not valid and leaves the file alone', async () => {
    const { sandbox } = await bench()
    sandbox.saveSettings('{ "port": 1 }')
    expect(await sandbox.run(['config', 'set', 'port', '99999'])).toMatchObject({ code: 64, stdout: '' })
    expect(await sandbox.run(['config', 'set', 'extraCaFile', '/nowhere.pem'])).toMatchObject({ code: 64 })
    expect(readFileSync(join(sandbox.home, 'settings.json'), 'utf8')).toBe('{ "port": 1 }')
  })
})

test('logs says where the log is, and its last lines for people', async () => {
  const { sandbox } = await bench()
  const path = join(sandbox.home, 'logs', 'kimi-proxy.ndjson')
  expect((await sandbox.run(['logs'])).stdout).toBe(`Log: ${path}\nNothing was logged yet.\n`)
  await sandbox.startEngine()
  await sandbox.run(['stop'])
  const { stdout } = await sandbox.run(['logs'])
  expect(stdout.split('\n')[0]).toBe(`Log: ${path}`)
  expect(stdout).toMatch(/^\d\d-\d\d \d\d:\d\d:\d\d {2}\S+/m)
})

describe('statusline', () => {
  const INPUT = JSON.stringify({ model: { display_name: 'Kimi' }, prompt_cache: { hit_ratio: 0.9 } })

  async function line(sandbox: Sandbox, input: string | null): Promise<string> {
    const child = spawn(process.execPath, [CLI, 'statusline'], {
      env: sandbox.env,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    // Null: whoever calls it never ends its input.
    if (input !== null) child.stdin.end(input)
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
    return output
  }

  test('says how long the last answer of its session took to begin, and brings Claude Code’s cause for a miss', async () => {
    const { sandbox } = await bench()
    const { port } = await sandbox.startEngine()
    const headers = { 'x-claude-code-session-id': 'aaaa-1' }
    await call(port, '/v1/messages', { method: 'POST', headers, body: messageBody('hello', true) })
    const of = (session: string) => {
      const last_miss_cause = { causes: ['tools_changed'] }
      return JSON.stringify({ session_id: session, prompt_cache: { hit_ratio: 0.5, last_miss_cause } })
    }
    const sums = async () => JSON.parse((await sandbox.run(['log', '--json'])).stdout).sessions
    await until('the request has ended', async () => (await sums()).length === 1)
    expect(await line(sandbox, of('aaaa-1'))).toMatch(/token \d+m · first byte \d+\.\ds · cache 50%\n$/)
    expect(await line(sandbox, of('bbbb-2'))).toMatch(/token \d+m · cache 50%\n$/)
    expect(await sums()).toMatchObject([{ session: 'aaaa-1', missCause: 'tools_changed' }])
  })

  test('has one line with the engine and without it, and needs no input', async () => {
    const { sandbox } = await bench()
    expect(await line(sandbox, INPUT)).toBe('Kimi · kimi-proxy is not running · cache 90%\n')
    await sandbox.startEngine()
    await sandbox.run(['quota'])
    expect(await line(sandbox, INPUT)).toMatch(/^Kimi · 5h 88% left · token \d+m · cache 90%\n$/)
    expect(await line(sandbox, 'no JSON')).toMatch(/^5h 88% left · token \d+m\n$/)
    expect(await line(sandbox, '')).toMatch(/^5h 88% left · token \d+m\n$/)
    expect(await line(sandbox, null)).toMatch(/^5h 88% left · token \d+m\n$/)
  })

  test('does not wait for an engine that says nothing', async () => {
    const { sandbox } = await bench()
    await sandbox.startEngine()
    const mute = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    onTestFinished(() => {
      mute.close()
    })
    const address = mute.address()
    const port = typeof address === 'object' ? address?.port : null
    const file = join(sandbox.home, 'run.json')
    const record = readFileSync(file, 'utf8')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(record), port }))
    expect(await line(sandbox, INPUT)).toBe('Kimi · kimi-proxy does not answer · cache 90%\n')
    writeFileSync(file, record)
  })
})
