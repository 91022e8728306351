/**
 * Signing in with a code, as a person does it in the window, and signing out again.
 * @module-tag app
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { pathsFor } from '../../electron/node/files/paths'
import { ownLogin } from '../../electron/node/login/login-files'
import { message } from '../../electron/testing/network/client'
import { until } from '../../electron/testing/until'
import { AppBench, heading, untilText } from './app-bench'
import { answerDialog, dialogs, externalLinks, observed } from './tray-driver'

async function start(signedIn = false, deviceLifetimeSeconds = 1800) {
  const bench = await AppBench.start({
    signedIn,
    simulator: { deviceIntervalSeconds: 1, deviceLifetimeSeconds },
  })
  const hosts = { oauthHost: bench.simulator.origin, upstream: bench.simulator.upstream }
  const own = ownLogin(hosts, pathsFor({ KIMI_PROXY_HOME: bench.sandbox.home })).source.path
  const page = await bench.window()
  return { bench, page, own, simulator: bench.simulator }
}

const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Resolves with the code that the window shows, once that differs from `other`. */
async function shownCode(page: Page, other = ''): Promise<string> {
  const code = page.locator('.user-code')
  await until('it shows a code', async () => {
    const text = (await code.count()) === 0 ? '' : ((await code.textContent()) ?? '')
    return text !== '' && text !== other
  })
  return (await code.textContent()) ?? ''
}

describe('signing in in the window', () => {
  test('shows code, QR code and time left, then whose login it is once approved, and closes', async () => {
    const { bench, page, own, simulator } = await start()
    await expect.poll(() => heading(page)).toBe('Sign in to Kimi')
    await click(page, 'Sign In in Browser')
    const code = await shownCode(page)
    await untilText(page, 'Waiting for you to confirm…')
    await untilText(page, /^14:5\d$/)
    const link = `${simulator.origin}/code/authorize_device?user_code=${code}`
    await page.getByText('Use phone instead').click()
    await page.getByRole('img', { name: `QR code of the page ${link}` }).waitFor()
    await click(page, 'Copy Code')
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await bench.app.evaluate(async ({ clipboard }) => clipboard.readText())).toBe(code)
    // The page has opened unasked: one click here, one on Kimi's page.
    expect(await externalLinks(bench.app)).toEqual([link])
    await click(page, 'Open Browser Again')
    await until('it was opened again', async () => (await externalLinks(bench.app)).length > 1)
    expect(await externalLinks(bench.app)).toEqual([link, link])
    simulator.approveDevice(code)
    await untilText(page, 'Welcome back, Simulated User')
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(bench.sandbox.readLogin(own)['access_token'])
    await until('the window has closed itself', () => bench.app.windows().length === 0)
    await bench.untilIcon('running')
  })

  test('takes one click of ours from the menu, and one in the window', async () => {
    const { bench, page, simulator } = await start()
    const clicks = { menu: 0, window: 0 }
    await bench.closeWindow()
    clicks.menu += 1
    await bench.click('signIn')
    const opened = await bench.window()
    await shownCode(opened)
    await until('the page has opened', async () => (await externalLinks(bench.app)).length === 1)
    await click(opened, 'Cancel')
    await expect.poll(() => heading(opened)).toBe('Sign in to Kimi')
    clicks.window += 1
    await click(opened, 'Sign In in Browser')
    simulator.approveDevice(await shownCode(opened))
    await untilText(opened, 'Welcome back, Simulated User')
    expect(page.isClosed()).toBe(true)
    expect(clicks).toEqual({ menu: 1, window: 1 })
  })

  test('on a phone shows the code to scan at once, and opens no browser unasked', async () => {
    const { bench, page, simulator } = await start()
    await click(page, 'Use Phone Instead')
    await expect.poll(() => heading(page)).toBe('Scan with your phone')
    await page.getByRole('img', { name: /^QR code of the page / }).waitFor()
    expect(await externalLinks(bench.app)).toEqual([])
    simulator.approveDevice(await shownCode(page))
    await untilText(page, 'Welcome back, Simulated User')
    expect(await externalLinks(bench.app)).toEqual([])
  })

  test('goes on without a click after Kimi could not be reached, before there is a code and after', async () => {
    const { page, simulator } = await start()
    simulator.script({ on: 'device', drop: true })
    simulator.script({ on: 'token', answer: { status: 503, body: 'busy' } })
    await click(page, 'Sign In in Browser')
    await untilText(page, 'Can’t reach Kimi. Retrying…')
    const code = await shownCode(page)
    await untilText(page, 'Can’t reach Kimi. Retrying…')
    expect(await shownCode(page)).toBe(code)
    simulator.approveDevice(code)
    await untilText(page, 'Welcome back, Simulated User')
  })

  test('that was refused on Kimi’s page says so, and can be tried again', async () => {
    const { page, simulator } = await start()
    await click(page, 'Sign In in Browser')
    const code = await shownCode(page)
    simulator.denyDevice(code)
    await expect.poll(() => heading(page)).toBe('Sign-in was refused')
    await click(page, 'Try Again')
    simulator.approveDevice(await shownCode(page, code))
    await untilText(page, 'Welcome back, Simulated User')
  })

  test('shows a new code at once when one has expired', async () => {
    const { page, simulator } = await start(false, 2)
    await click(page, 'Sign In in Browser')
    const code = await shownCode(page)
    simulator.settings.deviceLifetimeSeconds = 1800
    const second = await shownCode(page, code)
    await untilText(page, 'The last code expired. Here is a new one.')
    simulator.approveDevice(second)
    await untilText(page, 'Welcome back, Simulated User')
  })

  test('can be cancelled, and started again with another code', async () => {
    const { page, own, simulator } = await start()
    await click(page, 'Sign In in Browser')
    const code = await shownCode(page)
    await click(page, 'Cancel')
    await expect.poll(() => heading(page)).toBe('Sign in to Kimi')
    simulator.approveDevice(code)
    await click(page, 'Sign In in Browser')
    expect(await shownCode(page)).not.toBe(code)
    expect(existsSync(own)).toBe(false)
  })

  test('shows and opens no page that is not Kimi’s, and says what is wrong', async () => {
    const { bench, page, simulator } = await start()
    const body = {
      user_code: 'ABCD-EFGH',
      device_code: 'x',
      verification_uri_complete: 'https://www.kimi.com.evil.example/approve',
    }
    simulator.script({ on: 'device', answer: { status: 200, body } })
    await click(page, 'Sign In in Browser')
    await expect.poll(() => heading(page)).toBe('Sign-in failed')
    await untilText(page, 'its page is not one of Kimi’s')
    await page.evaluate(`window.kimi.command({ kind: 'openSignInPage' })`)
    expect(await externalLinks(bench.app)).toEqual([])
    expect(await page.locator('body').textContent()).not.toContain('evil.example')
    await click(page, 'Back')
    await expect.poll(() => heading(page)).toBe('Sign in to Kimi')
  })

  test('asks for no code where the login could not be saved', async () => {
    const { page, own, simulator } = await start()
    rmSync(dirname(own), { recursive: true, force: true })
    writeFileSync(dirname(own), 'in the place of the folder')
    await click(page, 'Sign In in Browser')
    await expect.poll(() => heading(page)).toBe('Sign-in failed')
    await untilText(page, /The folder .+ cannot be written/)
    expect(simulator.log.deviceRequests).toEqual([])
  })

  test('keeps an approved login that cannot be saved, says why and tries again', async () => {
    const { bench, page, own, simulator } = await start()
    await click(page, 'Sign In in Browser')
    const code = await shownCode(page)
    rmSync(dirname(own), { recursive: true, force: true })
    writeFileSync(dirname(own), 'in the place of the folder')
    simulator.approveDevice(code)
    await expect.poll(() => heading(page)).toBe('Your sign-in isn’t saved yet')
    await untilText(page, /The login cannot be saved/)
    rmSync(dirname(own))
    await untilText(page, 'Welcome back, Simulated User')
    expect(bench.sandbox.readLogin(own)['refresh_token']).toMatch(/^sim-rt-/)
  })

  test('gives way to a login that the Kimi command brought meanwhile', async () => {
    const { bench, page, simulator } = await start()
    await click(page, 'Sign In in Browser')
    await shownCode(page)
    bench.sandbox.saveLogin(simulator.issueLogin())
    await untilText(page, 'You’re signed in')
    // Nothing leads Claude Code here yet.
    await expect.poll(() => heading(page)).toBe('Connect Claude Code')
    expect(bench.app.windows()).toHaveLength(1)
  })
})

