/** The word that was meant where another one was typed. Pure. */

/**
 * The one of `known` that is most like `typed`, the first of several; null where none is. `most`: how many letters may differ
 * from a known word of that length.
 */
export function nearest(
  typed: string,
  known: readonly string[],
  most: (length: number) => number = (length) => Math.max(2, Math.floor(length / 3)),
): string | null {
  const wanted = plain(typed)
  const [best] = known
    .map((word) => ({ word, away: distance(wanted, plain(word)) }))
    .sort((one, other) => one.away - other.away)
  if (best === undefined) return null
  return best.away <= most(plain(best.word).length) && best.away < wanted.length ? best.word : null
}

/** `allowed_hosts` and `Allowed-Hosts` are `allowedHosts`. */
function plain(word: string): string {
  return word
    .slice(0, 64)
    .toLowerCase()
    .replace(/[_\-. ]/g, '')
}

/** How many letters have to be changed, put in, taken out or swapped (Damerau, optimal string alignment). */
function distance(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1]
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = last
    last = row
  }
  return last[other.length] ?? 0
}
