/** The plan for programs, as `quota --json`, `status --json` and the control endpoint tell it. Pure. */
import type { PlanState, QuotaWindow, Wallet, WindowName } from '../../contract/plan'
import { problemWords } from '../words/problem-words'
import { sayIn } from '../words/say'
import { leftIn, quotaKnown } from './quota'

const ENGLISH = sayIn('en')

const NAMES: Readonly<Record<WindowName, string>> = {
  fiveHours: 'five_hours',
  week: 'week',
  month: 'month',
  monthCode: 'month_code',
  other: 'other',
}

/**
 * Stable for programs: keys are only added. Shares from 0 to 1, money in cents, times in unix seconds and spans in seconds; null is
 * "not known", and a window that is not on the plan is not there. Nothing secret.
 */
export function quotaJson({ quota, account, turns, limitReached }: PlanState, nowMs: number): object {
  const known = quotaKnown(quota)
  const problem = 'problem' in quota ? quota.problem : null
  const atMs = 'atMs' in quota ? quota.atMs : null
  return {
    state: quota.kind,
    as_of: seconds(atMs),
    age: atMs === null ? null : Math.max(0, Math.floor((nowMs - atMs) / 1000)),
    windows: (known?.quota.windows ?? []).map((window) => windowJson(window, nowMs)),
    requests_at_a_time: known?.quota.parallelLimit ?? null,
    requests_running: turns.running,
    requests_queued: turns.queued,
    membership: known?.quota.membership ?? null,
    wallet: known?.quota.wallet == null ? null : walletJson(known.quota.wallet),
    account,
    limit_reached:
      limitReached === null
        ? null
        : {
            name: limitReached.name,
            since: seconds(limitReached.sinceMs),
            resets_at: seconds(limitReached.resetsAtMs),
          },
    error: problem === null ? null : problemWords(ENGLISH, problem, 'terminal').message,
  }
}

function windowJson(window: QuotaWindow, nowMs: number): object {
  const { name, label, resetsAtMs, emptyAtMs } = window
  const left = leftIn(window, nowMs)
  return {
    name: NAMES[name],
    label,
    left: rounded(left),
    used: left === null ? null : rounded(1 - left),
    resets_at: seconds(resetsAtMs),
    resets_in: resetsAtMs === null ? null : Math.max(0, Math.floor((resetsAtMs - nowMs) / 1000)),
    empty_at: emptyAtMs === null || emptyAtMs <= nowMs ? null : seconds(emptyAtMs),
  }
}

function walletJson(wallet: Wallet): object {
  return {
    enabled: wallet.enabled,
    left_cents: wallet.leftCents,
    total_cents: wallet.totalCents,
    monthly_limit_cents: wallet.monthlyLimitCents,
    monthly_used_cents: wallet.monthlyUsedCents,
    currency: wallet.currency,
  }
}

function seconds(atMs: number | null): number | null {
  return atMs === null ? null : Math.floor(atMs / 1000)
}

/** Without the dust of binary fractions. */
function rounded(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1e6) / 1e6
}
