/** `npm run bench`: measures, prints the result, and keeps it in `bench/results`. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BenchOptions, benchOptions, USAGE } from './options'
import { markdownOf } from './report/markdown'
import { pictureOf } from './report/picture'
import { type Run, runOf, thisCommit, thisMachine } from './report/run'
import { trendLine } from './report/trend'
import { Rig } from './rig'
import { type Reading, type Table, tableOf } from './rows'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const RESULTS = join(HERE, 'results')

const tell = (text: string) => process.stderr.write(`${text}\n`)

async function measureOnce(options: BenchOptions, note: (text: string) => void): Promise<Table> {
  const readings: Reading[] = []
  const { scale, groups, before, profileFolder } = options
  const rig = await Rig.create({ note, before, profileFolder })
  try {
    for (const { name, measure, canRun = () => true } of groups) {
      if (!canRun()) {
        note(`The group "${name}" cannot run here.`)
        continue
      }
      const startedAt = performance.now()
      readings.push(...(await measure(rig, scale)))
      tell(`${name}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
    }
  } finally {
    await rig.close()
  }
  return tableOf(readings)
}

function keep(run: Run, name: 'latest' | 'quick'): void {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, `${name}.md`), markdownOf(run))
  writeFileSync(join(RESULTS, `${name}.svg`), pictureOf(run))
  if (name === 'latest') appendFileSync(join(RESULTS, 'trend.ndjson'), trendLine(run))
  tell(`Kept in bench/results/${name}.md and ${name}.svg`)
}

async function main(): Promise<void> {
  let options: BenchOptions
  try {
    options = benchOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    process.exitCode = 64
    return
  }
  const notes = new Set<string>()
  const tables: Table[] = []
  for (let at = 0; at < options.runs; at += 1)
    tables.push(await measureOnce(options, (text) => notes.add(text)))
  const run = runOf(tables, {
    date: new Date().toISOString(),
    commit: thisCommit(resolve(HERE, '..')),
    machine: thisMachine(),
    scale: options.scale.name,
    notes: [...notes],
  })
  process.stdout.write(markdownOf(run))
  if (options.kept !== null) keep(run, options.kept)
}

await main()
