/** `kimi-proxy log`: the last requests of the running engine, and sums of sessions and days. */
import { platform, release } from 'node:os'
import type { RecorderAnswer } from '../../contract/recorder'
import { sleep } from '../../core/basics/ports'
import { ofSession, redacted } from '../../core/recorder/selected'
import { requestLines, totalLines } from '../../core/views/cli/log'
import { createSystemClock } from '../../node/basics/clock'
import { VERSION } from '../../node/basics/version'
import { findEngine, readRequests } from '../../node/engine/process'
import type { RunRecord } from '../../node/engine/run-file'
import { loadDays } from '../../node/recorder/days-file'
import type { CliCommand } from '../basics/command'
import type { CliContext } from '../basics/context'

const FOLLOW_EVERY_MS = 1_000
const SHOWN = 20

type Wanted = CliCommand<'log'>

/** 0 where the engine tells; 1 where none runs or answers, with what the days brought. */
export async function log(context: CliContext, wanted: Wanted): Promise<number> {
  const running = await findEngine(context.paths)
  if (running === null || !running.answers) return withoutEngine(context, running?.record.pid ?? null, wanted)
  const { record } = running
  const told = await readRequests(record, 0)
  if (told === null) return withoutEngine(context, record.pid, wanted)
  const shown = selected(told, wanted)
  if (wanted.follow) {
    print(context, shown, wanted, { isFirst: true })
    return follow(context, record, wanted, told.records.at(-1)?.seq ?? 0)
  }
  if (wanted.export) context.print(JSON.stringify({ ...machine(), ...redacted(shown) }, null, 2))
  else if (wanted.json) context.print(JSON.stringify({ engine: 'running', ...shown }, null, 2))
  else printAll(context, shown, wanted)
  return 0
}

/** Until the engine ends. */
async function follow(
  context: CliContext,
  record: RunRecord,
  wanted: Wanted,
  lastSeq: number,
): Promise<number> {
  const clock = createSystemClock()
  for (let seq = lastSeq; ; ) {
    await sleep(clock, FOLLOW_EVERY_MS)
    const told = await readRequests(record, seq)
    if (told === null) return withoutEngine(context, null, { ...wanted, json: false })
    seq = told.records.at(-1)?.seq ?? seq
    print(context, selected(told, wanted), wanted, { isFirst: false })
  }
}

/** Those asked for; a report and a program get all there are. */
function selected(told: RecorderAnswer, { session, limit, json, export: isExport }: Wanted): RecorderAnswer {
  const { records, sessions, days } = session === undefined ? told : ofSession(told, session)
  const most = limit ?? (json || isExport ? records.length : SHOWN)
  return { records: records.slice(Math.max(0, records.length - most)), sessions, days }
}

function printAll(context: CliContext, shown: RecorderAnswer, { session }: Wanted): void {
  const { say, print: show } = context
  const { records } = shown
  if (records.length === 0)
    show(session === undefined ? say('log.nothing') : say('log.noSession', { session }))
  else for (const line of requestLines(say, records, width())) show(line)
  const sums = totalLines(say, shown, width())
  for (const line of records.length === 0 && shown.days.length === 0 ? [] : sums) show(line)
}

/** As they come: one line each. */
function print(
  { say, print: show }: CliContext,
  { records }: RecorderAnswer,
  { json }: Wanted,
  { isFirst }: { readonly isFirst: boolean },
): void {
  if (json) for (const record of records) show(JSON.stringify(record))
  else if (isFirst || records.length > 0)
    for (const line of requestLines(say, records, width(), isFirst)) show(line)
}

/** `pid`: of an engine that does not answer; null where none runs. */
function withoutEngine(
  { paths, say, print: show, complain }: CliContext,
  pid: number | null,
  wanted: Wanted,
): number {
  const days = loadDays(paths)
  const line = pid === null ? say('log.noEngine') : say('log.hungEngine', { pid })
  complain(say('cli.failed', { line }))
  const engine = pid === null ? 'none' : 'hung'
  if (wanted.json || wanted.export) {
    if (!wanted.follow) show(JSON.stringify({ engine, records: [], sessions: [], days }, null, 2))
  } else if (!wanted.follow)
    for (const one of totalLines(say, { sessions: [], days }, width()).slice(1)) show(one)
  return 1
}

function machine() {
  return { version: VERSION, system: `${platform()} ${release()}`, node: process.versions.node }
}

/** Of the terminal; null where the output goes to a file or a program. */
function width(): number | null {
  return process.stdout.isTTY ? process.stdout.columns || 80 : null
}