describe('a login of its own beside a shared one', () => {
  test('begins from the menu, and ends with a question; the shared one stays', async () => {
    const { bench, page, own, simulator } = await start(true)
    await bench.untilIcon('running')
    await bench.click('signInOwn')
    simulator.approveDevice(await shownCode(page))
    await untilText(page, 'Welcome back, Simulated User')
    await expect.poll(() => heading(page)).toBe('Connect Claude Code')
    await bench.untilItem('signOut', /^Sign Out…$/)
    await bench.click('signOut')
    await until('it asked', async () => (await dialogs(bench.app)).length === 1)
    expect((await observed(bench.app)).boxes[0]).toMatchObject({
      message: 'Sign out of Kimi Proxy?',
      buttons: ['Sign Out', 'Stay Signed In'],
    })
    expect(existsSync(own)).toBe(true)
    await answerDialog(bench.app, 0)
    await bench.click('signOut')
    await until('it is removed', () => !existsSync(own))
    // The engine looks at the files a moment later.
    await bench.untilItem('login', /Shared with Kimi Code/)
    expect(bench.sandbox.readLogin()['refresh_token']).toMatch(/^sim-rt-/)
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(simulator.log.apiRequests.at(-1)?.token).toBe(bench.sandbox.readLogin()['access_token'])
  })

  test('begins from the window, and cancelling leads back to Status', async () => {
    const { bench, page } = await start(true)
    await bench.untilIcon('running')
    await click(page, 'Use a separate sign-in instead of the shared one')
    await shownCode(page)
    await click(page, 'Cancel')
    await expect.poll(() => heading(page)).toBe('Running')
  })
})

test('neither code nor token of a sign-in reaches the window or the log', async () => {
  const { bench, page, simulator } = await start()
  await page.evaluate(`
    window.told = []
    window.kimi.onState((state) => window.told.push(JSON.stringify(state)))
  `)
  await click(page, 'Sign In in Browser')
  simulator.approveDevice(await shownCode(page))
  await untilText(page, 'Welcome back, Simulated User')
  const told = String(await page.evaluate('window.told.join()'))
  expect(told).toContain('"kind":"saving"')
  await bench.click('openLog')
  for (const text of [told, await page.content(), bench.sandbox.log()]) {
    expect(text).not.toMatch(/sim-(?:at|rt|dc)-/)
  }
})
