/** Signing in with a code and out again in the tray app, without Electron: real files, a simulated Kimi. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AppState } from '../../contract/app'
import { pathsFor } from '../../node/files/paths'
import { ownLogin } from '../../node/login/login-files'
import { AppBench, type AppBenchOptions } from '../../testing/app-bench'
import { message } from '../../testing/network/client'

async function start(options: AppBenchOptions = {}) {
  const bench = await AppBench.start({ simulator: { deviceIntervalSeconds: 1 }, ...options })
  const hosts = { oauthHost: bench.simulator.origin, upstream: bench.simulator.upstream }
  const own = ownLogin(hosts, pathsFor({ KIMI_PROXY_HOME: bench.sandbox.home })).source.path
  const untilSignIn = (kind: AppState['signIn']['kind']) =>
    bench.until(`the sign-in is ${kind}`, ({ signIn }) => signIn.kind === kind)
  const code = async () => {
    await untilSignIn('waiting')
    const { signIn } = bench.state
    return signIn.kind === 'waiting' ? signIn : { userCode: '', page: '' }
  }
  return { bench, own, untilSignIn, code }
}

describe('signing in with a code', () => {
  test('makes the proxy serve at once, shows whose login it is, and closes the window', async () => {
    const { bench, own, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    expect(bench.windowCalls).toEqual(['open'])
    const { userCode, page } = await code()
    expect(page).toBe(`${bench.simulator.origin}/code/authorize_device?user_code=${userCode}`)
    // The page opens unasked as soon as there is a code, and again on request.
    expect(bench.openedPages).toEqual([page])
    await bench.command({ kind: 'copySignInCode' })
    await bench.command({ kind: 'openSignInPage' })
    expect(bench.copied).toEqual([userCode])
    expect(bench.openedPages).toEqual([page, page])
    bench.simulator.approveDevice(userCode)
    await untilSignIn('signedIn')
    expect(bench.state.signIn).toEqual({
      kind: 'signedIn',
      account: { nickname: 'Simulated User', plan: 'Moderato', contact: '138****0000' },
    })
    expect(bench.state.engine).toMatchObject({ pick: 'own', login: { source: { owner: 'own', path: own } } })
    expect(bench.state.guide.kind).toBe('idle')
    expect((await message(bench.port, 'hello')).status).toBe(200)
    await bench.until('the window has closed', ({ windowOpen }) => !windowOpen)
    expect(bench.state.signIn.kind).toBe('idle')
    expect(bench.titles).toEqual(['Sign in to Kimi', 'Kimi Proxy is running again'])
  })

  test('gives a person with a shared login one of their own, and the window stays on the settings', async () => {
    const { bench, own, untilSignIn, code } = await start()
    await bench.command({ kind: 'signIn' })
    const { userCode } = await code()
    await bench.command({ kind: 'openWindow', face: 'settings' })
    bench.simulator.approveDevice(userCode)
    await untilSignIn('signedIn')
    await untilSignIn('idle')
    expect(bench.state).toMatchObject({ windowOpen: true, face: 'settings' })
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(bench.simulator.log.apiRequests.at(-1)?.token).toBe(bench.sandbox.readLogin(own)['access_token'])
  })

  test('can be cancelled: the code is gone, and polling has ended', async () => {
    const { bench, own, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    const { userCode } = await code()
    await bench.command({ kind: 'cancelSignIn' })
    await untilSignIn('idle')
    bench.simulator.approveDevice(userCode)
    await bench.command({ kind: 'signIn' })
    const second = await code()
    expect(second.userCode).not.toBe(userCode)
    expect(existsSync(own)).toBe(false)
  })

  test('that was denied says so until the face is left', async () => {
    const { bench, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    bench.simulator.denyDevice((await code()).userCode)
    await untilSignIn('denied')
    await bench.command({ kind: 'openWindow', face: 'settings' })
    expect(bench.state.signIn.kind).toBe('idle')
  })

  test('goes on while the window is closed', async () => {
    const { bench, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    const { userCode } = await code()
    await bench.command({ kind: 'closeWindow' })
    bench.simulator.approveDevice(userCode)
    await untilSignIn('signedIn')
    expect((await message(bench.port, 'hello')).status).toBe(200)
    await untilSignIn('idle')
  })

  test('ends when a login appeared in another way meanwhile', async () => {
    const { bench, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    await code()
    bench.sandbox.saveLogin(bench.simulator.issueLogin())
    await untilSignIn('idle')
    await bench.until('it says so', ({ guide }) => guide.kind === 'done')
  })

  test('keeps a granted login that cannot be saved, whatever is clicked, and asks before quitting', async () => {
    const { bench, own, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    const { userCode } = await code()
    rmSync(dirname(own), { recursive: true })
    writeFileSync(dirname(own), 'in the place of the folder')
    bench.simulator.approveDevice(userCode)
    await bench.until('it says why', ({ signIn }) => signIn.kind === 'saving' && signIn.problem !== null)
    expect(bench.state.signIn).toMatchObject({ problem: { code: 'SAVE_FAILED' } })
    await bench.command({ kind: 'cancelSignIn' })
    await bench.command({ kind: 'signIn' })
    expect(bench.state.signIn.kind).toBe('saving')
    bench.answer = false
    await bench.command({ kind: 'quit' })
    expect(bench.questions).toMatchObject([{ detail: expect.stringContaining('isn’t saved yet') }])
    rmSync(dirname(own))
    await untilSignIn('signedIn')
    expect(bench.sandbox.readLogin(own)['refresh_token']).toMatch(/^sim-rt-/)
  })

  test('saves a granted login also at the very end of the app', async () => {
    const { bench, own, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    const { userCode } = await code()
    rmSync(dirname(own), { recursive: true })
    writeFileSync(dirname(own), 'in the place of the folder')
    bench.simulator.approveDevice(userCode)
    await bench.until('it says why', ({ signIn }) => signIn.kind === 'saving' && signIn.problem !== null)
    rmSync(dirname(own))
    await bench.app.quit()
    expect(bench.sandbox.readLogin(own)['refresh_token']).toMatch(/^sim-rt-/)
  })

  test('is passed on to the engine of the command line, where that one serves', async () => {
    const { bench, own, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'stop', atOnce: true })
    await bench.sandbox.run(['--port', String(bench.port)])
    await bench.until('it is seen', ({ serving }) => serving.kind === 'elsewhere' && serving.other.answers)
    await bench.command({ kind: 'signIn' })
    bench.simulator.approveDevice((await code()).userCode)
    await untilSignIn('signedIn')
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(bench.simulator.log.apiRequests.at(-1)?.token).toBe(bench.sandbox.readLogin(own)['access_token'])
  })

  test('never opens or shows a page that is not Kimi’s', async () => {
    const { bench, untilSignIn } = await start({ signedIn: false })
    const body = { user_code: 'A', device_code: 'x', verification_uri_complete: 'https://kimi.example/' }
    bench.simulator.script({ on: 'device', answer: { status: 200, body } })
    await bench.command({ kind: 'signIn' })
    await untilSignIn('failed')
    await bench.command({ kind: 'openSignInPage' })
    expect(bench.openedPages).toEqual([])
    expect(JSON.stringify(bench.state)).not.toContain('kimi.example')
  })

  test('is refused where a variable names the login to use', async () => {
    const { bench } = await start({ env: { KIMI_PROXY_CREDENTIALS: '/nowhere.json' }, signedIn: false })
    expect(await bench.command({ kind: 'signIn' })).toMatchObject({
      ok: false,
      problem: { code: 'LOGIN_NAMED' },
    })
  })
})

describe('signing out', () => {
  test('asks, removes only our own login, and goes on with the shared one', async () => {
    const { bench, own, untilSignIn, code } = await start()
    await bench.command({ kind: 'signIn' })
    bench.simulator.approveDevice((await code()).userCode)
    await untilSignIn('signedIn')
    bench.answer = false
    await bench.command({ kind: 'signOut' })
    expect(existsSync(own)).toBe(true)
    bench.answer = true
    expect(await bench.command({ kind: 'signOut' })).toEqual({ ok: true })
    expect(bench.questions).toMatchObject([
      { message: 'Sign out of Kimi Proxy?', goBack: 'Stay Signed In' },
      { detail: expect.stringContaining('continue with the sign-in of another Kimi tool') },
    ])
    expect(existsSync(own)).toBe(false)
    expect(bench.state.engine).toMatchObject({
      pick: 'auto',
      login: { source: { owner: 'kimi-code' } },
      logins: [{ source: { owner: 'kimi-code' } }],
    })
    expect((await message(bench.port, 'hello')).status).toBe(200)
    expect(bench.sandbox.readLogin()['refresh_token']).toMatch(/^sim-rt-/)
  })

  test('of the only login says what follows, and the guide begins', async () => {
    const { bench, untilSignIn, code } = await start({ signedIn: false })
    await bench.command({ kind: 'signIn' })
    bench.simulator.approveDevice((await code()).userCode)
    await untilSignIn('signedIn')
    await bench.command({ kind: 'signOut' })
    expect(bench.questions).toMatchObject([{ detail: expect.stringContaining('until you sign in again') }])
    await bench.until('the guide begins', ({ guide }) => guide.kind === 'guiding')
    expect(bench.state.engine.logins).toEqual([])
  })
})

test('neither code nor token of a sign-in is in the state, nor in any file but the login', async () => {
  const { bench, own, untilSignIn, code } = await start({ signedIn: false })
  const told: string[] = []
  bench.app.subscribe((state) => told.push(JSON.stringify(state)))
  await bench.command({ kind: 'signIn' })
  bench.simulator.script({
    on: 'token',
    answer: { status: 503, body: { error: 'sim-dc-xxxxxxxxxxxxxxxxxxxx' } },
  })
  bench.simulator.approveDevice((await code()).userCode)
  await untilSignIn('signedIn')
  await bench.command({ kind: 'openLog' })
  const files = readdirSync(bench.sandbox.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== own)
  for (const text of [...told, ...files.map((path) => readFileSync(path, 'latin1'))]) {
    expect(text).not.toMatch(/sim-(?:at|rt|dc)-/)
  }
  expect(files.length).toBeGreaterThan(2)
})
