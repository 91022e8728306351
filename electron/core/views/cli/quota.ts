/** What `kimi-proxy quota` prints, and the lines of it that `status` has. Pure. */
import type { PlanState, QuotaWindow, Wallet } from '../../../contract/plan'
import { clockTime } from '../../basics/clock-time'
import { spanWords } from '../../basics/duration'
import { wholePercent } from '../../plan/left'
import { leftIn, quotaKnown } from '../../plan/quota'
import { problemWords } from '../../words/problem-words'
import type { Say } from '../../words/say'

/** `nowMs`: wall clock. */
export function quotaLines(say: Say, plan: PlanState, nowMs: number): readonly string[] {
  const known = quotaKnown(plan.quota)
  if (known === null) return [...whyUnknown(say, plan), ...planLine(say, plan)]
  const { windows, parallelLimit, wallet } = known.quota
  const inside = [
    ...(windows.length === 0
      ? [say('quota.noWindows')]
      : windows.map((window) => windowLine(say, window, nowMs))),
    ...(parallelLimit === null ? [] : [say('quota.parallel', { limit: parallelLimit })]),
    ...turnLines(say, plan),
    ...(wallet === null ? [] : [walletLine(say, wallet)]),
    asOfLine(say, known.atMs, nowMs),
    ...problemLines(say, plan),
  ]
  return [...planLine(say, plan), ...inside.map((line) => `  ${line}`)]
}

/** For `status`: one line a window, and nothing where nothing is known yet. */
export function quotaStatusLines(say: Say, plan: PlanState, nowMs: number): readonly string[] {
  const known = quotaKnown(plan.quota)
  if (known === null)
    return plan.quota.kind === 'unknown' && plan.quota.problem === null ? [] : whyUnknown(say, plan)
  const isOld = plan.quota.kind === 'stale'
  return [
    ...planLine(say, plan),
    ...known.quota.windows.map((window) => windowLine(say, window, nowMs)),
    ...(isOld ? [asOfLine(say, known.atMs, nowMs)] : []),
  ]
}

function planLine(say: Say, { quota, account }: PlanState): readonly string[] {
  const plan = account?.plan ?? quotaKnown(quota)?.quota.membership ?? null
  const who = account?.nickname ?? account?.contact ?? null
  if (plan === null) return who === null ? [] : [say('quota.plan', { plan: who })]
  return [who === null ? say('quota.plan', { plan }) : say('quota.planOf', { plan, who })]
}

function whyUnknown(say: Say, plan: PlanState): readonly string[] {
  if (plan.quota.kind === 'none') return [say('quota.none')]
  const lines = problemLines(say, plan)
  return lines.length === 0 ? [say('quota.unknown')] : lines
}

function problemLines(say: Say, { quota }: PlanState): readonly string[] {
  const problem = 'problem' in quota ? quota.problem : null
  return problem === null
    ? []
    : [say('quota.problem', { problem: problemWords(say, problem, 'terminal').message })]
}

function windowLine(say: Say, window: QuotaWindow, nowMs: number): string {
  const { name, label, resetsAtMs, emptyAtMs } = window
  const time = (atMs: number) => clockTime(say.language, atMs, nowMs)
  const parts: string[] = []
  if (resetsAtMs !== null && resetsAtMs <= nowMs)
    parts.push(say('quota.wasReset', { time: time(resetsAtMs) }))
  else {
    const left = leftIn(window, nowMs)
    parts.push(left === null ? say('quota.untold') : say('quota.left', { percent: wholePercent(left) }))
    if (resetsAtMs !== null) {
      parts.push(say('quota.resets', { time: time(resetsAtMs), left: spanWords(say, resetsAtMs - nowMs) }))
      if (emptyAtMs !== null && emptyAtMs > nowMs) {
        parts.push(
          say('quota.empty', { time: time(emptyAtMs), before: spanWords(say, resetsAtMs - emptyAtMs) }),
        )
      }
    }
  }
  const line = parts.reduce((first, second) => say('quota.and', { first, second }))
  return say('quota.window', { name: label ?? say(`quota.${name}`), line })
}

function turnLines(say: Say, { turns: { running, queued } }: PlanState): readonly string[] {
  return queued === 0 ? [] : [say('quota.queued', { running, queued })]
}

function walletLine(say: Say, wallet: Wallet): string {
  const { enabled, leftCents, totalCents } = wallet
  if (!enabled) return say('quota.walletOff')
  const left = money(leftCents, wallet)
  if (left === null) return say('quota.window', { name: say('quota.walletName'), line: say('quota.untold') })
  const total = money(totalCents, wallet)
  return total === null ? say('quota.wallet', { left }) : say('quota.walletOf', { left, total })
}

function money(cents: number | null, { currency }: Wallet): string | null {
  if (cents === null) return null
  const amount = (cents / 100).toFixed(2)
  return currency === null ? amount : `${amount} ${currency}`
}

const FRESH_MS = 60_000

function asOfLine(say: Say, atMs: number, nowMs: number): string {
  const time = clockTime(say.language, atMs, nowMs)
  const ageMs = nowMs - atMs
  return ageMs < FRESH_MS
    ? say('quota.asOf', { time })
    : say('quota.asOfOld', { time, age: spanWords(say, ageMs) })
}
