/**
 * `npm run hops`: how many files of the product one has to read to follow an action.
 *
 * - The files are those whose functions run during the action, as V8 counts calls.
 * - Prints the counts, and fails where one exceeds its limit. `-- --files` prints the names too.
 */
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'
import * as vitest from 'vitest'
import { AppBench } from '../../electron/testing/app-bench'
import { EngineBench } from '../../electron/testing/engine-bench'
import { message } from '../../electron/testing/network/client'

interface Action {
  readonly name: string
  readonly mostFiles: number
  /** Prepares the action and returns it; only the returned function is counted. */
  readonly prepare: () => Promise<() => Promise<void>>
}

const ACTIONS: readonly Action[] = [
  { name: 'a streamed request on a warm connection', mostFiles: 17, prepare: prepareRequest },
  { name: 'a renewal', mostFiles: 14, prepare: prepareRenewal },
  { name: "the tray's Start", mostFiles: 25, prepare: prepareStart },
]

async function prepareRequest(): Promise<() => Promise<void>> {
  const { port, lines } = await EngineBench.start()
  const ask = async () => {
    const before = lines.length
    await message(port, 'hi', true)
    while (lines.length === before) await moment()
  }
  for (let round = 0; round < 3; round += 1) await ask()
  return ask
}

async function prepareRenewal(): Promise<() => Promise<void>> {
  const { engine } = await EngineBench.start()
  return async () => {
    const result = await engine.command({ kind: 'refresh' })
    if (!result.ok) throw new Error(result.problem.code)
  }
}

async function prepareStart(): Promise<() => Promise<void>> {
  const bench = await AppBench.start()
  const isListening = () => bench.state.engine.listener.kind === 'listening'
  await bench.until('it serves', isListening)
  await bench.command({ kind: 'stop', atOnce: true })
  return async () => {
    await bench.command({ kind: 'start' })
    await bench.until('it serves', isListening)
  }
}

/** Waits without a timer, because the product's own timers would fire meanwhile. */
function moment(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The sources in a bundle of esbuild, each with the offset where its code begins. */
function sourcesOf(bundle: string): readonly { readonly file: string; readonly from: number }[] {
  const heads = bundle.matchAll(/^\/\/ ([\w@./-]+\.\w+)$/gm)
  return [...heads].map((head) => ({ file: head[1] ?? '', from: head.index }))
}

interface Walk {
  /** In the order in which the files stand in the bundle. */
  readonly files: readonly string[]
  readonly functions: number
  readonly calls: number
}

async function walk(session: Session, action: () => Promise<void>): Promise<Walk> {
  await session.post('Profiler.takePreciseCoverage')
  await action()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const script = result.find(({ url }) => url === import.meta.url)
  const sources = sourcesOf(readFileSync(fileURLToPath(import.meta.url), 'utf8'))
  const files = new Set<string>()
  let functions = 0
  let calls = 0
  for (const { ranges } of script?.functions ?? []) {
    const [range] = ranges
    const file = sources.findLast(({ from }) => from <= (range?.startOffset ?? 0))?.file ?? ''
    if (range === undefined || range.count === 0 || !isProduct(file)) continue
    files.add(file)
    functions += 1
    calls += range.count
  }
  return { files: [...files], functions, calls }
}

function isProduct(file: string): boolean {
  return file.startsWith('electron/') && !file.startsWith('electron/testing/')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Runs the clean-up that the benches left to the end of a test, by the stand-in for vitest of `hops.mjs`. */
async function end(): Promise<void> {
  const endings: unknown = Reflect.get(vitest, 'endings')
  if (!Array.isArray(endings)) return
  for (const ending of endings.reverse()) await ending()
}

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
for (const { name, mostFiles, prepare } of ACTIONS) {
  const { files, functions, calls } = await walk(session, await prepare())
  const verdict = files.length > mostFiles ? `, and may cross ${mostFiles}` : ''
  print(`${name}: ${files.length} files${verdict}; ${functions} functions, ${calls} calls`)
  if (process.argv.includes('--files')) for (const file of files) print(`  ${file}`)
  if (verdict !== '') process.exitCode = 1
}
await end()
