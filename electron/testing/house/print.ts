/** `npm run house`: prints how large the house is, and what in it is too large. Runs from the root of the repository. */
import { circlesAmong, doublesIn, foldersOf, linesOf, longerThan, readHouse } from './house'
import { LONGEST_SOURCE } from './table'

const { product, tests, bench } = readHouse('.')
const all = [...product, ...tests, ...bench]
const biggest = [...foldersOf(all)].sort(([, one], [, other]) => other - one).slice(0, 8)

function section(title: string, lines: readonly string[]): string {
  return [
    `\n${title}: ${lines.length === 0 ? 'none' : ''}`.trimEnd(),
    ...lines.map((line) => `  ${line}`),
  ].join('\n')
}

process.stdout.write(
  [
    `product        ${linesOf(product)} lines in ${product.length} files`,
    `tests and e2e  ${linesOf(tests)} lines in ${tests.length} files`,
    `bench          ${linesOf(bench)} lines in ${bench.length} files`,
    section(
      `sources over ${LONGEST_SOURCE} lines`,
      longerThan(all, LONGEST_SOURCE).map(({ path, lines }) => `${lines} ${path}`),
    ),
    section(
      'folders with the most sources',
      biggest.map(([folder, count]) => `${count} ${folder}`),
    ),
    section(
      'import circles',
      circlesAmong(all).map((circle) => circle.join(' ~ ')),
    ),
    section(
      'names exported twice in the product',
      [...doublesIn(product)].map(([name, paths]) => `${name}: ${paths.join(', ')}`),
    ),
    '',
  ].join('\n'),
)
