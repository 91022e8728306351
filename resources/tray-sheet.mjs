// One picture of all tray states for the README, shown as the systems show them.
import { STATE_NAMES } from './icon-source.mjs'

const LABELS = {
  running: 'Running',
  refreshing: 'Refreshing',
  trouble: 'Trouble',
  signIn: 'Sign-in needed',
  stopped: 'Stopped',
}

/** macOS shows a template white on a dark bar by itself: `tint` stands in for that. */
const BARS = [
  { bar: 'light', pair: '-light', tint: 'none' },
  { bar: 'dark', pair: '-dark', tint: 'invert(1)' },
]

const ROWS = [
  { label: 'macOS<small>1x, 2x</small>', enlarged: 1, template: true },
  { label: 'Windows, Linux<small>1x, 2x</small>', enlarged: 1, template: false },
  { label: 'Enlarged<small>1x, 8 times</small>', enlarged: 8, template: false },
]

export function sheetHtml(pictures) {
  const image = (name, px, filter) =>
    `<img width="${px}" height="${px}" style="filter:${filter}" ` +
    `src="data:image/png;base64,${pictures.get(name).toString('base64')}">`

  const cell = (state, { enlarged, template }, { pair, tint }) => {
    const suffix = template ? 'Template' : pair
    const filter = template ? tint : 'none'
    const sizes =
      enlarged === 1
        ? [image(`${state}${suffix}`, 16, filter), image(`${state}${suffix}@2x`, 32, filter)]
        : [image(`${state}${suffix}`, 16 * enlarged, filter)]
    return `<td>${sizes.join('')}</td>`
  }

  const panel = (bar) =>
    `<table class="${bar.bar}"><tr><th></th>${STATE_NAMES.map((state) => `<th>${LABELS[state]}</th>`).join('')}</tr>` +
    ROWS.map(
      (row) =>
        `<tr class="${row.enlarged === 1 ? 'bar' : ''}"><th>${row.label}</th>` +
        `${STATE_NAMES.map((state) => cell(state, row, bar)).join('')}</tr>`,
    ).join('') +
    '</table>'

  return `<style>
    body { margin: 0; font: 13px/1.3 system-ui, sans-serif; }
    main { width: 880px; }
    table { width: 100%; border-spacing: 0; table-layout: fixed; border-radius: 12px; padding: 14px 16px 18px; }
    table + table { margin-top: 12px; }
    th { font-weight: 500; padding: 0 0 10px; }
    th:first-child { width: 118px; text-align: left; font-weight: 400; opacity: .7; }
    th small { display: block; font-size: 11px; }
    td { text-align: center; padding: 0; }
    tr.bar th { padding: 0; }
    tr.bar > * { height: 48px; }
    tr.bar img { vertical-align: middle; margin: 0 8px; }
    tr:last-child img { display: block; margin: 22px auto 0; image-rendering: pixelated; }
    .light { background: #eceef3; color: #1c1f2b; }
    .dark { background: #22252f; color: #f2f3f7; }
    .light tr.bar td { background: #f8f9fb; } .dark tr.bar td { background: #14161d; }
  </style><main>${BARS.map(panel).join('')}</main>`
}
