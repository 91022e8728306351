/**
 * Troubles around the app: a person is told of each, and has to do no more than the app says.
 * @module-tag app
 */
import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { gate } from '../../electron/testing/gate'
import { call, message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { AppBench, heading, untilText } from './app-bench'
import { spawnApp } from './launch'
import { answerDialog, clickNotice, externalLinks, notices, observed, power } from './tray-driver'

describe('a login that Kimi has ended', () => {
  test('shows in icon, notice, menu and window, and everything recovers once a login appears', async () => {
    const bench = await AppBench.start({ launch: { args: ['--hidden'] } })
    await bench.untilIcon('running')
    bench.simulator.revokeLogins()
    const waiting = message(bench.port, 'hello', true)
    await bench.untilIcon('signIn')
    await until('it was told', async () => (await notices(bench.app)).length === 1)
    // A request waits, so the window opens without a click.
    await expect.poll(async () => heading(await bench.window())).toBe('Sign in to Kimi again')
    await bench.closeWindow()
    expect((await notices(bench.app))[0]).toMatchObject({ title: 'Sign in to Kimi again' })
    expect(await bench.item('status')).toMatchObject({ label: 'Sign in to Kimi again' })
    // The reason follows once the last retry has been refused too.
    await bench.untilItem('health', /^Kimi signed you out\.$/)
    expect(await bench.item('signIn')).toMatchObject({ label: 'Sign In…' })
    // One click opens the window and Kimi's page in the browser; another leads back to them.
    await clickNotice(bench.app)
    await (await bench.window()).locator('.user-code').waitFor()
    expect(await externalLinks(bench.app)).toHaveLength(1)
    await bench.closeWindow()
    await clickNotice(bench.app)
    await (await bench.window()).locator('.user-code').waitFor()
    expect(bench.simulator.log.deviceRequests).toHaveLength(1)

    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await bench.untilIcon('running')
    expect((await waiting).text).toContain('message_stop')
    await until('it was told', async () => (await notices(bench.app)).length === 2)
    expect((await notices(bench.app))[1]).toMatchObject({ title: 'Kimi Proxy is running again' })
    await bench.untilItem('status', /^Running$/)
    await until('the window has closed itself', () => bench.app.windows().length === 0)
  })

  test('is guided step by step in the window', async () => {
    const bench = await AppBench.start({ signedIn: false })
    const page = await bench.window()
    await expect.poll(() => heading(page)).toBe('Sign in to Kimi')
    await page.getByText('Other ways').click()
    await page.getByRole('button', { name: /^Copy/ }).click()
    await expect
      .poll(() => bench.app.evaluate(async ({ clipboard }) => clipboard.readText()))
      .toBe('kimi login')
    await page.getByRole('button', { name: 'Open Terminal' }).click()
    await untilText(page, 'Waiting for you to sign in')
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await untilText(page, 'You’re signed in')
    await expect.poll(() => heading(page)).toBe('Connect Claude Code')
  })
})

describe('a port that another program holds', () => {
  test('is reported with the name of that program, and the proxy starts without a click once it is free', async () => {
    const bench = await AppBench.create()
    const server = createServer((_request, response) => response.end('mine'))
    await new Promise<void>((resolve) => {
      server.listen(bench.port, '127.0.0.1', resolve)
    })
    onTestFinished(() => void server.close())
    await bench.launch()
    await bench.untilIcon('trouble')
    await until('it was told', async () => (await notices(bench.app)).length === 1)
    const who = new RegExp(`PID ${process.pid}`)
    expect((await notices(bench.app))[0]?.body).toMatch(who)
    const page = await bench.window()
    await untilText(page, who)
    await expect.poll(() => heading(page)).toBe('The port is in use')
    await new Promise((resolve) => server.close(resolve))
    await bench.untilIcon('running')
    expect((await message(bench.port, 'hello')).status).toBe(200)
  })
})

describe('an engine of the command line', () => {
  test('is shown with its pid, asked about while it answers, and taken over', async () => {
    const bench = await AppBench.create()
    expect((await bench.sandbox.run(['--port', String(bench.port)])).code).toBe(0)
    const { pid } = bench.sandbox.runRecord()
    await bench.launch()
    await bench.untilItem('status', new RegExp(`^Running from the command line \\(PID ${pid}\\)$`))
    expect(await bench.icon()).toBe('running')
    const page = await bench.window()
    await untilText(page, `Running from the command line (PID ${pid})`)
    await bench.click('takeOver')
    await bench.untilItem('status', /^Running$/)
    expect(bench.sandbox.runRecord().pid).toBe(bench.launched.process.pid)
    expect((await message(bench.port, 'hello')).status).toBe(200)
  })

  test('can be stopped from the menu', async () => {
    const bench = await AppBench.create()
    await bench.sandbox.run(['--port', String(bench.port)])
    await bench.launch()
    await bench.untilItem('toggle', /^Stop Command Line Proxy$/)
    await bench.click('toggle')
    await bench.untilIcon('stopped')
    await expect(call(bench.port, '/health')).rejects.toThrow()
  })
})

describe('a second start of the app', () => {
  test('shows the window of the first and ends', async () => {
    const bench = await AppBench.start({ launch: { args: ['--hidden'] } })
    await bench.untilIcon('running')
    expect(bench.app.windows()).toEqual([])
    const second = spawnApp({ env: bench.env, observed: false })
    const code = await new Promise((resolve) => second.once('exit', resolve))
    expect(code).toBe(0)
    await bench.window()
    expect(bench.sandbox.runRecord().pid).toBe(bench.launched.process.pid)
  })
})

describe('an error nobody caught', () => {
  test('is survived, logged without what it quotes, and shown', async () => {
    const bench = await AppBench.start()
    const page = await bench.window()
    await bench.untilIcon('running')
    await bench.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('it broke with Bearer abcdef0123456789 in hand')
      })
    })
    await untilText(page, /unexpected/i)
    expect((await message(bench.port, 'hello')).status).toBe(200)
    const log = bench.sandbox.log()
    expect(log).toContain('"event":"uncaught"')
    expect(log).toContain('it broke')
    expect(log).not.toContain('abcdef0123456789')
    expect(await bench.icon()).toBe('running')
  })

  test('that comes again and again relaunches the app once, and the new one says so', async () => {
    const bench = await AppBench.create()
    const launched = await bench.launch()
    await bench.untilIcon('running')
    await launched.app
      .evaluate(() => {
        for (let at = 0; at < 4; at += 1) {
          setTimeout(() => {
            throw new Error(`broken ${at}`)
          })
        }
      })
      .catch(() => undefined)
    expect((await launched.exit).code).toBe(1)
    // The observer prevents the relaunch; the recorded call is checked, and the test starts the app itself.
    const again = await bench.launch({ args: ['--hidden', `--relaunched=${Date.now()}`] })
    await bench.untilIcon('running')
    await bench.click('openWindow')
    await untilText(await bench.window(), /crashed and restarted/)
    await again.app.evaluate(() => {
      for (let at = 0; at < 8; at += 1) {
        setTimeout(() => {
          throw new Error(`broken ${at}`)
        })
      }
    })
    await until('all are logged', () => (bench.sandbox.log().match(/"verdict":"stay"/g) ?? []).length >= 5)
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect((await observed(bench.app)).relaunches).toEqual([])
  })
})

