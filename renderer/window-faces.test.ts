/** @module-tag browser */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { AppState } from '../electron/contract/app'
import type { WindowCommand } from '../electron/contract/bridge'
import { appState, PHASE_STATES } from '../electron/testing/app-states'
import { FACE_STATES } from '../electron/testing/face-states'
import { PLAN_STATES } from '../electron/testing/plan-states'
import { SET_UP_STATES } from '../electron/testing/set-up-states'
import { type WindowBrowser, type WindowPage, type WindowPageOptions, windowBrowser } from './testing/page'

let browser: WindowBrowser
/** The window of the tests that leave nothing behind but commands; states are pushed into it. */
let shared: WindowPage
beforeAll(async () => {
  browser = await windowBrowser()
  shared = await browser.open({ state: appState() })
})
afterAll(async () => {
  expect(shared.complaints).toEqual([])
  await browser.close()
})

async function open(state: AppState, options: Partial<WindowPageOptions> = {}): Promise<WindowPage> {
  const opened = await browser.open({ state, ...options })
  onTestFinished(async () => {
    await opened.close()
    expect(opened.complaints).toEqual([])
  })
  return opened
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

describe('what a face says', () => {
  const cases: readonly (readonly [string, AppState, readonly string[], readonly string[]])[] = [
    ['stopped', PHASE_STATES.off, ['Stopped', 'Start'], ['已停止', '启动']],
    ['looking', PHASE_STATES.looking, ['Looking for your Kimi account'], ['正在查找 Kimi 账号']],
    [
      'running',
      PHASE_STATES.running,
      ['12:05', 'left, renews automatically', 'Running', 'Stop (3 running)…', '127.0.0.1:18462'],
      ['12:05', '后到期，自动续期', '运行中', '停止（3 个请求进行中）…', '127.0.0.1:18462'],
    ],
    [
      'expiring',
      PHASE_STATES.expiring,
      [
        '1:35',
        'Kimi cannot be reached: auth.kimi.com cannot be reached.',
        'Check your connection. Retrying automatically.',
      ],
      ['1:35', '无法连接 Kimi：无法连接 auth.kimi.com。', '请检查网络，正在自动重试。'],
    ],
    [
      'portTaken',
      PHASE_STATES.portTaken,
      ['python3 (PID 812)', 'Change Port…'],
      ['python3 占用（PID 812）', '更改端口…'],
    ],
    ['elsewhere', PHASE_STATES.elsewhere, ['PID 4242', 'Take Over'], ['PID 4242', '由本应用接管']],
    [
      'signIn',
      PHASE_STATES.signIn,
      ['Sign in to Kimi again', 'kimi login', '4 min 10 s', 'npm install -g @moonshot-ai/kimi-code'],
      ['请重新登录 Kimi', 'kimi login', '4 分 10 秒', 'npm install -g @moonshot-ai/kimi-code'],
    ],
    ['signedIn', FACE_STATES.signedIn, ['You’re signed in'], ['登录成功']],
    [
      'a code',
      FACE_STATES.code,
      [
        'Confirm in your browser',
        'WDJB-MJHT',
        'Open Browser Again',
        'Waiting for you to confirm… 14:32',
        'Use phone instead',
        'Cancel',
      ],
      ['请在浏览器中确认授权', 'WDJB-MJHT', '再次打开浏览器', '正在等待授权… 14:32', '改用手机', '取消'],
    ],
    [
      'a new code, offline',
      FACE_STATES.codeRenewed,
      ['The last code expired.', 'Can’t reach Kimi. Retrying…'],
      ['上一个验证码已过期', '无法连接 Kimi，正在重试…'],
    ],
    ['no code yet', FACE_STATES.codeAsking, ['Getting a code from Kimi…'], ['正在获取验证码…']],
    ['denied', FACE_STATES.codeDenied, ['Sign-in was refused', 'Try Again'], ['登录被拒绝', '重试']],
    [
      'failed',
      FACE_STATES.codeFailed,
      ['Nobody approved the sign-in within 15 minutes.'],
      ['15 分钟内没有完成授权。'],
    ],
    ['not saved', FACE_STATES.codeUnsaved, ['the disk is full', 'Retrying'], ['磁盘已满', '自动重试']],
    ['account', FACE_STATES.codeSignedIn, ['Welcome back, Lin'], ['欢迎回来，Lin']],
    ['a code for a phone', FACE_STATES.codeByPhone, ['Scan with your phone'], ['请用手机扫码']],
    [
      'the account',
      SET_UP_STATES.statusConnected,
      ['Lin · Moderato · 127.0.0.1:18462', 'Connected', 'Manage…'],
      ['Lin · Moderato · 127.0.0.1:18462', '已连接', '管理…'],
    ],
    [
      'Claude Code, not connected',
      SET_UP_STATES.claudeNone,
      ['Connect Claude Code', 'Changes in ~/.claude/settings.json', 'Added: + ANTHROPIC_BASE_URL'],
      ['连接 Claude Code', '~/.claude/settings.json 中的更改', '添加： + ANTHROPIC_BASE_URL'],
    ],
    [
      'Claude Code, just connected',
      SET_UP_STATES.claudeMade,
      ['Claude Code is connected', 'Undo', 'http://127.0.0.1:18462'],
      ['Claude Code 已连接', '撤销', 'http://127.0.0.1:18462'],
    ],
    [
      'Claude Code, changed',
      SET_UP_STATES.claudeChanged,
      ['Another program changed ANTHROPIC_BASE_URL.', 'Connect Again'],
      ['另一个程序更改了 ANTHROPIC_BASE_URL。', '重新连接'],
    ],
    [
      'Claude Code, unreadable',
      SET_UP_STATES.claudeUnreadable,
      ['is not JSON (line 3, column 1).'],
      ['不是 JSON（第 3 行，第 1 列）。'],
    ],
    [
      'a first run',
      SET_UP_STATES.setUpFresh,
      ['Welcome to Kimi Proxy', 'Sign In in Browser', 'Connect', 'Turn On', 'Done'],
      ['欢迎使用 Kimi Proxy', '在浏览器中登录', '连接', '打开', '完成'],
    ],
    [
      'a first run from the repository',
      SET_UP_STATES.setUpFromRepository,
      ['Lin · Moderato', 'Only in the installed app.'],
      ['Lin · Moderato', '仅限已安装的应用。'],
    ],
    [
      'settings',
      FACE_STATES.settingsFull,
      ['Settings', 'Set by HTTPS_PROXY', 'Allow in System Settings…'],
      ['设置', '由 HTTPS_PROXY 设定', '在系统设置中允许…'],
    ],
    ['check-up at work', FACE_STATES.doctorRunning, ['Checking…'], ['正在诊断…']],
    ['check-up, all well', FACE_STATES.doctorWell, ['Everything looks good', '08:00'], ['一切正常', '08:00']],
    [
      'check-up',
      FACE_STATES.doctor,
      ['2 problems', 'Problem: Two programs share one sign-in', 'kimi-proxy login', 'A program (PID 812)'],
      ['2 个问题', '问题： 两个程序共用同一次登录', 'kimi-proxy login', '某个程序（PID 812）'],
    ],
    ['check-up failed', FACE_STATES.doctorFailed, ['Diagnostics failed'], ['诊断未能完成']],
    ['notes', FACE_STATES.notes, ['settings.json.bad-1', '20000'], ['settings.json.bad-1', '20000']],
  ]
  test.each(cases)('%s, in both languages', async (_name, state, english, chinese) => {
    for (const [language, texts] of [
      ['en', english],
      ['zh-CN', chinese],
    ] as const) {
      const { page, push } = shared
      await push({ ...state, language })
      await page.locator(`html[lang=${language}]`).waitFor()
      const shown = await page.locator('body').textContent()
      for (const text of texts) expect(shown).toContain(text)
      expect(await page.locator('h1').count()).toBe(1)
    }
  })

  test('the title of the window follows the face', async () => {
    const { page, push } = await open(appState())
    expect(await page.title()).toBe('Kimi Proxy')
    await push(FACE_STATES.settings)
    await expect.poll(() => page.title()).toBe('Settings – Kimi Proxy')
  })
})

describe('the controls of the window', () => {
  const asked: readonly (readonly [string, AppState, string, WindowCommand])[] = [
    ['Start', PHASE_STATES.off, 'Start', { kind: 'start' }],
    ['Stop', PHASE_STATES.running, 'Stop (3 running)…', { kind: 'stop', atOnce: false }],
    ['Refresh', PHASE_STATES.running, 'Renew Token Now', { kind: 'refresh' }],
    ['Try Again', PHASE_STATES.gaveUp, 'Try Again', { kind: 'retry' }],
    ['Open Log', PHASE_STATES.gaveUp, 'Open Log', { kind: 'openLog' }],
    ['Take Over', PHASE_STATES.elsewhere, 'Take Over', { kind: 'takeOver' }],
    ['Stop elsewhere', PHASE_STATES.elsewhere, 'Stop (2 running)…', { kind: 'stopOther' }],
    ['Claude Code', PHASE_STATES.running, 'Connect Claude Code…', { kind: 'openWindow', face: 'claude' }],
    ['Connect', SET_UP_STATES.claudeNone, 'Connect', { kind: 'connectClaude' }],
    ['no change', SET_UP_STATES.claudeNone, 'Cancel', { kind: 'openWindow', face: 'status' }],
    ['Disconnect', SET_UP_STATES.claudeConnected, 'Disconnect', { kind: 'disconnectClaude' }],
    ['Undo', SET_UP_STATES.claudeMade, 'Undo', { kind: 'disconnectClaude' }],
    ['Undo of the undo', SET_UP_STATES.claudeUndone, 'Undo', { kind: 'connectClaude' }],
    ['the first sign-in', SET_UP_STATES.setUpFresh, 'Sign In in Browser', { kind: 'signIn' }],
    ['Connect at first', SET_UP_STATES.setUpFresh, 'Connect', { kind: 'connectClaude' }],
    ['Undo at first', SET_UP_STATES.setUpConnected, 'Undo', { kind: 'disconnectClaude' }],
    [
      'launch at login',
      SET_UP_STATES.setUpFresh,
      'Turn on: Launch at Login',
      { kind: 'setLaunchAtLogin', on: true },
    ],
    ['the end of a first run', SET_UP_STATES.setUpFresh, 'Done', { kind: 'finishSetUp' }],
    ['a phone', FACE_STATES.signedOut, 'Use Phone Instead', { kind: 'signInByPhone' }],
    ['base URL', SET_UP_STATES.claudeNone, 'Copy Base URL', { kind: 'copyBaseUrl' }],
    [
      'for the terminal',
      SET_UP_STATES.claudeNone,
      'Copy Claude Code Settings: For the Terminal',
      { kind: 'copySettings', form: 'shell' },
    ],
    [
      'for settings.json',
      SET_UP_STATES.claudeNone,
      'Copy Claude Code Settings: For settings.json',
      { kind: 'copySettings', form: 'json' },
    ],
    ['kimi login', PHASE_STATES.signIn, 'Copy: kimi login', { kind: 'copySignInCommand' }],
    ['a sign-in', PHASE_STATES.signIn, 'Sign In in Browser', { kind: 'signIn' }],
    ['the page of a code', FACE_STATES.code, 'Open Browser Again', { kind: 'openSignInPage' }],
    ['a copy of the code', FACE_STATES.code, 'Copy Code', { kind: 'copySignInCode' }],
    ['an end of waiting', FACE_STATES.code, 'Cancel', { kind: 'cancelSignIn' }],
    ['another try', FACE_STATES.codeDenied, 'Try Again', { kind: 'signIn' }],
    ['the way back', FACE_STATES.codeFailed, 'Back', { kind: 'cancelSignIn' }],
    ['signing out', FACE_STATES.ownLogin, 'Sign Out…', { kind: 'signOut' }],
    [
      'its own login',
      PHASE_STATES.running,
      'Use a separate sign-in instead of the shared one',
      { kind: 'signIn' },
    ],
    ['terminal', PHASE_STATES.signIn, 'Open Terminal', { kind: 'openTerminal' }],
    ['Kimi’s page', FACE_STATES.settings, 'Open www.kimi.com', { kind: 'openKimi' }],
    ['versions', FACE_STATES.settingsFull, 'New Versions…', { kind: 'openReleases' }],
    ['approval', FACE_STATES.settingsFull, 'Allow in System Settings…', { kind: 'openLoginItemSettings' }],
    ['to Status', FACE_STATES.settings, 'Status', { kind: 'openWindow', face: 'status' }],
    ['Check Again', FACE_STATES.doctor, 'Check Again', { kind: 'runDoctor' }],
    ['Copy Report', FACE_STATES.doctor, 'Copy Report', { kind: 'copyReport' }],
    ['to Check-up', PHASE_STATES.running, 'Diagnostics', { kind: 'openWindow', face: 'doctor' }],
    ['to Settings', PHASE_STATES.running, 'Settings', { kind: 'openWindow', face: 'settings' }],
  ]
  test.each(asked)('%s', async (_name, state, name, command) => {
    const { page, commands, push } = shared
    const before = commands.length
    await push(state)
    await button(page, name).click()
    await expect.poll(() => commands.slice(before)).toEqual([command])
  })

  test('a note is dismissed', async () => {
    const { page, commands } = await open(FACE_STATES.notes)
    await button(page, 'Dismiss').last().click()
    await expect.poll(() => commands).toEqual([{ kind: 'dismissNote', note: 'relaunched' }])
  })

  test('Escape closes the window, and leads back from Claude Code to Status', async () => {
    const { page, commands, push } = await open(appState())
    await page.keyboard.press('Escape')
    await push(SET_UP_STATES.claudeNone)
    await button(page, 'Connect').waitFor()
    await page.keyboard.press('Escape')
    await expect
      .poll(() => commands)
      .toEqual([{ kind: 'closeWindow' }, { kind: 'openWindow', face: 'status' }])
  })

  test('Return goes through a first run, one step after the other', async () => {
    const { page, commands, push } = await open(SET_UP_STATES.setUpFresh)
    for (const name of ['setUpFresh', 'setUpSignedIn', 'setUpConnected', 'setUpDone'] as const) {
      const before = commands.length
      await push(SET_UP_STATES[name])
      await expect.poll(() => page.evaluate(() => document.activeElement?.matches('button'))).toBe(false)
      await page.keyboard.press('Enter')
      await expect.poll(() => commands.length).toBe(before + 1)
    }
    expect(commands.map(({ kind }) => kind)).toEqual([
      'signIn',
      'connectClaude',
      'setLaunchAtLogin',
      'finishSetUp',
    ])
  })

  test('Return presses the main button of a fresh window, and nothing where all is well', async () => {
    const { page, commands, push } = await open(PHASE_STATES.running)
    await page.keyboard.press('Enter')
    await push(FACE_STATES.signedOut)
    await button(page, 'Sign In in Browser').waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => commands).toEqual([{ kind: 'signIn' }])
  })

  test('Stop is never the main button', async () => {
    for (const state of Object.values(PHASE_STATES)) {
      await shared.push(state)
      const main = await shared.page.locator('.button.main').allTextContents()
      expect(main.length).toBeLessThanOrEqual(1)
      expect(main.join()).not.toMatch(/stop/i)
    }
  })

  test('a button cannot be pressed twice while its command runs, and keeps the focus', async () => {
    const { page, commands, answer } = await open(PHASE_STATES.running)
    let finish: () => void = () => undefined
    answer(
      new Promise((resolve) => {
        finish = () => resolve({ ok: true })
      }),
    )
    const refresh = button(page, 'Renew Token Now')
    await refresh.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => refresh.getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Enter')
    finish()
    await expect.poll(() => refresh.getAttribute('aria-disabled')).toBe('false')
    expect(await refresh.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(commands).toEqual([{ kind: 'refresh' }])
  })

  test('a command that fails says why in plain words until it is dismissed', async () => {
    const { page, answer } = await open(PHASE_STATES.running)
    answer({ ok: false, problem: { code: 'LOCK_BUSY', values: { lock: 'kimi' } } })
    await button(page, 'Renew Token Now').click()
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toContain('Another program has kept the login lock kimi for too long.')
    await button(page, 'Dismiss').click()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('copying says that it has copied', async () => {
    const { page } = await open(SET_UP_STATES.claudeNone)
    await button(page, 'Copy Base URL').click()
    await button(page, 'Copied').waitFor()
    await button(page, 'Copy Base URL').waitFor()
  })
})

describe('the limits of the plan', () => {
  test('stand as meters with a name and a value in words, filled as far as something is left', async () => {
    const { page } = await open(PLAN_STATES.low)
    const meter = page.getByRole('meter', { name: '5-hour limit' })
    expect(await meter.getAttribute('value')).toBe('18')
    expect(await meter.getAttribute('aria-valuetext')).toMatch(/^18% left, resets /)
    expect(await meter.getAttribute('max')).toBe('100')
  })

  test('that are not known have no meter, and a limit that is reached is read out', async () => {
    const { page, push } = await open(PHASE_STATES.running)
    expect(await page.getByRole('meter').count()).toBe(0)
    await push(PLAN_STATES.limited)
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/^5-hour limit reached until /)
  })
})

describe('the check-up', () => {
  test('keeps the list and the focus during the next check-up, and reads its verdict out', async () => {
    const { page, push } = await open(FACE_STATES.doctor)
    await button(page, 'Check Again').focus()
    await push(FACE_STATES.doctorAgain)
    await expect.poll(() => button(page, 'Check Again').getAttribute('aria-disabled')).toBe('true')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Check Again')
    expect(await page.locator('li.finding').count()).toBe(9)
    expect(await page.getByRole('status').textContent()).toBe('Checking…')
    await push(FACE_STATES.doctorWell)
    await expect.poll(() => page.getByRole('status').textContent()).toBe('Everything looks good')
    expect(await page.locator('li.finding').count()).toBe(4)
  })

  test('offers no report to copy before there is one', async () => {
    const { page } = await open(FACE_STATES.doctorRunning)
    expect(await button(page, 'Copy Report').getAttribute('aria-disabled')).toBe('true')
  })
})

describe('the code of a sign-in', () => {
  test('stands as text that can be selected, and as a QR code with a text alternative', async () => {
    const { page } = await open(FACE_STATES.codeByPhone)
    const code = page.locator('.user-code')
    expect(await code.evaluate((element) => getComputedStyle(element).userSelect)).toBe('text')
    const picture = page.getByRole('img', { name: /^QR code of the page https:\/\/www\.kimi\.com\// })
    expect(await picture.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    )
    expect(await picture.locator('path').getAttribute('d')).toMatch(/^M4 4h1v1h-1z/)
  })

  test('takes the focus to its heading, since the button that asked for the code has gone', async () => {
    const { page, push } = await open(FACE_STATES.signedOut)
    await button(page, 'Sign In in Browser').focus()
    await push(FACE_STATES.code)
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1')
    expect(await page.getByRole('status').textContent()).toContain('WDJB-MJHT')
  })
})

describe('a face that appears on its own', () => {
  test('takes the focus to its heading and announces itself', async () => {
    const { page, push } = await open(PHASE_STATES.running)
    await button(page, 'Renew Token Now').focus()
    await push(PHASE_STATES.signIn)
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1')
    expect(await page.getByRole('status').textContent()).toContain('Kimi signed you out.')
    await push(FACE_STATES.signedIn)
    await expect.poll(() => page.getByRole('status').textContent()).toBe('You’re signed in')
  })

  test('leaves the focus on the navigation where the person chose the face there', async () => {
    const { page, push } = await open(PHASE_STATES.running)
    await button(page, 'Settings').click()
    await push(FACE_STATES.settings)
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Settings')
    expect(await button(page, 'Settings').getAttribute('aria-current')).toBe('page')
  })

  test('keeps the focus where Start becomes Stop', async () => {
    const { page, push } = await open(PHASE_STATES.off)
    await button(page, 'Start').focus()
    await push(PHASE_STATES.running)
    await button(page, 'Stop (3 running)…').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stop (3 running)…')
  })
})
