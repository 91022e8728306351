import { expect, test } from 'vitest'
import { AppBench } from '../../testing/app-bench'

const NEVER_SET_UP = { setUpOver: undefined }

test('a first run shows its page, gives no notice of the sign-in that it asks for, and ends when the person says so', async () => {
  const bench = await AppBench.start({ signedIn: false, settings: NEVER_SET_UP })
  await bench.until('the page is there', ({ setUp }) => setUp === 'open')
  expect(bench.notices).toEqual([])
  expect(bench.store.settings['setUpOver']).toBeUndefined()
  await bench.command({ kind: 'finishSetUp' })
  expect(bench.state.setUp).toBe('over')
  expect(bench.store.settings['setUpOver']).toBe(true)
  expect(bench.createApp().state.setUp).toBe('over')
})

test('a person who is done while the success of the sign-in is still shown keeps the window', async () => {
  const bench = await AppBench.start({ signedIn: false, settings: NEVER_SET_UP })
  await bench.command({ kind: 'openWindow', face: 'status' })
  await bench.until('the page is there', ({ setUp }) => setUp === 'open')
  bench.sandbox.saveLogin(bench.simulator.issueLogin())
  await bench.until('it is signed in', ({ guide }) => guide.kind === 'done')
  await bench.command({ kind: 'finishSetUp' })
  expect(bench.state).toMatchObject({ setUp: 'over', guide: { kind: 'idle' }, windowOpen: true })
  expect(bench.windowCalls).toEqual(['open'])
})

test('a login that Kimi ends is told of during a first run too', async () => {
  const bench = await AppBench.start({ settings: NEVER_SET_UP })
  await bench.until('the page is there', ({ setUp }) => setUp === 'open')
  bench.simulator.revokeLogins()
  await bench.command({ kind: 'refresh' })
  await bench.until('it is told', () => bench.titles.length === 1)
  expect(bench.titles).toEqual(['Sign in to Kimi again'])
})

test('whoever is signed in and connected never sees it, and the app remembers that', async () => {
  const bench = await AppBench.start()
  await bench.until('it was looked', ({ claudeChange }) => claudeChange !== null)
  await bench.command({ kind: 'connectClaude' })
  await bench.command({ kind: 'stop', atOnce: true })
  bench.store.settings = { ...bench.store.settings, ...NEVER_SET_UP, stoppedByPerson: false }
  const again = bench.createApp()
  expect(again.state.setUp).toBe('undecided')
  await again.start()
  await bench.until('it has decided', () => again.state.setUp !== 'undecided')
  expect(again.state.setUp).toBe('over')
  expect(bench.store.settings['setUpOver']).toBe(true)
  await again.quit()
})

test('is over once both are done and the window is closed', async () => {
  const bench = await AppBench.start({ settings: NEVER_SET_UP })
  await bench.command({ kind: 'openWindow', face: 'status' })
  await bench.until('the page is there', ({ setUp }) => setUp === 'open')
  await bench.command({ kind: 'closeWindow' })
  expect(bench.state.setUp).toBe('open')
  await bench.command({ kind: 'openWindow', face: 'status' })
  await bench.command({ kind: 'connectClaude' })
  expect(bench.state.setUp).toBe('open')
  await bench.command({ kind: 'closeWindow' })
  expect(bench.state.setUp).toBe('over')
})
