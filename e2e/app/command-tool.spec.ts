/**
 * The command line tool, from the menu to the terminal. On Windows the tool is a file in another place
 * (`electron/node/system/command-link/place.test.ts`).
 * @module-tag app
 * @module-tag not-windows
 */
import { existsSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linesOf } from '../../electron/testing/harness'
import { until } from '../../electron/testing/until'
import { makePackedApp } from '../harness/packed-app'
import { AppBench, untilText } from './app-bench'
import { DIST } from './launch'
import { answerDialog, dialogs } from './tray-driver'

const pathIn = (bench: AppBench) => join(bench.sandbox.root, '.local', 'bin', 'kimi-proxy')

/** Starts the app in a packed form of its own, so that the linked command can be run. */
async function start() {
  const bench = await AppBench.create()
  const { resources } = makePackedApp(join(bench.sandbox.root, 'Kimi Proxy'), 'linux', join(DIST, 'cli.js'))
  mkdirSync(join(bench.sandbox.root, '.local', 'bin'), { recursive: true })
  const launch = () => bench.launch({ packaged: true, env: { STAND_IN_RESOURCES: resources } })
  return { bench, launch, path: pathIn(bench), script: join(resources, 'bin', 'kimi-proxy') }
}

test('is installed from the menu, shown, and removed from Settings', async () => {
  const { bench, launch, path } = await start()
  await launch()
  await bench.untilIcon('running')
  await bench.untilItem('commandLink', /^Install Command Line Tool…$/)
  await bench.closeWindow()
  await bench.click('commandLink')
  const page = await bench.window()
  await untilText(page, 'The command kimi-proxy is installed in')
  await untilText(page, 'export PATH="$HOME/.local/bin:$PATH"')
  await bench.untilItem('commandLink', /^Remove Command Line Tool$/)
  expect(await dialogs(bench.app)).toEqual([])

  await bench.click('settings')
  await page.getByLabel('Command line tool').uncheck()
  await untilText(page, 'The command kimi-proxy is removed from')
  expect(existsSync(path)).toBe(false)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await until('the note is gone', async () => (await page.locator('.banner').count()) === 0)
  await bench.untilItem('commandLink', /^Install Command Line Tool…$/)
})

test('shows another kimi-proxy and asks; "Keep It" leaves it, "Replace" replaces the link', async () => {
  const { bench, launch, path } = await start()
  const script = join(bench.sandbox.root, 'kimi-proxy.py')
  writeFileSync(script, '')
  symlinkSync(script, path)
  await launch()
  await bench.untilIcon('running')
  await answerDialog(bench.app, 1)
  await bench.click('commandLink')
  await until('it was asked', async () => (await dialogs(bench.app)).length === 1)
  expect((await dialogs(bench.app))[0]).toMatchObject({
    message: 'Replace the kimi-proxy that is already there?',
    detail: expect.stringContaining(`is a link to ${script}`),
    buttons: ['Replace', 'Keep It'],
    response: 1,
  })
  expect(readlinkSync(path)).toBe(script)

  await answerDialog(bench.app, 0)
  await bench.click('commandLink')
  await untilText(await bench.window(), `The link that was there led to ${script}.`)
  expect(readlinkSync(path)).not.toBe(script)
  expect(existsSync(script)).toBe(true)
})

test('is reported in the window when it cannot be installed, since a folder is in the way', async () => {
  const { bench, launch, path } = await start()
  mkdirSync(path)
  await launch()
  await bench.untilIcon('running')
  await bench.click('settings')
  const page = await bench.window()
  await page.getByLabel('Command line tool').click()
  await untilText(page, 'Move it or give it another name, then try again.')
  expect(await page.getByLabel('Command line tool').isChecked()).toBe(false)
})

test('is corrected after the app was moved, at its next start', async () => {
  const { bench, launch, path } = await start()
  symlinkSync('/old place/Kimi Proxy/resources/bin/kimi-proxy', path)
  await launch()
  await bench.untilItem('commandLink', /^Remove Command Line Tool$/)
  expect(readlinkSync(path)).not.toContain('/old place/')
})

test('is not offered by an app that is not installed, which leaves an existing command alone', async () => {
  const bench = await AppBench.create()
  mkdirSync(join(bench.sandbox.root, '.local', 'bin'), { recursive: true })
  symlinkSync('/old place/Kimi Proxy/resources/bin/kimi-proxy', pathIn(bench))
  await bench.launch()
  await bench.untilIcon('running')
  expect(await bench.item('commandLink')).toMatchObject({ enabled: false })
  expect(readlinkSync(pathIn(bench))).toContain('/old place/')
})

// Real Electron runs unpacked here, and has no script that a link could lead to.
describe('once installed', { tags: 'stand-in' }, () => {
  test('the command in a terminal finds the app’s own proxy, and stops it', async () => {
    const { bench, launch, path, script } = await start()
    await launch()
    await bench.untilIcon('running')
    await bench.click('commandLink')
    await until('it is there', () => existsSync(path))
    expect(readlinkSync(path)).toBe(script)
    const checked = await bench.sandbox.run(['--check'], {}, [path])
    expect(checked).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(checked.stdout)[0]).toContain(`on port ${bench.port}`)
    expect((await bench.sandbox.run(['--stop'], {}, [path])).code).toBe(0)
    await bench.untilIcon('stopped')
  })
})
