/**
 * The result as a picture: small panels of bars, with nothing loaded from outside. The picture has a background of its own,
 * because a page may be light while the system is dark.
 */
import { addedIn, type RowId, type Table, valueIn } from '../rows'
import type { TargetName } from '../targets'
import { figure } from './figures'
import type { Run } from './run'

interface Panel {
  readonly title: string
  readonly unit: string
  readonly row: RowId
  readonly of: (table: Table, row: RowId, target: TargetName) => number | null
  readonly note: string
}

const PANELS: readonly Panel[] = [
  { title: 'Added to a small request', unit: 'ms', row: 'postP50', of: addedIn, note: 'p50, less is better' },
  {
    title: 'Added to an event, 200 streams',
    unit: 'ms',
    row: 'sse200P50',
    of: addedIn,
    note: 'p50, less is better',
  },
  { title: 'First request, 40 ms link', unit: 'ms', row: 'linkFirst', of: valueIn, note: 'less is better' },
  { title: 'A request, 40 ms link', unit: 'ms', row: 'linkSteady', of: valueIn, note: 'less is better' },
  {
    title: 'Requests per second, 16 at a time',
    unit: '',
    row: 'perSecond16',
    of: valueIn,
    note: 'more is better',
  },
  {
    title: 'TLS handshakes, 1,000 requests',
    unit: '',
    row: 'handshakes',
    of: valueIn,
    note: 'less is better',
  },
]

interface Bar {
  readonly target: TargetName
  readonly value: number
}

const SHOWN: readonly TargetName[] = ['direct', 'nginx', 'bare', 'ours']

const NAMES: Readonly<Record<TargetName, string>> = {
  direct: 'direct',
  nginx: 'nginx',
  bare: 'http-proxy',
  before: 'before',
  ours: 'Kimi Proxy',
}

const [WIDTH, MARGIN, GAP, COLUMNS] = [840, 20, 28, 3] as const
const PANEL_WIDTH = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
const [PANEL_HEIGHT, TOP, LINE, LABEL, VALUE] = [150, 64, 24, 78, 52] as const

const STYLE = `
  text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328 }
  .title { font-weight: 600 } .head { font-size: 16px; font-weight: 600 } .quiet { fill: #59636e; font-size: 11px }
  .page { fill: #ffffff } .bar { fill: #afb8c1 } .ours { fill: #2f6feb }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .quiet { fill: #9198a1 } .page { fill: #0d1117 }
    .bar { fill: #545d68 } .ours { fill: #4c8dff }
  }`

/** A self-contained SVG. */
export function pictureOf(run: Run): string {
  const panels = PANELS.map((panel, at) => panelOf(panel, run.rows, at)).filter((text) => text !== '')
  const height = TOP + Math.ceil(PANELS.length / COLUMNS) * PANEL_HEIGHT
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>How fast Kimi Proxy is beside nginx and a bare http-proxy</title>
<style>${STYLE}
</style>
<rect class="page" width="${WIDTH}" height="${height}" rx="8"/>
${text(MARGIN, 26, 'head', 'How fast')}
${text(MARGIN, 44, 'quiet', `${run.date.slice(0, 10)}, commit ${run.commit}, ${run.machine}`)}
${panels.join('\n')}
</svg>
`
}

function panelOf(panel: Panel, table: Table, at: number): string {
  const bars = SHOWN.map((target) => ({ target, value: panel.of(table, panel.row, target) }))
    .filter((bar): bar is Bar => bar.value !== null)
    .filter(({ target }) => panel.of === valueIn || target !== 'direct')
  if (bars.length === 0) return ''
  const longest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  const x = MARGIN + (at % COLUMNS) * (PANEL_WIDTH + GAP)
  const y = TOP + Math.floor(at / COLUMNS) * PANEL_HEIGHT
  const room = PANEL_WIDTH - LABEL - VALUE
  const lines = bars.map(({ target, value }, line) => {
    const middle = y + 34 + line * LINE
    const length = Math.max(1, (Math.max(0, value) / longest) * room)
    const kind = target === 'ours' ? 'ours' : 'bar'
    const rect = `<rect class="${kind}" x="${x + LABEL}" y="${middle - 7}" width="${length.toFixed(1)}" height="14" rx="2"/>`
    const shown = `${figure(value)}${panel.unit === '' ? '' : ` ${panel.unit}`}`
    return `${text(x, middle + 4, target === 'ours' ? 'title' : '', NAMES[target])}${rect}${text(x + LABEL + length + 5, middle + 4, '', shown)}`
  })
  return [text(x, y, 'title', panel.title), text(x, y + 15, 'quiet', panel.note), ...lines].join('\n')
}

function text(x: number, y: number, kind: string, words: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${kind === '' ? '' : ` class="${kind}"`}>${escaped}</text>`
}
