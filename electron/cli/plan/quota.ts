/** `kimi-proxy quota`: what is left of the plan, as the running engine knows it. */
import { type PlanState, UNKNOWN_PLAN } from '../../contract/plan'
import { sleep } from '../../core/basics/ports'
import type { KeptQuota } from '../../core/plan/kept-quota'
import { quotaJson } from '../../core/plan/quota-json'
import { quotaLines } from '../../core/views/cli/quota'
import { createSystemClock } from '../../node/basics/clock'
import { commandEngine, findEngine, readState } from '../../node/engine/process'
import type { RunRecord } from '../../node/engine/run-file'
import { loadKeptQuota } from '../../node/plan/quota-file'
import type { CliCommand } from '../basics/command'
import type { CliContext } from '../basics/context'

/** Kimi has 8 s to answer, twice. */
const LOOK_LIMIT_MS = 20_000
const WATCH_EVERY_MS = 5_000

type How = Omit<CliCommand<'quota'>, 'kind'>

/** 0 where the engine tells; 1 where none runs or answers, with what was kept of the last one. */
export async function quota(context: CliContext, { json, watch }: CliCommand<'quota'>): Promise<number> {
  const how = { json, watch }
  const running = await findEngine(context.paths)
  if (running === null || !running.answers) return withoutEngine(context, running?.record.pid ?? null, how)
  const { record } = running
  await commandEngine(record, 'quota', LOOK_LIMIT_MS)
  return (await follow(context, record, how)) ? 0 : withoutEngine(context, await livingPid(context), how)
}

/** False once the engine does not tell any more. */
async function follow(context: CliContext, record: RunRecord, how: How): Promise<boolean> {
  const clock = createSystemClock()
  let shown: string | null = null
  for (;;) {
    const told = await readState(record)
    if (told === null) return false
    const { plan } = told.state
    // Not the requests that come and go.
    const now = JSON.stringify([plan.quota, plan.account, plan.limitReached])
    if (now !== shown) {
      if (shown !== null && !how.json) context.print('')
      print(context, 'running', plan, told.now.wallMs, how)
    }
    if (!how.watch) return true
    shown = now
    await sleep(clock, WATCH_EVERY_MS)
  }
}

async function livingPid({ paths }: CliContext): Promise<number | null> {
  return (await findEngine(paths))?.record.pid ?? null
}

/** Watched, JSON is one line each time. */
function print(
  { say, print: show }: CliContext,
  engine: 'running' | 'hung' | 'none',
  plan: PlanState,
  nowMs: number,
  { json, watch }: How,
): void {
  if (json) return show(JSON.stringify({ engine, ...quotaJson(plan, nowMs) }, null, watch ? undefined : 2))
  for (const line of quotaLines(say, plan, nowMs)) show(line)
}

/** `pid`: of an engine that does not answer; null where none runs. */
function withoutEngine(context: CliContext, pid: number | null, how: How): number {
  const { paths, say, complain } = context
  const line = pid === null ? say('quota.noEngine') : say('quota.hungEngine', { pid })
  complain(say('cli.failed', { line }))
  const kept = loadKeptQuota(paths)
  if (kept === null && !how.json) return 1
  const plan = kept === null ? UNKNOWN_PLAN : keptPlan(kept)
  print(context, pid === null ? 'none' : 'hung', plan, createSystemClock().wallMs(), how)
  return 1
}

function keptPlan({ quota, atMs, account }: KeptQuota): PlanState {
  return { ...UNKNOWN_PLAN, quota: { kind: 'stale', quota, atMs, problem: null }, account }
}