describe('quitting', () => {
  test('lets the last answer end for up to 5 s, then exits with 0', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    const stream = message(bench.port, 'count to 60, slow 25 ms', true)
    await bench.untilItem('toggle', /1 running/i)
    await answerDialog(bench.app, 0)
    await bench.click('quit')
    expect((await stream).text).toContain('message_stop')
    expect((await bench.launched.exit).code).toBe(0)
    expect(bench.sandbox.hasRunFile).toBe(false)
  })

  test('from outside lets answers end too, as if a person had asked', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    const stream = message(bench.port, 'count to 40, slow 25 ms', true)
    await bench.untilItem('toggle', /1 running/i)
    await bench.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
    expect((await stream).text).toContain('message_stop')
    expect((await bench.launched.exit).code).toBe(0)
  })

  test('in the middle of a renewal waits for it, so that its token is not lost', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    const { passed, open } = gate()
    bench.simulator.onRotated = () => passed
    await bench.click('refresh')
    await until('Kimi has rotated', () => bench.simulator.log.grantedCount === 1)
    const sent = bench.simulator.log.refreshRequests[0]?.refreshToken
    await bench.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
    open()
    expect((await bench.launched.exit).code).toBe(0)
    expect(bench.sandbox.readLogin()['refresh_token']).not.toBe(sent)
  })

  test('is not held up by a stream when the whole system shuts down', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    const stream = message(bench.port, 'count to 2000, slow 50 ms', true).catch((error: Error) => error)
    await bench.untilItem('toggle', /1 running/i)
    await power(bench.app, 'shutdown')
    await bench.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
    expect((await bench.launched.exit).code).toBe(0)
    expect(await stream).toBeInstanceOf(Error)
  })

  test('with Ctrl+C lets answers end too', async () => {
    const bench = await AppBench.start()
    await bench.untilIcon('running')
    const stream = message(bench.port, 'count to 40, slow 25 ms', true)
    await bench.untilItem('toggle', /1 running/i)
    bench.launched.process.kill('SIGINT')
    expect((await stream).text).toContain('message_stop')
    expect((await bench.launched.exit).code).toBe(0)
  })
})
