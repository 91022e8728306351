/**
 * The quota as it is kept on the disk, so that a start shows the last values with their time. Read field by field: the file
 * may be cut, edited, or of another version. Pure.
 */
import type { Account } from '../../contract/login'
import type { Quota, QuotaWindow, Wallet, WindowName } from '../../contract/plan'
import { isRecord } from '../basics/json'
import type { UsageSample, UsageSamples } from './forecast'
import { fieldsOf, lineIn } from './usages-values'

export interface KeptQuota {
  /** The file of the login that it belongs to. */
  readonly login: string
  /** When Kimi told it (wall clock). */
  readonly atMs: number
  readonly quota: Quota
  readonly account: Account | null
  readonly samples: UsageSamples
}

/** Null for what is no kept quota. */
export function readKeptQuota(json: unknown): KeptQuota | null {
  if (!isRecord(json)) return null
  const { login, atMs, quota, account, samples } = json
  if (typeof login !== 'string' || !isRecord(quota) || !Array.isArray(quota['windows'])) return null
  const at = timeIn(atMs)
  if (at === null) return null
  const known = {
    windows: quota['windows'].slice(0, MOST_WINDOWS).flatMap((each: unknown) => windowIn(each) ?? []),
    wallet: walletIn(quota['wallet']),
    parallelLimit: amountIn(quota['parallelLimit']),
    membership: lineIn(quota['membership']),
  }
  return { login, atMs: at, quota: known, account: accountIn(account), samples: samplesIn(fieldsOf(samples)) }
}

const NAMES: readonly WindowName[] = ['fiveHours', 'week', 'month', 'monthCode', 'other']
const MOST_WINDOWS = 16
const MOST_SAMPLES = 100

function windowIn(value: unknown): QuotaWindow | null {
  const fields = fieldsOf(value)
  const name = NAMES.find((each) => each === fields['name'])
  if (name === undefined) return null
  const [resetsAtMs, emptyAtMs] = [timeIn(fields['resetsAtMs']), timeIn(fields['emptyAtMs'])]
  return {
    name,
    label: lineIn(fields['label']),
    usedRatio: shareIn(fields['usedRatio']),
    resetsAtMs,
    emptyAtMs,
  }
}

function walletIn(value: unknown): Wallet | null {
  if (!isRecord(value)) return null
  const { enabled, currency } = value
  return {
    enabled: enabled === true,
    leftCents: amountIn(value['leftCents']),
    totalCents: amountIn(value['totalCents']),
    monthlyLimitCents: amountIn(value['monthlyLimitCents']),
    monthlyUsedCents: amountIn(value['monthlyUsedCents']),
    currency: typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? currency : null,
  }
}

function accountIn(value: unknown): Account | null {
  if (!isRecord(value)) return null
  const [nickname, plan, contact] = ['nickname', 'plan', 'contact'].map((key) => lineIn(value[key]))
  return { nickname: nickname ?? null, plan: plan ?? null, contact: contact ?? null }
}

function samplesIn(fields: Readonly<Record<string, unknown>>): UsageSamples {
  const found: Partial<Record<WindowName, readonly UsageSample[]>> = {}
  for (const name of NAMES) {
    const list = fields[name]
    if (!Array.isArray(list)) continue
    const samples = list.slice(-MOST_SAMPLES).flatMap((each: unknown) => sampleIn(fieldsOf(each)) ?? [])
    if (samples.length > 0) found[name] = samples
  }
  return found
}

function sampleIn(fields: Readonly<Record<string, unknown>>): UsageSample | null {
  const [atMs, usedRatio] = [timeIn(fields['atMs']), shareIn(fields['usedRatio'])]
  return atMs === null || usedRatio === null ? null : { atMs, usedRatio }
}

/** No date is further away than this (ECMAScript, time values). */
const LAST_DATE_MS = 8.64e15

function timeIn(value: unknown): number | null {
  const amount = amountIn(value)
  return amount !== null && amount <= LAST_DATE_MS ? amount : null
}

function amountIn(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : null
}

function shareIn(value: unknown): number | null {
  const amount = amountIn(value)
  return amount !== null && amount <= 1 ? amount : null
}
