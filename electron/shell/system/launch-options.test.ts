import { describe, expect, test } from 'vitest'
import { readLaunchOptions, relaunchArgs } from './launch-options'

const EXE = '/opt/kimi-proxy/kimi-proxy'
const NOTHING = { hidden: false, relaunchedAtMs: null, port: undefined, mistake: null }

describe('the command line of the app', () => {
  test('without options asks for nothing', () => {
    expect(readLaunchOptions([EXE])).toEqual(NOTHING)
    expect(readLaunchOptions([])).toEqual(NOTHING)
  })

  test('may hold options that are Chromium’s', () => {
    expect(
      readLaunchOptions([EXE, '.', '--no-sandbox', '--hiddenish', '--portal=7', '--inspect=9229']),
    ).toEqual(NOTHING)
  })

  test('asks for no window at login', () => {
    expect(readLaunchOptions([EXE, '--hidden'])).toEqual({ ...NOTHING, hidden: true })
  })

  test.each<[string, string[]]>([
    ['in two words', ['--port', '20000']],
    ['in one', ['--port=20000']],
    ['among others', ['--hidden', '--port', '20000', '--no-sandbox']],
  ])('names a port %s', (_form, args) => {
    expect(readLaunchOptions([EXE, ...args])).toMatchObject({ port: 20_000, mistake: null })
  })

  test.each<[string, string[]]>([
    ['too great', ['--port', '65536']],
    ['zero', ['--port=0']],
    ['negative', ['--port=-1']],
    ['no number', ['--port=abc']],
    ['a fraction', ['--port=80.5']],
    ['empty', ['--port=']],
    ['left out', ['--port']],
    ['forgotten', ['--port', '--hidden']],
  ])('with a port that is %s is taken without it, and the mistake is reported', (_case, args) => {
    const { port, mistake } = readLaunchOptions([EXE, ...args])
    expect(port).toBeUndefined()
    expect(mistake).toMatchObject({ code: 'SETTING_INVALID', variant: 'port' })
  })

  test('keeps its other options beside a port that is no port', () => {
    const args = [EXE, '--port=none', '--hidden', '--relaunched=1800000000000']
    expect(readLaunchOptions(args)).toMatchObject({ hidden: true, relaunchedAtMs: 1_800_000_000_000 })
  })

  test.each(['--relaunched=', '--relaunched=soon', '--relaunched=-5', '--relaunched'])(
    'with "%s" is no relaunch',
    (arg) => {
      expect(readLaunchOptions([EXE, arg]).relaunchedAtMs).toBeNull()
    },
  )
})

describe('a relaunch', () => {
  test('is the same start without a window, and carries its time', () => {
    const args = relaunchArgs(['--port', '20000', '--no-sandbox'], 1_800_000_000_000)
    expect(args).toEqual(['--port', '20000', '--no-sandbox', '--hidden', '--relaunched=1800000000000'])
    expect(readLaunchOptions([EXE, ...args])).toEqual({
      hidden: true,
      relaunchedAtMs: 1_800_000_000_000,
      port: 20_000,
      mistake: null,
    })
  })

  test('after a relaunch carries the time of the last one only, and does not grow', () => {
    const first = relaunchArgs(['--hidden'], 1)
    expect(relaunchArgs(first, 2)).toEqual(['--hidden', '--relaunched=2'])
  })
})
