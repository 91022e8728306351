/**
 * Tests of what the tray app does for a person, without Electron: with a real engine, port and files, and a simulated Kimi.
 */
import { createServer, type Server } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AppBench } from '../../testing/app-bench'
import { call, message } from '../../testing/network/client'
import { freePort } from '../../testing/network/free-port'
import { until } from '../../testing/until'

describe('starting and stopping', () => {
  test('the proxy starts with the app, and stops and starts on a click', async () => {
    const bench = await AppBench.start()
    expect((await message(bench.port, 'hello')).status).toBe(200)
    await bench.command({ kind: 'stop', atOnce: false })
    expect(bench.state.serving).toEqual({ kind: 'off' })
    await expect(call(bench.port, '/health')).rejects.toThrow()
    await bench.command({ kind: 'start' })
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(bench.state.serving.kind).toBe('serving')
  })

  test('an app whose proxy was stopped by the person leaves it stopped at the next start', async () => {
    const bench = await AppBench.start()
    await bench.command({ kind: 'stop', atOnce: false })
    await bench.app.quit()
    const next = bench.createApp()
    await next.start()
    expect(next.state.serving).toEqual({ kind: 'off' })
    await next.command({ kind: 'start' })
    await next.quit()
    const third = bench.createApp()
    await third.start()
    expect(third.state.serving.kind).toBe('serving')
    await third.quit()
  })

  test('a start is remembered once the proxy serves, unless a stop came after it', async () => {
    const bench = await AppBench.start()
    await bench.command({ kind: 'stop', atOnce: true })
    const patch = bench.store.patch.bind(bench.store)
    const written: string[] = []
    bench.store.patch = (changes) => {
      written.push(bench.state.serving.kind)
      patch(changes)
    }
    await bench.command({ kind: 'start' })
    expect(written).toEqual(['serving'])
    await Promise.all([bench.command({ kind: 'start' }), bench.command({ kind: 'stop', atOnce: true })])
    expect(bench.store.settings['stoppedByPerson']).toBe(true)
  })

  test('start, stop and start in quick succession end as the last one says', async () => {
    const bench = await AppBench.create()
    await Promise.all([
      bench.command({ kind: 'start' }),
      bench.command({ kind: 'stop', atOnce: true }),
      bench.command({ kind: 'start' }),
    ])
    expect((await call(bench.port, '/health')).status).toBe(200)
    await Promise.all([bench.command({ kind: 'start' }), bench.command({ kind: 'stop', atOnce: true })])
    await expect(call(bench.port, '/health')).rejects.toThrow()
  })

  test('a stop asks while answers run, and "Keep running" keeps them running', async () => {
    const bench = await AppBench.start()
    const stream = message(bench.port, 'count to 30, slow 20 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
    bench.answer = false
    await bench.command({ kind: 'stop', atOnce: false })
    expect(bench.questions).toMatchObject([
      { message: 'Stop Kimi Proxy?', detail: expect.stringContaining('1') },
    ])
    expect((await stream).text).toContain('message_stop')
    expect(bench.state.serving.kind).toBe('serving')
  })

  test('Option-click stops at once, and running requests have up to 5 s to end', async () => {
    const bench = await AppBench.start()
    const stream = message(bench.port, 'count to 30, slow 20 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
    await bench.command({ kind: 'stop', atOnce: true })
    expect(bench.questions).toEqual([])
    expect((await stream).text).toContain('message_stop')
  })

  test('quitting waits for the last answer, then ends the process once', async () => {
    const bench = await AppBench.start()
    const stream = message(bench.port, 'count to 30, slow 20 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
    await bench.command({ kind: 'quit' })
    expect((await stream).text).toContain('message_stop')
    expect(bench.exits).toBe(1)
    expect(bench.sandbox.hasRunFile).toBe(false)
  })

  test('an end that must not be held up takes no time, and leaves no run file behind', async () => {
    const bench = await AppBench.start()
    const stream = message(bench.port, 'count to 200, slow 50 ms', true).catch((error: Error) => error)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
    bench.app.abandon()
    expect(await stream).toBeInstanceOf(Error)
    await until('the run file is gone', () => !bench.sandbox.hasRunFile)
  })

  test('kimi-proxy --stop stops the proxy and not the app; --check says so', async () => {
    const bench = await AppBench.start()
    const checked = await bench.sandbox.run(['--check'])
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Watchdog: the app supervises'),
    })
    const stopped = await bench.sandbox.run(['--stop'])
    expect(stopped.stdout).toContain('the app goes on')
    await bench.until('it has stopped', ({ serving }) => serving.kind === 'off')
    expect(bench.store.settings['stoppedByPerson']).toBe(true)
  })
})

describe('a login that is over', () => {
  test('is announced once, and the proxy recovers without a click once a login appears', async () => {
    const bench = await AppBench.start({ settings: { parkMinutes: 0 } })
    bench.simulator.revokeLogins()
    expect((await message(bench.port, 'hello')).status).toBe(402)
    await bench.until('the guide begins', ({ guide }) => guide.kind === 'guiding')
    expect((await message(bench.port, 'hello')).status).toBe(402)
    expect(bench.titles).toEqual(['Sign in to Kimi again'])
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await bench.until('it is signed in', ({ engine }) => engine.login.kind === 'signedIn')
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(bench.titles).toEqual(['Sign in to Kimi again', 'Kimi Proxy is running again'])
    expect(bench.state.guide.kind).toBe('idle')
  })

  test('keeps requests waiting, shows the window once without taking the focus, and serves them after', async () => {
    const bench = await AppBench.start()
    bench.simulator.revokeLogins()
    const answers = [message(bench.port, 'hello'), message(bench.port, 'hello', true)]
    await bench.until('both wait', ({ engine }) => engine.traffic.waitingRequests === 2)
    expect([bench.windowCalls, bench.titles]).toEqual([['present'], ['Sign in to Kimi again']])
    bench.app.windowChanged(false)
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
    expect(bench.windowCalls).toEqual(['present'])
  })

  test('is noticed even where the folder of the login did not exist before', async () => {
    const bench = await AppBench.start({ signedIn: false })
    expect(bench.titles).toEqual(['Sign in to Kimi'])
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await bench.until('it is signed in', ({ engine }) => engine.login.kind === 'signedIn')
  })

  test('shows its success in the window, which then closes where Claude Code is connected', async () => {
    const bench = await AppBench.start({ signedIn: false })
    await bench.until('it was looked', ({ claudeChange }) => claudeChange !== null)
    await bench.command({ kind: 'connectClaude' })
    await bench.command({ kind: 'openWindow', face: 'status' })
    await bench.command({ kind: 'copySignInCommand' })
    await bench.command({ kind: 'openTerminal' })
    expect(bench.copied).toEqual(['kimi login'])
    expect(bench.state.guide).toEqual({ kind: 'guiding', copied: true, terminalOpened: true })
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await bench.until('it is done', ({ guide }) => guide.kind === 'done')
    await bench.until(
      'the window has closed',
      ({ windowOpen, guide }) => !windowOpen && guide.kind === 'idle',
    )
    expect(bench.windowCalls).toEqual(['open', 'close'])
  })

  test('leads on to Claude Code, where nothing has found its way here yet', async () => {
    const bench = await AppBench.start({ signedIn: false })
    await bench.command({ kind: 'openWindow', face: 'status' })
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await bench.until('it leads on', ({ face }) => face === 'claude')
    expect(bench.state).toMatchObject({ windowOpen: true, guide: { kind: 'idle' } })
  })

  test('says so where no terminal is found, and ticks no step', async () => {
    const bench = await AppBench.start({ signedIn: false })
    bench.hasTerminal = false
    expect(await bench.command({ kind: 'openTerminal' })).toMatchObject({ problem: { code: 'NO_TERMINAL' } })
    expect(bench.state.guide).toMatchObject({ terminalOpened: false })
  })

  test('that has expired and cannot be renewed is no recovery', async () => {
    const bench = await AppBench.start({ signedIn: false })
    const login = bench.simulator.issueLogin()
    bench.simulator.revokeLogins(login.refresh_token)
    bench.sandbox.saveLogin({ ...login, expires_at: Math.floor(Date.now() / 1000) - 5 })
    await until('Kimi was asked', () => bench.simulator.log.refreshRequests.length > 0)
    await bench.until('it is over', ({ engine }) => engine.login.kind === 'signedOut')
    expect(bench.titles).toEqual(['Sign in to Kimi'])
  })

  test('makes no notice where the person turned notices off, and shows in every view', async () => {
    const bench = await AppBench.start({ signedIn: false, settings: { notifications: false } })
    expect(bench.notices).toEqual([])
    expect(bench.state.guide.kind).toBe('guiding')
  })
})

describe('a taken port', () => {
  test('is reported with the program that holds it, and taken as soon as it is free', async () => {
    const bench = await AppBench.create()
    const server = await holdPort(bench.port)
    await bench.app.start()
    expect(bench.state.serving).toMatchObject({
      kind: 'portTaken',
      problem: { code: 'PORT_TAKEN', variant: 'program', values: { pid: expect.any(Number) } },
    })
    expect(bench.notices).toMatchObject([
      { title: 'The port is in use', body: expect.stringMatching(/PID \d+/) },
    ])
    await new Promise((resolve) => server.close(resolve))
    await bench.command({ kind: 'retry' })
    await bench.until('it runs', ({ serving }) => serving.kind === 'serving')
    expect(bench.titles.at(-1)).toBe('Kimi Proxy is running again')
  })

  test('is tried again without a click', async () => {
    const bench = await AppBench.create()
    const server = await holdPort(bench.port)
    await bench.app.start()
    await new Promise((resolve) => server.close(resolve))
    await bench.until('it runs', ({ serving }) => serving.kind === 'serving')
  })

  test('can be avoided by another port in the settings', async () => {
    const bench = await AppBench.create()
    await holdPort(bench.port)
    await bench.app.start()
    const port = await freePort()
    expect(await bench.command({ kind: 'saveSettings', changes: { port } })).toEqual({ ok: true })
    expect((await call(port, '/health')).status).toBe(200)
  })
})

describe('an engine of the command line', () => {
  test('serves in place of the app’s own engine, is shown with its pid, and can be stopped', async () => {
    const bench = await AppBench.create()
    const { pid } = await startCli(bench)
    await bench.app.start()
    expect(bench.state.serving).toMatchObject({
      kind: 'elsewhere',
      other: { pid, port: bench.port, answers: true },
    })
    expect(bench.notices).toEqual([])
    await bench.command({ kind: 'stopOther' })
    expect(bench.state.serving).toEqual({ kind: 'off' })
    expect(bench.store.settings['stoppedByPerson']).toBe(true)
    await expect(call(bench.port, '/health')).rejects.toThrow()
  })

  test('can be taken over, its watchdog included', async () => {
    const bench = await AppBench.create()
    const started = await bench.sandbox.run(['--watchdog', '--port', String(bench.port)])
    expect(started.code).toBe(0)
    await bench.app.start()
    expect(bench.state.serving).toMatchObject({ kind: 'elsewhere', other: { watched: true } })
    await bench.command({ kind: 'takeOver' })
    expect(bench.state.serving.kind).toBe('serving')
    expect(bench.sandbox.runRecord().pid).toBe(process.pid)
    expect((await message(bench.port, 'hello')).status).toBe(200)
  })

  test('is taken over while it answers only if the person says so', async () => {
    const bench = await AppBench.create()
    const { pid } = await startCli(bench)
    const stream = message(bench.port, 'count to 60, slow 30 ms', true)
    await until('it runs', () => bench.simulator.log.apiRequestCount > 0)
    await bench.app.start()
    expect(bench.state.serving).toMatchObject({ kind: 'elsewhere', other: { activeRequests: 1 } })
    bench.answer = false
    await bench.command({ kind: 'takeOver' })
    expect(bench.questions).toHaveLength(1)
    expect((await stream).text).toContain('message_stop')
    expect(bench.sandbox.runRecord().pid).toBe(pid)
  })

  test('is taken over once, however often that is clicked; the app’s own engine never is', async () => {
    const bench = await AppBench.create()
    await startCli(bench)
    await bench.app.start()
    await Promise.all([bench.command({ kind: 'takeOver' }), bench.command({ kind: 'takeOver' })])
    const stream = message(bench.port, 'count to 20, slow 20 ms', true)
    await bench.until('it runs', ({ engine }) => engine.traffic.activeRequests === 1)
    await bench.command({ kind: 'takeOver' })
    await bench.command({ kind: 'stopOther' })
    expect((await stream).text).toContain('message_stop')
    expect(bench.state.serving.kind).toBe('serving')
    expect(bench.store.settings['stoppedByPerson']).toBeUndefined()
  })

  test('is asked about before it is stopped, also for an answer that has only just begun', async () => {
    const bench = await AppBench.create()
    await startCli(bench)
    await bench.app.start()
    expect(bench.state.serving).toMatchObject({ kind: 'elsewhere', other: { activeRequests: 0 } })
    const stream = message(bench.port, 'count to 40, slow 25 ms', true)
    await until('it runs', () => bench.simulator.log.apiRequestCount > 0)
    bench.answer = false
    await bench.command({ kind: 'takeOver' })
    expect(bench.questions).toHaveLength(1)
    expect((await stream).text).toContain('message_stop')
  })

  test('that dies is replaced by the app’s own engine', async () => {
    const bench = await AppBench.create()
    const { pid } = await startCli(bench)
    await bench.app.start()
    process.kill(pid, 'SIGKILL')
    await bench.until('the app serves', ({ serving }) => serving.kind === 'serving')
    expect((await message(bench.port, 'hello')).status).toBe(200)
  })

  test('that starts while the app’s own engine is stopped is noticed', async () => {
    const bench = await AppBench.start()
    await bench.command({ kind: 'stop', atOnce: true })
    const { pid } = await startCli(bench)
    await bench.until(
      'it is shown',
      ({ serving }) => serving.kind === 'elsewhere' && serving.other.pid === pid,
    )
  })

  test('that hangs can be stopped', async () => {
    const bench = await AppBench.create()
    const { pid } = await startCli(bench)
    process.kill(pid, 'SIGSTOP')
    await bench.app.start()
    expect(bench.state.serving).toMatchObject({ kind: 'elsewhere', other: { pid, answers: false } })
    await bench.command({ kind: 'takeOver' })
    expect(bench.state.serving.kind).toBe('serving')
  })
})

describe('supervision', () => {
  test('a port that is lost is taken again', async () => {
    const bench = await AppBench.start()
    serverOn(bench.port).close()
    await bench.until('it was noticed', ({ serving }) => serving.kind !== 'serving')
    await bench.until('it runs again', ({ serving }) => serving.kind === 'serving')
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(bench.sandbox.runRecord().port).toBe(bench.port)
  })

  test('a token that Kimi refused is not sent again by the next engine of the same app', async () => {
    const bench = await AppBench.create()
    // The file of kimi-cli has no form for a dead login, so only memory keeps the token from being sent again.
    bench.store.patch({ kimiCodeHome: `${bench.sandbox.root}/none`, parkMinutes: 0 })
    bench.sandbox.saveLogin(
      bench.sandbox.readLogin(),
      `${bench.sandbox.root}/.kimi/credentials/kimi-code.json`,
    )
    await bench.app.start()
    bench.simulator.revokeLogins()
    expect((await message(bench.port, 'hello')).status).toBe(402)
    const asked = bench.simulator.log.refreshRequests.length
    await bench.command({ kind: 'stop', atOnce: true })
    await bench.command({ kind: 'start' })
    expect((await message(bench.port, 'hello')).status).toBe(402)
    expect(bench.simulator.log.refreshRequests).toHaveLength(asked)
  })

  test('a setting that cannot be used is reported, and can be mended without a restart of the app', async () => {
    const bench = await AppBench.create({ settings: { extraCaFile: '/nowhere.pem' } })
    await bench.app.start()
    expect(bench.state.serving).toMatchObject({
      kind: 'cannotStart',
      problem: { code: 'SETTING_INVALID' },
      retryAtMs: null,
    })
    expect(bench.titles).toEqual(['A setting isn’t valid'])
    await bench.command({ kind: 'saveSettings', changes: { extraCaFile: '' } })
    expect(bench.state.serving.kind).toBe('serving')
  })
})

describe('settings', () => {
  test('that make no sense are refused with the field they belong to, and nothing changes', async () => {
    const bench = await AppBench.start()
    const before = { ...bench.store.settings }
    expect(await bench.command({ kind: 'saveSettings', changes: { port: 0, proxy: 'x' } })).toMatchObject({
      ok: false,
      field: 'port',
      problem: { code: 'SETTING_INVALID' },
    })
    expect(bench.store.settings).toEqual(before)
    expect((await call(bench.port, '/health')).status).toBe(200)
  })

  test('name a certificate file that can be used, or are refused while the proxy goes on', async () => {
    const bench = await AppBench.start()
    for (const extraCaFile of ['/nowhere.pem', bench.sandbox.credentials, '~/none.pem']) {
      const result = await bench.command({ kind: 'saveSettings', changes: { extraCaFile } })
      expect(result).toMatchObject({ ok: false, field: 'extraCaFile' })
    }
    expect((await call(bench.port, '/health')).status).toBe(200)
    expect(bench.store.settings['extraCaFile']).toBeUndefined()
  })

  test('move the proxy to another port, and say that the copied settings name the old one', async () => {
    const bench = await AppBench.start()
    await bench.command({ kind: 'copySettings', form: 'shell' })
    expect(bench.copied[0]).toContain(`ANTHROPIC_BASE_URL=http://127.0.0.1:${bench.port}\n`)
    expect(bench.state.copiedPort).toBe(bench.port)
    const port = await freePort()
    await bench.command({ kind: 'saveSettings', changes: { port } })
    expect((await call(port, '/health')).status).toBe(200)
    await expect(call(bench.port, '/health')).rejects.toThrow()
    expect(bench.state).toMatchObject({ copiedPort: bench.port, settings: { port: { value: port } } })
  })

  test('that cannot be saved are reported, and the proxy goes on', async () => {
    const bench = await AppBench.start()
    bench.store.failure = new Error('disk')
    expect((await bench.command({ kind: 'saveSettings', changes: { port: await freePort() } })).ok).toBe(
      false,
    )
    expect((await bench.command({ kind: 'setPreferences', changes: { language: 'en' } })).ok).toBe(false)
    expect((await call(bench.port, '/health')).status).toBe(200)
    expect((await bench.command({ kind: 'stop', atOnce: true })).ok).toBe(true)
  })

  test('can be given their former values, of which one is a password that no state has shown', async () => {
    const proxy = 'http://lin:secret@127.0.0.1:9'
    const bench = await AppBench.start({ settings: { proxy } })
    await bench.command({ kind: 'openWindow', face: 'settings' })
    await bench.command({ kind: 'saveSettings', changes: { proxy: '' } })
    expect(bench.state.saved).toBe('proxy')
    expect(bench.store.settings['proxy']).toBeUndefined()
    expect(await bench.command({ kind: 'undoSetting' })).toEqual({ ok: true })
    expect(bench.store.settings['proxy']).toBe(proxy)
    expect(bench.state).toMatchObject({
      saved: null,
      settings: { proxy: { value: 'http://[redacted]@127.0.0.1:9' } },
    })
    expect(JSON.stringify(bench.state)).not.toContain('secret')
  })

  test('of which the last was undone, or whose face was left, are not undone again', async () => {
    const bench = await AppBench.start()
    await bench.command({ kind: 'openWindow', face: 'settings' })
    await bench.command({ kind: 'setPreferences', changes: { notifications: false } })
    await bench.command({ kind: 'undoSetting' })
    expect(bench.state.preferences.notifications).toBe(true)
    await bench.command({ kind: 'undoSetting' })
    expect(bench.state.preferences.notifications).toBe(true)
    await bench.command({ kind: 'setPreferences', changes: { notifications: false } })
    await bench.command({ kind: 'openWindow', face: 'status' })
    expect(bench.state.saved).toBeNull()
    await bench.command({ kind: 'undoSetting' })
    expect(bench.state.preferences.notifications).toBe(false)
  })

  test('of language apply at once, and "system" follows the system', async () => {
    const bench = await AppBench.start({ languages: ['zh-Hans-CN', 'en'] })
    expect(bench.state.language).toBe('zh-CN')
    await bench.command({ kind: 'setPreferences', changes: { language: 'en' } })
    expect(bench.state).toMatchObject({ language: 'en', preferences: { language: 'en' } })
    expect(bench.createApp().state.language).toBe('en')
  })
})

test('the computer is kept from suspending the app only while requests run', async () => {
  const bench = await AppBench.start()
  expect(bench.awake).toEqual([])
  await Promise.all([message(bench.port, 'hello', true), message(bench.port, 'count to 5, slow 20 ms', true)])
  await bench.until('all have ended', ({ engine }) => engine.traffic.activeRequests === 0)
  expect(bench.awake[0]).toBe(true)
  expect(bench.awake.at(-1)).toBe(false)
  expect(bench.awake).toEqual(bench.awake.map((_, index) => index % 2 === 0))
})

async function startCli(bench: AppBench): Promise<{ pid: number }> {
  const started = await bench.sandbox.run(['--port', String(bench.port)])
  expect(started.code, started.stderr).toBe(0)
  return bench.sandbox.runRecord()
}

async function holdPort(port: number): Promise<Server> {
  const server = createServer((_request, response) => response.end('not Kimi'))
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.close()
  })
  return server
}

/** The listening server of this process on a port. The test takes it away as the system might. */
function serverOn(port: number): Server {
  const handles: unknown = Reflect.get(process, '_getActiveHandles')
  const all: unknown = typeof handles === 'function' ? Reflect.apply(handles, process, []) : []
  const found = Array.isArray(all) ? all.find((handle: unknown) => isServerOn(handle, port)) : undefined
  if (!isServerOn(found, port)) throw new Error(`nobody listens on ${port}`)
  return found
}

function isServerOn(handle: unknown, port: number): handle is Server {
  if (typeof handle !== 'object' || handle === null || !('address' in handle)) return false
  const { address } = handle
  const place: unknown = typeof address === 'function' ? Reflect.apply(address, handle, []) : null
  return (
    typeof place === 'object' &&
    place !== null &&
    'port' in place &&
    place.port === port &&
    'listening' in handle
  )
}
