/** Text in the cells of a terminal, where a Chinese character takes two. Pure. */

/** Twice as wide as a letter (Unicode, East Asian Width W and F, and emoji). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const WIDTHLESS = /\p{M}|\p{Cf}/u
/** Chinese text may be broken after every character, but not in front of a closing sign. */
const PIECES = /[\u2e80-\u9fff][\u3001-\u3011\uff00-\uff0f\uff1a-\uff1f\u201d]*|[^\s\u2e80-\u9fff]+|\s+/gu

export function textWidth(text: string): number {
  let width = 0
  for (const letter of text) width += WIDE.test(letter) ? 2 : WIDTHLESS.test(letter) ? 0 : 1
  return width
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}

/** Ends with … where it is too long. */
export function cutTo(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let cut = ''
  for (const letter of text) {
    if (textWidth(cut + letter) > width - 1) break
    cut += letter
  }
  return `${cut}…`
}

/** Lines of at most that width; a word that is longer stands alone on its line. */
export function brokenAt(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== '' && textWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    if (line !== '' || piece.trim() !== '') line += piece
  }
  return [...lines, line.trimEnd()]
}

/** Columns of equal width, two apart. `width`: of the terminal, in which the last one is cut; null cuts nothing. */
export function alignedLines(rows: readonly (readonly string[])[], width: number | null): readonly string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, textWidth(cell))
    })
  }
  return rows.map((row) => {
    const line = row
      .map((cell, at) => (at === row.length - 1 ? cell : padded(cell, widths[at] ?? 0)))
      .join('  ')
    return (width === null ? line : cutTo(line, width)).trimEnd()
  })
}
