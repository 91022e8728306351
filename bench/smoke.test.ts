/**
 * A tiny version of every row, which shows that the benchmark still works. Checked is what was measured, and never how
 * fast.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GOAL_IDS, GOALS } from './goals'
import { GROUPS } from './groups'
import { findNginx } from './nginx'
import { Rig } from './rig'
import { type Reading, ROW_IDS, tableOf, valueIn } from './rows'
import { SMOKE } from './scale'

describe('the benchmark, very small', () => {
  let rig: Rig
  const readings: Reading[] = []
  const notes: string[] = []

  beforeAll(async () => {
    rig = await Rig.create({ note: (text) => notes.push(text) })
  })
  afterAll(() => rig.close())

  for (const { name, measure, canRun } of GROUPS) {
    it(`measures the group ${name}`, { tags: canRun === undefined ? [] : 'app' }, async () => {
      const measured = await measure(rig, SMOKE)
      expect(measured.filter(({ value }) => !Number.isFinite(value))).toEqual([])
      const keys = measured.map(({ row, target }) => `${row} ${target}`)
      expect(new Set(keys).size).toBe(keys.length)
      readings.push(...measured)
    })
  }

  it('gives every row a figure of our proxy', { tags: 'app' }, () => {
    const table = tableOf(readings)
    expect(ROW_IDS.filter((row) => valueIn(table, row, 'ours') === null)).toEqual([])
  })

  it('sees no failure of our proxy, and one renewal per storm', () => {
    const table = tableOf(readings)
    const ours = (
      ['failed', 'expiredFailures', 'revokedFailures', 'expiredRefreshes', 'revokedRefreshes'] as const
    ).map((row) => valueIn(table, row, 'ours'))
    expect(ours).toEqual([0, 0, 0, 1, 1])
    expect(valueIn(table, 'goneMidStream', 'ours')).toBe(100)
  })

  it('can work out every goal, unless a proxy happened to add nothing', { tags: ['app', 'nginx'] }, () => {
    const table = tableOf(readings)
    const unknown = GOAL_IDS.filter((id) => GOALS[id].of(table) === null)
    const mayBe = ['addedVersusNginx', 'appBusy']
    expect(unknown.filter((id) => !mayBe.includes(id))).toEqual([])
  })

  it('says how to get nginx where it is missing', () => {
    expect(notes.join().includes('apt-get install')).toBe(findNginx() === null)
  })
})

it('runs from its bundle as `npm run bench` does, with the quickest group', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/run.mjs', '--only', 'handshakes'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  })
  expect(stdout).toMatch(/^\| TLS handshakes per 1,000 requests \|.*\d \|$/m)
})
