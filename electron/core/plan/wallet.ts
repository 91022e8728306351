/** The booster wallet in Kimi's answer to `/v1/usages`, in both spellings. Pure. */
import type { Wallet } from '../../contract/plan'
import { isRecord } from '../basics/json'
import { type Fields, fieldsOf, firstOf, numberIn } from './usages-values'

/** Balances are counted in millionths of a cent. */
const PER_CENT = 1_000_000

/** Null where there is none. Where both spellings are there and differ, the worse amounts count. */
export function walletIn(answer: Fields): Wallet | null {
  const [one, other] = ['boosterWallet', 'booster_wallet'].map((name) => readWallet(answer[name]))
  if (one == null || other == null) return one ?? other ?? null
  return {
    enabled: one.enabled && other.enabled,
    leftCents: smaller(one.leftCents, other.leftCents),
    totalCents: smaller(one.totalCents, other.totalCents),
    monthlyLimitCents: smaller(one.monthlyLimitCents, other.monthlyLimitCents),
    monthlyUsedCents: larger(one.monthlyUsedCents, other.monthlyUsedCents),
    currency: one.currency ?? other.currency,
  }
}

/** One that is switched off may have no amounts at all. */
function readWallet(value: unknown): Wallet | null {
  if (!isRecord(value) || Object.keys(value).length === 0) return null
  const balance = fieldsOf(value['balance'])
  const limit = fieldsOf(firstOf(value, 'monthlyChargeLimit', 'monthly_charge_limit'))
  const used = fieldsOf(firstOf(value, 'monthlyUsed', 'monthly_used'))
  const isLimited = firstOf(value, 'monthlyChargeLimitEnabled', 'monthly_charge_limit_enabled') !== false
  return {
    enabled: !/DISABLED|INACTIVE|CLOSED/i.test(String(firstOf(value, 'status') ?? '')),
    leftCents: cents(firstOf(balance, 'amountLeft', 'amount_left'), PER_CENT),
    totalCents: cents(balance['amount'], PER_CENT),
    monthlyLimitCents: isLimited ? price(limit) : null,
    monthlyUsedCents: price(used),
    currency: currencyIn(limit) ?? currencyIn(used) ?? currencyIn(balance),
  }
}

function price(fields: Fields): number | null {
  return cents(firstOf(fields, 'priceInCents', 'price_in_cents'), 1)
}

function cents(value: unknown, perCent: number): number | null {
  const amount = numberIn(value)
  return amount === null || amount < 0 ? null : Math.round(amount / perCent)
}

function currencyIn(fields: Fields): string | null {
  const { currency } = fields
  return typeof currency === 'string' && /^[A-Za-z]{3}$/.test(currency) ? currency.toUpperCase() : null
}

function smaller(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other)
}

function larger(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other)
}
