/** The notes of a release as lines to read: the simplest marks of Markdown taken out, and not too much of it. Pure. */

const MOST_LINES = 20
const MOST_CHARACTERS = 1_200
/** More than can come of so many lines; nobody is to be kept busy with the rest. */
const LONGEST_SOURCE = 20_000

/** Whatever it was, the outcome is text without control characters and without what turns the writing around. */
export function plainNotes(markdown: string): string {
  const lines = markdown
    .slice(0, LONGEST_SOURCE)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(plainLine)
  return shortened(withoutGaps(lines))
}

function plainLine(line: string): string {
  return line
    .replace(/\t/g, '  ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/^ {0,3}(?:`{3,}|~{3,}).*$/, '')
    .replace(/^ {0,3}#{1,6} +/, '')
    .replace(/^( *)[*+-] +/, '$1• ')
    .replace(/!?\[([^[\]]{0,200})\]\([^()]{0,400}\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .trimEnd()
}

/** No empty line at either end, and never two in a row. */
function withoutGaps(lines: readonly string[]): readonly string[] {
  const kept = lines.filter((line, index) => line !== '' || (lines[index - 1] ?? '') !== '')
  return kept.at(-1) === '' ? kept.slice(0, -1) : kept
}

function shortened(lines: readonly string[]): string {
  const text = lines.slice(0, MOST_LINES).join('\n')
  // By characters: half of one would be none.
  const characters = [...text]
  const isWhole = lines.length <= MOST_LINES && characters.length <= MOST_CHARACTERS
  return isWhole ? text : `${characters.slice(0, MOST_CHARACTERS).join('').trimEnd()}\n…`
}
