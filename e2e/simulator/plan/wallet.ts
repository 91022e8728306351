/** Money beside the plan. A disabled wallet has a status and no amounts. */
export type Wallet =
  | {
      readonly kind: 'enabled'
      readonly totalCents: number
      readonly leftCents: number
      readonly monthlyUsedCents: number
    }
  | { readonly kind: 'disabled' }

/** Kimi counts balances in millionths of a cent. */
const MILLION = 1_000_000
const MONTHLY_LIMIT = { cents: 5000, currency: 'USD' }

/** As the field `boosterWallet` of older answers. */
export function camelWallet(wallet: Wallet): object {
  if (wallet.kind === 'disabled') return { status: 'STATUS_DISABLED' }
  const { totalCents, leftCents, monthlyUsedCents } = wallet
  const { cents, currency } = MONTHLY_LIMIT
  return {
    balance: { type: 'BOOSTER', amount: `${totalCents * MILLION}`, amountLeft: `${leftCents * MILLION}` },
    monthlyChargeLimitEnabled: true,
    monthlyChargeLimit: { priceInCents: `${cents}`, currency },
    monthlyUsed: { priceInCents: `${monthlyUsedCents}`, currency },
  }
}

/** As the field `booster_wallet` of newer ones. */
export function snakeWallet(wallet: Wallet): object {
  if (wallet.kind === 'disabled') return { status: 'STATUS_DISABLED' }
  const { totalCents, leftCents, monthlyUsedCents } = wallet
  const { cents, currency } = MONTHLY_LIMIT
  return {
    status: 'STATUS_ENABLED',
    balance: { type: 'BOOSTER', amount: `${totalCents * MILLION}`, amount_left: `${leftCents * MILLION}` },
    monthly_charge_limit_enabled: true,
    monthly_charge_limit: { price_in_cents: `${cents}`, currency },
    monthly_used: { price_in_cents: `${monthlyUsedCents}`, currency },
  }
}
