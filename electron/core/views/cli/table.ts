/** Text in columns for a terminal of any width. Pure. */
import { cutTo, padded, textWidth } from './columns'

export interface Column {
  readonly title: string
  readonly align?: 'right'
  /** Where there is too little room, it may be cut to this width. */
  readonly least?: number
  /** Where that is not enough, columns with a number go, the highest first. */
  readonly drop?: number
}

export interface TableOptions {
  /** Of the terminal; null for as wide as it takes. */
  readonly width: number | null
  readonly hasTitles: boolean
}

const GAP = 2

/** Each row has a cell for each column. No line is wider than `width`, unless nothing more can be left out. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, hasTitles }: TableOptions,
): readonly string[] {
  const all = hasTitles ? [columns.map(({ title }) => title), ...rows] : rows
  const natural = columns.map((_column, at) => Math.max(...all.map((row) => textWidth(row[at] ?? '')), 0))
  const widths = fitted(columns, natural, width ?? Number.POSITIVE_INFINITY)
  return all.map((row) =>
    columns
      .flatMap(({ align }, at) => {
        const cells = widths[at] ?? 0
        return cells === 0 ? [] : [aligned(cutTo(row[at] ?? '', cells), cells, align)]
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  )
}

/** 0: left out. */
function fitted(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural]
  const tooWide = () => {
    const shown = widths.filter((cells) => cells > 0)
    return shown.reduce((sum, cells) => sum + cells + GAP, -GAP) - width
  }
  for (const [at, { least }] of columns.entries()) {
    if (least === undefined) continue
    const cells = widths[at] ?? 0
    widths[at] = Math.min(cells, Math.max(least, cells - Math.max(0, tooWide())))
  }
  const inOrder = [...columns.entries()].sort(([, one], [, other]) => (other.drop ?? 0) - (one.drop ?? 0))
  for (const [at, { drop }] of inOrder) if (drop !== undefined && tooWide() > 0) widths[at] = 0
  return widths
}

function aligned(text: string, cells: number, align: Column['align']): string {
  return align === 'right' ? ' '.repeat(Math.max(0, cells - textWidth(text))) + text : padded(text, cells)
}
