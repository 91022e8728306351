import type { ApiExchange } from './api-exchange'

const MODELS_PATH = '/coding/v1/models'
const USAGES_PATH = '/coding/v1/usages'
const ME_PATH = '/coding/v1/me'

const HOUR_MS = 3_600_000

export function isManagedPath(path: string): boolean {
  return path === MODELS_PATH || path === USAGES_PATH || path === ME_PATH
}

/** Models, quota and profile of the signed-in user, as kimi-code reads them. */
export function answerManaged(exchange: ApiExchange, nowMs: number): void {
  if (exchange.path === MODELS_PATH) exchange.answer(200, models())
  else if (exchange.path === USAGES_PATH) exchange.answer(200, usages(nowMs))
  else exchange.answer(200, me())
}

function models(): object {
  return {
    object: 'list',
    data: [
      model('kimi-for-coding', 'Kimi for Coding', 262_144),
      model('kimi-for-coding-highspeed', 'Kimi for Coding Highspeed', 262_144),
      model('k3', 'Kimi K3', 1_048_576),
      model('k3-256k', 'Kimi K3 256k', 262_144),
    ],
  }
}

function model(id: string, displayName: string, contextLength: number): object {
  return {
    id,
    object: 'model',
    display_name: displayName,
    context_length: contextLength,
    supports_reasoning: true,
    supports_thinking_type: 'only',
    supports_image_in: true,
    supports_video_in: false,
    supports_tool_use: true,
    think_efforts: { support: true, valid_efforts: ['low', 'high', 'max'], default_effort: 'high' },
    protocol: 'anthropic',
  }
}

/** The week states `used`, the 5 hours `remaining`: Kimi sends either, so a reader must cope with both. */
function usages(nowMs: number): object {
  return {
    usage: { limit: '1000', used: '40', resetTime: isoSeconds(nowMs + 100 * HOUR_MS) },
    limits: [
      {
        window: { duration: 300, timeUnit: 'TIME_UNIT_MINUTE' },
        detail: { limit: '100', remaining: '88', resetTime: isoSeconds(nowMs + 3 * HOUR_MS) },
      },
    ],
    user: { membership: { level: 'LEVEL_INTERMEDIATE' } },
    boosterWallet: {
      balance: { type: 'BOOSTER', amount: '2000000000', amountLeft: '1500000000' },
      monthlyChargeLimitEnabled: true,
      monthlyChargeLimit: { priceInCents: '5000', currency: 'USD' },
      monthlyUsed: { priceInCents: '500', currency: 'USD' },
    },
  }
}

function me(): object {
  return {
    user_id: 'sim-user',
    nickname: 'Simulated User',
    region: 'mainland-cn',
    user_level_name: 'Moderato',
    phone: '138****0000',
    email: 's***@example.com',
  }
}

function isoSeconds(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
