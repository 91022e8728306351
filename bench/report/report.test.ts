import { describe, expect, it } from 'vitest'
import { type Reading, type RowId, tableOf } from '../rows'
import { figure, withUnit } from './figures'
import { markdownOf } from './markdown'
import { pictureOf } from './picture'
import { type Run, runOf, thisMachine } from './run'
import { trendLine } from './trend'

const ABOUT = {
  date: '2026-11-24T12:00:00.000Z',
  commit: 'abcdef123456',
  machine: '2 × a CPU & <more>',
  scale: 'full',
  notes: ['A note.'],
}

function delays(row: RowId, direct: number, nginx: number, ours: number): Reading[] {
  return [
    { row, target: 'direct', value: direct },
    { row, target: 'nginx', value: nginx },
    { row, target: 'ours', value: ours },
  ]
}

function someRun(): Run {
  const readings: Reading[] = [
    ...delays('postP50', 0.1, 0.2, 0.45),
    ...delays('sse200P50', 0.2, 0.3, 1.5),
    { row: 'handshakes', target: 'ours', value: 1 },
  ]
  return runOf([tableOf(readings)], ABOUT)
}

describe('figures', () => {
  it('have only the digits that count', () => {
    expect([0.123, 1, 9.999, 12.34, 99.97, 1234.5, -0.256].map(figure)).toEqual([
      '0.12',
      '1',
      '10',
      '12.3',
      '100',
      '1,235',
      '-0.26',
    ])
    expect(withUnit(1.5, '×')).toBe('1.5 ×')
    expect(withUnit(2, '')).toBe('2')
  })
})

describe('the page of results', () => {
  it('shows a goal with its figure, its bounds and the verdict', () => {
    const page = markdownOf(someRun())
    expect(page).toContain(
      "| Added to a small request, p50, against nginx's | 3.5 × | ≤ 5 × | ≤ 3 × | ✔ must |",
    )
    expect(page).toContain('| TLS handshakes per 1,000 requests | 1 | ≤ 2 | ≤ 1 | ✔ aim |')
    expect(page).toContain('| Added to an event, 200 streams, p50 | 1.3 ms | ≤ 0.8 ms | ≤ 0.4 ms | ✘ |')
  })

  it('names each goal that a full run did not measure, and leaves it out of a partial run', () => {
    const run = someRun()
    expect(markdownOf(run)).toContain('not measured')
    expect(markdownOf({ ...run, scale: 'quick' })).not.toContain('not measured')
  })

  it('shows what a proxy adds beside the whole time', () => {
    expect(markdownOf(someRun())).toContain('| Small message, p50, ms | 0.1 | 0.2 (+0.1) |  | 0.45 (+0.35) |')
  })

  it('names day, commit, machine and notes', () => {
    const page = markdownOf(someRun())
    expect(page).toContain('Measured on 2026-11-24, one run (full) of commit abcdef123456, on 2 × a CPU')
    expect(page).toContain('A note.')
  })
})

describe('the picture of results', () => {
  it('loads nothing and escapes what it shows', () => {
    const picture = pictureOf(someRun())
    expect(picture).toContain('2 × a CPU &amp; &lt;more>')
    expect(picture).not.toMatch(/(?:href|src|url\()/)
    expect(picture).toContain('prefers-color-scheme: dark')
  })

  it('leaves out panels and bars that were not measured', () => {
    const picture = pictureOf(someRun())
    expect(picture).toContain('Added to a small request')
    expect(picture).not.toContain('40 ms link')
    expect(picture.match(/<rect class="(?:bar|ours)"/g)).toHaveLength(5)
  })
})

describe('the trend', () => {
  it('is one line of JSON per run, rounded', () => {
    const line = trendLine(someRun())
    expect(line).toMatch(/^[^\n]*\n$/)
    expect(JSON.parse(line)).toMatchObject({
      commit: 'abcdef123456',
      goals: { sse200: 1.3, linkFirst: null },
      rows: { postP50: { ours: 0.45 } },
    })
  })
})

it('the machine is described without its name', () => {
  expect(thisMachine()).toMatch(/^\d+ × .+ GB, \w+ [\d.]+, Node \d+/)
})
